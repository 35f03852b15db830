"""Shell completion for bash, zsh and fish: verbs, options, and the names of things.

click's protocol (the ``_KG_COMPLETE`` variable) with scripts of our own for bash and fish: names
hold spaces, commas, brackets and colons. Completing never builds anything: where the pack of the
line has no built store in the cache, no name is offered.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

from kg.cli.options import answering, command
from kg.errors import KgError
from kg.messages import default_lang

if TYPE_CHECKING:
    from kg.cli.options import Asked
    from kg.errors import Candidate, Lang
    from kg.store import Store

__all__ = ["answer_shell", "completion_command", "name_things"]

_LIMIT = 30
_PLACES = frozenset({"AdministrativeArea", "Park", "Corridor"})
_DEALERS = frozenset({
    "Organization", "Enterprise", "GovernmentBody", "ResearchBody", "ParkAuthority",
    "Consortium", "Facility",
})  # fmt: skip

# Which parameters name things, of which classes (None: of any).
_NAMES: dict[str, frozenset[str] | None] = {
    "a": None, "around": None, "b": None, "by": None, "name": None, "text": None,
    "chain": frozenset({"IndustrialChain"}), "chains": frozenset({"IndustrialChain"}),
    "firm": _DEALERS, "need": None, "needs": None,
    "place": _PLACES, "places": _PLACES,
    "product": frozenset({"Product", "ProductFamily"}),
    "products": frozenset({"Product", "ProductFamily"}),
    "segment": frozenset({"ChainSegment"}), "segments": frozenset({"ChainSegment"}),
}  # fmt: skip
_NOT_NAMES = frozenset({
    ("cite", "text"),  # a passage of a document
    ("rank", "by"),
})  # fmt: skip

_BASH = r"""
%(complete_func)s() {
    local line word="${COMP_WORDS[COMP_CWORD]}"
    COMPREPLY=()
    while IFS= read -r line; do
        case "$line" in
            plain,*) COMPREPLY+=("${line#plain,}") ;;
            dir,*) compopt -o dirnames ;;
            file,*) compopt -o default ;;
        esac
    done < <(env COMP_WORDS="${COMP_LINE:0:$COMP_POINT}" COMP_CWORD="$word" \
        %(complete_var)s=bash_complete "$1")
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_FISH = r"""
function %(complete_func)s
    for line in (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp) \
            COMP_CWORD=(commandline -t) %(prog_name)s)
        set -l parts (string split -m 1 "," -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                printf '%%s\n' $parts[2]
        end
    end
end

complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""

_SPECIAL = re.compile(r"""([\s'"`$&|;<>()*?\[\]{}!#~\\])""")


class _Named(click.types.StringParamType):
    """The name of a thing: taken as typed, completed from the index of names."""

    def __init__(self, classes: frozenset[str] | None) -> None:
        self._classes = classes

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem[Any]]:
        folders = [Path(folder) for folder in ctx.params.get("data") or ()]
        lang = default_lang()
        return [
            CompletionItem(c.matched, help=_about(c.type.to(lang), c.place.to(lang)))
            for c in _candidates(folders, incomplete, self._classes)
        ]


class _Word(click.types.StringParamType):
    """A word of a list: taken as typed, completed by those that ``words_of`` finds in a graph."""

    def __init__(self, words_of: Callable[[Sequence[Path], Lang], Iterable[str]]) -> None:
        self._words_of = words_of

    def shell_complete(
        self,
        ctx: click.Context,
        param: click.Parameter,  # noqa: ARG002 - click's signature
        incomplete: str,
    ) -> list[CompletionItem[Any]]:
        folders = [Path(folder) for folder in ctx.params.get("data") or ()]
        wanted = incomplete.casefold()
        try:
            words = dict.fromkeys(self._words_of(folders, default_lang()))
        except (KgError, OSError):
            return []
        return [CompletionItem(word) for word in words if word.casefold().startswith(wanted)]


def _measures(_: Sequence[Path], __: Lang) -> Iterable[str]:
    from kg.ranking import MEASURES

    return MEASURES


def _partner_roles(folders: Sequence[Path], lang: Lang) -> Iterator[str]:
    from kg.partners.edges import partner_edges
    from kg.partners.roles import ROLES, role_label

    for role in ROLES[:-1]:
        yield role_label(role).to(lang)
    yield from ROLES[:-1]
    if store := _built(folders):
        for edge in partner_edges(store).values():
            yield from (label.to(lang) for _, label in edge.roles())


def _roles(folders: Sequence[Path], lang: Lang) -> Iterator[str]:
    from kg.roles import role_labels

    if store := _built(folders):
        # The language of now first; a role may be typed in the other as well.
        labels = role_labels(store)
        yield from (label.to(lang) for label in labels)
        yield from (label.to("en" if lang == "zh" else "zh") for label in labels)


def _classes(folders: Sequence[Path], lang: Lang) -> Iterator[str]:
    from kg.selection import class_labels

    if store := _built(folders):
        classes = class_labels(store)
        yield from (label.to(lang) for label in classes.values())
        yield from classes


# Which parameters take a word of a list; the verb is None where all verbs have the same list.
_WORDS = {
    ("map", "size_by"): _measures, ("rank", "by"): _measures,
    ("partners", "roles"): _partner_roles, ("who", "roles"): _roles, (None, "types"): _classes,
}  # fmt: skip


def _about(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _candidates(
    folders: Sequence[Path], prefix: str, classes: frozenset[str] | None
) -> list[Candidate]:
    from kg.names import NameIndex

    if not prefix or not (store := _built(folders)):
        return []
    try:
        index = NameIndex(store.folder / "names.sqlite")
        accept = (lambda _: True) if classes is None else classes.__contains__
        return index.complete(prefix, limit=_LIMIT, accept=accept)
    except (KgError, OSError):
        # Whatever is wrong with the pack, the command itself will say.
        return []


def _built(folders: Sequence[Path]) -> Store | None:
    """The store of these packs if it is built."""
    from kg.cache import store_root
    from kg.store import Store

    try:
        root = store_root(folders)
        return Store(root) if (root / "CURRENT").exists() else None
    except (KgError, OSError):
        return None


class _Bash(BashComplete):
    """Bash gets each name as it has to stand on the line: quoted, and from the last colon on
    where bash takes colons for ends of words."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        line, self._word = os.environ["COMP_WORDS"], os.environ["COMP_CWORD"]
        words = split_arg_string(line)[1:]
        if line[-1:].isspace() and not self._word:
            self._incomplete = ""
            return words, ""
        self._incomplete = words[-1] if words else ""
        return words[:-1], self._incomplete

    def format_completion(self, item: CompletionItem[Any]) -> str:
        value = str(item.value)
        typed, colon, _ = self._incomplete.rpartition(":")
        if colon and ":" not in self._word.rstrip(":") and value.startswith(typed + colon):
            value = value.removeprefix(typed + colon)
        if self._word[:1] not in ("'", '"'):
            value = _SPECIAL.sub(r"\\\1", value)
        return f"{item.type},{value}"


class _Fish(FishComplete):
    source_template = _FISH


_SHELLS: dict[str, type[ShellComplete]] = {"bash": _Bash, "zsh": ZshComplete, "fish": _Fish}


def answer_shell(cli: click.Command, instruction: str) -> int:
    """Answer a completion script: ``bash_complete``, ``zsh_complete`` or ``fish_complete``; a
    ``*_source`` prints the script. Returns the exit code, 1 for any other instruction."""
    shell, _, what = instruction.partition("_")
    if shell not in _SHELLS or what not in ("source", "complete"):
        return 1
    complete = _SHELLS[shell](cli, {}, "kg", "_KG_COMPLETE")
    # Not even an empty line where nothing fits: a shell would offer it.
    if answer := complete.source() if what == "source" else complete.complete():
        click.echo(answer)
    return 0


def name_things(command: click.Command) -> click.Command:
    """The same command, its parameters now completing the names of things, or words of a list."""
    for param in command.params:
        known = param.name in _NAMES and (command.name, param.name) not in _NOT_NAMES
        if known and isinstance(param.type, click.types.StringParamType):
            param.type = _Named(_NAMES[param.name or ""])
        name = param.name or ""
        if words := _WORDS.get((command.name, name)) or _WORDS.get((None, name)):
            param.type = _Word(words)
    return command


@command("completion")
@click.argument("shell", type=click.Choice(sorted(_SHELLS)))
@answering(data_only=True)
def completion_command(asked: Asked, shell: str) -> None:  # noqa: ARG001 - every command takes it
    """The script that a shell loads."""
    root = click.get_current_context().find_root().command
    click.echo(_SHELLS[shell](root, {}, "kg", "_KG_COMPLETE").source())
