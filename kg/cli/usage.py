"""What click says to people, in the language of now: help pages and errors of usage.

click's own words come through gettext from the locale of the process, which has no Chinese
catalogue; what is not in the table below stays as click says it, in English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from kg.cli import terminal
from kg.errors import Lang
from kg.messages import default_lang, message

__all__ = ["HelpContext", "usage_text"]

_SECTIONS = {"Options": "usage.options", "Commands": "usage.commands",
             "Positional arguments": "usage.arguments"}  # fmt: skip

# What click 8.2 and later say of a bad value -> our message, filled with the named groups.
_SAID = {
    re.compile(pattern): f"usage.{key}"
    for pattern, key in (
        (r"(?P<value>'.*') is not one of (?P<known>.*)\.", "not_one_of"),
        (r"(?P<value>'.*') is not a valid (?:integer|float|int)[\w ]*\.", "not_a_number"),
        (r"(?P<value>.*) is not in the range (?P<range>.*)\.", "not_in_range"),
        (r"\w+ (?P<value>'.*') does not exist\.", "not_there"),
        (r"\w+ (?P<value>'.*') is a file\.", "is_a_file"),
        (r"\w+ (?P<value>'.*') is a directory\.", "is_a_folder"),
        (r"\w+ (?P<value>'.*') is not readable\.", "not_readable"),
        (r"Got unexpected extra arguments? \((?P<value>.*)\)\.?", "extra"),
        (r"Option (?P<value>'.*') requires (?:an argument|\d+ arguments)\.", "needs_value"),
        (r"Option (?P<value>'.*') does not take a value\.", "takes_no_value"),
    )
}


class _Formatter(click.HelpFormatter):
    """click's help page with our headings, wrapped by the cells that Chinese takes."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        word = message("usage.usage").to(default_lang())
        super().write_usage(prog, args, prefix or (f"{word} " if word.isascii() else word))

    def write_heading(self, heading: str) -> None:
        key = _SECTIONS.get(heading)
        super().write_heading(message(key).to(default_lang()) if key else heading)

    def write_dl(
        self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2
    ) -> None:
        rows = list(rows)
        first = min(max((terminal.cells(name) for name, _ in rows), default=0), col_max)
        start = self.current_indent + first + col_spacing
        for name, about in rows:
            about = _translated_extra(about)  # noqa: PLW2901 - the same text, said in our words
            lines = terminal.wrapped(about, max(self.width - start, 10))
            head = " " * self.current_indent + name
            if terminal.cells(name) > first:
                self.write(f"{head}\n")
                head = ""
            for line in lines:
                self.write(f"{head}{' ' * (start - terminal.cells(head))}{line}".rstrip() + "\n")
                head = ""


class HelpContext(click.Context):
    """A context whose help pages are ours."""

    formatter_class = _Formatter


def usage_text(error: click.ClickException, lang: Lang) -> str:
    """An error of usage as it is shown: how the command is called, what is wrong, where help is."""
    said = _said(error, lang)
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return said
    hint = message("usage.hint", command=context.command_path).to(lang)
    return f"{context.get_usage()}\n{said}\n{hint}"


def _said(error: click.ClickException, lang: Lang) -> str:
    if isinstance(error, click.NoSuchOption):
        near = " / ".join(error.possibilities or ())
        if near:
            return message("usage.no_option_near", name=error.option_name, near=near).to(lang)
        return message("usage.no_option", name=error.option_name).to(lang)
    if isinstance(error, click.MissingParameter) and error.param is not None:
        kind = "argument" if error.param.param_type_name == "argument" else "option"
        hint = error.param.get_error_hint(error.ctx)
        return message(f"usage.missing_{kind}", name=hint).to(lang)
    if isinstance(error, click.BadParameter) and error.param is not None:
        hint = error.param.get_error_hint(error.ctx)
        return message("usage.bad_value", name=hint, why=_why(error.message, lang)).to(lang)
    return _why(error.format_message(), lang)


def _why(said: str, lang: Lang) -> str:
    for pattern, key in _SAID.items():
        if found := pattern.fullmatch(said):
            return message(key, **found.groupdict()).to(lang)
    return said


def _translated_extra(about: str) -> str:
    # What click adds in brackets to the help of an option.
    lang = default_lang()
    about = about.replace("[default: ", f"[{message('usage.default').to(lang)} ")
    return about.replace("[required]", f"[{message('usage.required').to(lang)}]")
