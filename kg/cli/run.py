"""Running one command line: its language, its streams, and its exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

import click

from kg.cli import COMMANDS
from kg.cli.lazy import LazyGroup
from kg.cli.render import report_error
from kg.cli.usage import usage_text
from kg.errors import KgError
from kg.messages import default_lang, message
from kg.version import __version__

__all__ = ["group", "run"]


def group(
    prepare: Callable[[click.Command], click.Command] = lambda command: command,
) -> click.Group:
    """The root command, with help in the language of now; ``prepare`` is given each command."""
    lang = default_lang()
    root = LazyGroup(
        name="kg",
        commands_in=COMMANDS,
        short_help_of=lambda name: message(f"help.{name}").to(lang),
        prepare=prepare,
        help=message("help.kg").to(lang),
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    return click.version_option(
        __version__, prog_name="chainkg", help=message("usage.version").to(lang)
    )(root)


def run(argv: Sequence[str]) -> int:
    """Run the command line and return its exit code."""
    args = [_as_utf8(arg) for arg in argv]
    _utf8_streams()
    if lang := _asked_language(args):
        # Help texts are made before options are parsed.
        os.environ["KG_LANG"] = lang
    if instruction := os.environ.get("_KG_COMPLETE"):
        from kg.cli.completion import answer_shell, name_things

        return answer_shell(group(name_things), instruction)
    return _run(args)


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
        click.echo(usage_text(error, default_lang()), err=True)
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
