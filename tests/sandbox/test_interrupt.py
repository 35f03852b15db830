"""However the parent ends, its child ends too."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")

# Prints what became of the query. It would take hours.
PARENT = """
import io, sys
from pathlib import Path
from kg.sandbox import Limits, run_query
query = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?p ?d . ?e ?p ?f FILTER(?b != ?d) }"
try:
    run_query(Path(sys.argv[1]), query, io.BytesIO(), format="json", limits=Limits(timeout=90))
except KeyboardInterrupt:
    print("interrupted")
"""


def start(store: Path) -> tuple[subprocess.Popen[str], psutil.Process]:
    """A process that runs the query, and the child in which it really runs."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(store)], stdout=subprocess.PIPE, text=True
    )
    while not (children := psutil.Process(parent.pid).children()):
        assert parent.poll() is None
        time.sleep(0.02)
    (child,) = children
    # Computing, with Ctrl-C ignored: not in its first steps any more.
    while child.cpu_times().user < 0.2:
        time.sleep(0.02)
    return parent, child


def ends(child: psutil.Process) -> bool:
    """Whether a process is gone, or dead and only not yet collected, within 20 seconds."""
    for _ in range(1000):
        if not child.is_running() or child.status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def test_ctrl_c_kills_the_child_and_is_passed_on(large_store: Path) -> None:
    parent, child = start(large_store)
    parent.send_signal(signal.SIGINT)
    output, _ = parent.communicate(timeout=20)
    assert output == "interrupted\n"
    assert ends(child)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_killed_parent_leaves_no_child(large_store: Path, how: signal.Signals) -> None:
    parent, child = start(large_store)
    parent.send_signal(how)
    parent.communicate(timeout=20)
    assert ends(child)


def test_ctrl_c_alone_does_not_end_the_child(large_store: Path) -> None:
    """A terminal sends it to both; the parent must be the one that decides and reports."""
    parent, child = start(large_store)
    child.send_signal(signal.SIGINT)
    used = child.cpu_times().user
    while child.cpu_times().user < used + 0.1:  # raises if the child is gone
        time.sleep(0.02)
    parent.send_signal(signal.SIGINT)
    assert parent.communicate(timeout=20)[0] == "interrupted\n"
