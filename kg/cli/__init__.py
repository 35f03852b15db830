"""The command line: thin commands that turn answers into tables and errors into exit codes.

Exit codes: 0 fine, 1 failed, 2 usage, 3 nothing found, 4 ambiguous name, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from kg.cli.lazy import LazyGroup
from kg.cli.render import report_error
from kg.errors import KgError
from kg.messages import default_lang, message
from kg.version import __version__

__all__ = ["group", "main"]

_COMMANDS = {
    "build": "kg.cli.packs",
    "chain": "kg.cli.answers",
    "check": "kg.cli.packs",
    "cite": "kg.cli.evidence",
    "clusters": "kg.cli.networks",
    "conflicts": "kg.cli.contradictions",
    "demo": "kg.cli.outputs",
    "diff": "kg.cli.contradictions",
    "export": "kg.cli.outputs",
    "facts": "kg.cli.figures",
    "find": "kg.cli.answers",
    "map": "kg.cli.outputs",
    "new": "kg.cli.packs",
    "partners": "kg.cli.answers",
    "rank": "kg.cli.networks",
    "show": "kg.cli.answers",
    "sparql": "kg.cli.sparql",
    "targets": "kg.cli.figures",
    "verify": "kg.cli.evidence",
}


def group() -> click.Group:
    """The root command, with help in the language of now."""
    lang = default_lang()
    root = LazyGroup(
        name="kg",
        commands_in=_COMMANDS,
        short_help_of=lambda name: message(f"help.{name}").to(lang),
        help=message("help.kg").to(lang),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    return click.version_option(__version__, prog_name="chainkg")(root)


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    args = [_as_utf8(arg) for arg in (sys.argv[1:] if argv is None else argv)]
    _utf8_streams()
    if lang := _asked_language(args):
        # Help texts are made before options are parsed.
        os.environ["KG_LANG"] = lang
    sys.exit(_run(args))


def _run(args: Sequence[str]) -> int:
    try:
        # Not click's own main(): it turns a closed pipe into exit code 1.
        root = group()
        with root.make_context("kg", list(args)) as context:
            result = root.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except KgError as error:
        report_error(error, default_lang())
        return error.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(message("cli.interrupted").to(default_lang()), err=True)
        return 130
    except BrokenPipeError:
        # The reader (head, less) has what it wanted; Python would complain again at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        click.echo(message("cli.system", why=error).to(default_lang()), err=True)
        return 1
    return result if isinstance(result, int) else 0


def _as_utf8(arg: str) -> str:
    # Where the locale has no UTF-8, Python hands over the bytes of an argument as surrogates.
    try:
        arg.encode()
    except UnicodeEncodeError:
        return os.fsencode(arg).decode("utf-8", "replace")
    return arg


def _asked_language(args: Sequence[str]) -> str:
    for n, arg in enumerate(args):
        name, _, value = arg.partition("=")
        if name == "--lang":
            value = value or (args[n + 1] if n + 1 < len(args) else "")
            return value if value in ("zh", "en") else ""
    return ""


def _utf8_streams() -> None:
    # What goes through a pipe is UTF-8 whatever the code page of the console (Windows: GBK), so
    # that what one person saves another can read. A terminal keeps its own encoding.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", newline="\n")
    if hasattr(sys.stdin, "reconfigure") and not sys.stdin.isatty():
        sys.stdin.reconfigure(encoding="utf-8-sig")
