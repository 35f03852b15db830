"""A click group that imports a command's module only when that command runs."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from typing import Any

import click

__all__ = ["LazyGroup"]


class LazyGroup(click.Group):
    """Lists its commands without importing them, so that ``kg --help`` is instant.

    ``commands_in`` maps a command's name to the module that holds it as an attribute of that
    name (``NAME_command`` where the name is a module's or a builtin's).
    """

    def __init__(
        self,
        *,
        commands_in: Mapping[str, str],
        short_help_of: Callable[[str], str],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self._commands_in = dict(commands_in)
        self._short_help_of = short_help_of

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
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list from the short helps alone."""
        rows = [(name, self._short_help_of(name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(rows)
