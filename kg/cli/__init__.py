"""The command line: thin commands that turn answers into tables and errors into exit codes.

Exit codes: 0 fine, 1 failed, 2 usage, 3 nothing found, 4 ambiguous name, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

__all__ = ["COMMANDS", "main"]

COMMANDS = {
    "build": "kg.cli.packs",
    "chain": "kg.cli.answers",
    "check": "kg.cli.packs",
    "cite": "kg.cli.evidence",
    "clusters": "kg.cli.networks",
    "compare": "kg.cli.connections",
    "completion": "kg.cli.completion",
    "conflicts": "kg.cli.contradictions",
    "demo": "kg.cli.outputs",
    "diff": "kg.cli.contradictions",
    "export": "kg.cli.outputs",
    "facts": "kg.cli.figures",
    "find": "kg.cli.answers",
    "gaps": "kg.cli.gaps",
    "map": "kg.cli.maps",
    "new": "kg.cli.packs",
    "partners": "kg.cli.partners",
    "path": "kg.cli.connections",
    "rank": "kg.cli.networks",
    "report": "kg.cli.report",
    "shock": "kg.cli.risk",
    "show": "kg.cli.answers",
    "sparql": "kg.cli.sparql",
    "targets": "kg.cli.figures",
    "tasks": "kg.cli.tasks",
    "verify": "kg.cli.evidence",
    "who": "kg.cli.who",
}
"""Each verb and the module that holds it."""


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code."""
    try:
        # Late: whoever presses Ctrl-C while Python still imports must get 130 too.
        from kg.cli.run import run

        code = run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        code = 130
        # By descriptor: the streams may be in the middle of something.
        os.write(2, "\n已中断 / interrupted\n".encode())
    sys.exit(code)
