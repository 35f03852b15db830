"""Commands as we show them, and a group that imports a command only when it runs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

import click

from kg.cli.usage import HelpContext
from kg.messages import default_lang, message

__all__ = ["Command", "LazyGroup"]


class Command(click.Command):
    """A command whose help speaks the language of now and whose arguments complete names."""

    context_class = HelpContext

    def __init__(self, *args: Any, **attrs: Any) -> None:
        super().__init__(*args, **attrs)
        self.options_metavar = message("usage.options_metavar").to(default_lang())

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """``--help``, in the language of now."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = message("usage.help").to(default_lang())
        return option


class LazyGroup(Command, click.Group):
    """Lists its commands without importing them, so that ``kg --help`` is instant.

    ``commands_in`` maps a command's name to the module that holds it as an attribute of that
    name with ``_command`` behind it. ``prepare`` has its way with each command imported.
    """

    def __init__(
        self,
        *,
        commands_in: Mapping[str, str],
        short_help_of: Callable[[str], str],
        prepare: Callable[[click.Command], click.Command] = lambda command: command,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.subcommand_metavar = message("usage.command_metavar").to(default_lang())
        self._commands_in = dict(commands_in)
        self._short_help_of = short_help_of
        self._prepare = prepare

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All names, sorted."""
        return sorted(self._commands_in)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's signature
        cmd_name: str,
    ) -> click.Command | None:
        """Import and return one command, or None."""
        module = self._commands_in.get(cmd_name)
        if module is None:
            return None
        command = getattr(importlib.import_module(module), f"{cmd_name}_command")
        assert isinstance(command, click.Command)
        return self._prepare(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command meant by the first argument; a typo is answered with the nearest verbs."""
        name = args[0]
        if not ctx.resilient_parsing and name not in self._commands_in and name[:1] != "-":
            near = get_close_matches(name.lower(), self._commands_in, n=3, cutoff=0.6)
            said = (
                message("usage.no_command_near", name=name, near=" / ".join(near))
                if near
                else message("usage.no_command", name=name)
            )
            raise click.UsageError(said.to(default_lang()), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list from the short helps alone."""
        rows = [(name, self._short_help_of(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)

    def shell_complete(
        self, ctx: click.Context, incomplete: str
    ) -> list[click.shell_completion.CompletionItem[Any]]:
        """Verbs with their short helps, without importing one; options after a dash."""
        if incomplete.startswith("-"):
            return click.Command.shell_complete(self, ctx, incomplete)
        return [
            click.shell_completion.CompletionItem(name, help=self._short_help_of(name))
            for name in self.list_commands(ctx)
            if name.startswith(incomplete)
        ]
