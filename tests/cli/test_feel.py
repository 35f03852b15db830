"""How the command line feels: tables on a terminal, the pager, words of usage, Ctrl-C."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.cli import terminal

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")
fcntl = pytest.importorskip("fcntl", reason="no pseudo-terminals here")
termios = pytest.importorskip("termios", reason="no pseudo-terminals here")

Run = Callable[..., "subprocess.CompletedProcess[str]"]

TEXT = st.text(st.sampled_from("郑州比亚迪汽车（动力）、，；。ab c1-:;,é"), max_size=40)


def _letters(text: str) -> str:
    return "".join(text.split())


def _cell_text(lines: list[str]) -> str:
    return _letters("".join(lines))


# ------------------------------------------------------------------ wrapping, as pure functions


@given(TEXT, st.integers(2, 30))
def test_wrapping_loses_nothing_and_keeps_to_the_width(text: str, columns: int) -> None:
    lines = terminal.wrapped(text, columns)
    assert _cell_text(lines) == _letters(text)
    # An opening or closing mark may stand out by itself where the width leaves no room to move it.
    assert all(terminal.cells(line) <= columns for line in lines)


@given(
    st.integers(1, 6).flatmap(
        lambda n: st.tuples(
            st.lists(st.sampled_from(["名称", "类型", "source", "环节"]), min_size=n, max_size=n),
            st.lists(st.lists(TEXT, min_size=n, max_size=n), min_size=1, max_size=4),
        )
    ),
    st.sampled_from([20, 40, 60, 80, 100, 140]),
)
def test_a_table_of_any_content_fits_its_width_and_loses_nothing(
    table: tuple[list[str], list[list[str]]], columns: int
) -> None:
    headers, rows = table
    said = terminal.layout("", headers, rows, columns=columns)
    assert all(terminal.cells(line) <= columns for line in said.splitlines())
    for row in rows:
        for cell in row:
            assert all(said.count(char) >= 1 for char in _letters(cell))


def test_chinese_columns_stand_straight() -> None:
    said = terminal.layout("", ["名称", "地点"], [["比亚迪", "郑州"], ["BYD", "Zhengzhou"]])
    places = ("地点", "郑州", "Zhengzhou")
    starts = {
        terminal.cells(line[: line.index(word)])
        for line in said.splitlines()
        for word in places
        if word in line
    }
    assert len(starts) == 1


def test_names_of_a_list_stay_whole() -> None:
    said = terminal.wrapped("动力电池、新能源汽车制造、整车制造", 18)
    assert said == ["动力电池、", "新能源汽车制造、", "整车制造"]


def test_no_line_begins_with_a_closing_mark() -> None:
    assert terminal.wrapped("上汽动力科技（郑州）有限公司", 14) == [
        "上汽动力科技", "（郑州）有限公", "司",
    ]  # fmt: skip


def test_where_columns_do_not_fit_every_row_is_a_block() -> None:
    row = ["上汽动力科技（郑州）有限公司", "郑州经济技术开发区", "zz002:1441-1447;1498-1500"]
    said = terminal.layout("", ["名称", "地点", "来源"], [row], columns=34)
    assert said == (
        "名称: 上汽动力科技（郑州）有限\n    公司\n  地点: 郑州经济技术开发区\n"
        "  来源: zz002:1441-1447;\n    1498-1500\n\n"
    )


# ------------------------------------------------------------------ on a terminal of a given size


def _on_terminal(
    args: list[str], columns: int = 100, lines: int = 500, **environment: str
) -> tuple[str, int]:
    """What a command prints on a terminal of that size, and its exit code."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    plain = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "LINES", "NO_COLOR")}
    child = subprocess.Popen(
        [sys.executable, "-m", "kg", *args],
        stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL,
        env={**plain, "KG_LANG": "zh", "TERM": "xterm", **environment},
    )  # fmt: skip
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux says so when the other end is closed
            break
        if not piece:
            break
        said += piece
    os.close(ours)
    return said.decode("utf-8").replace("\r\n", "\n"), child.wait()


def _plain(said: str) -> str:
    for code in ("\x1b[1m", "\x1b[2m", "\x1b[0m"):
        said = said.replace(code, "")
    return said


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
@pytest.mark.parametrize(
    "args",
    [
        ["partners", "超聚变"],
        ["show", "宇通客车"],
        ["who", "--segment", "动力电池"],
        ["chain", "汽车"],
    ],
    ids=["partners", "show", "who", "chain"],
)
def test_an_answer_fits_the_terminal_and_is_whole(
    zhengzhou: kg.Graph, run_kg: Run, args: list[str], columns: int
) -> None:
    said, code = _on_terminal(args, columns)
    assert code == 0
    assert all(terminal.cells(line) <= columns for line in _plain(said).splitlines())
    header = run_kg(*args, "--format", "tsv", lang="en").stdout.splitlines()[0]
    # A person gets the count beside the name, and no id.
    names = header.split("\t")
    for_programs = {names.index(n) for n in ("id", "count", "count is") if n in names}
    rows = run_kg(*args, "--format", "tsv").stdout.splitlines()[1:]
    cells = {c for row in rows for n, c in enumerate(row.split("\t")) if n not in for_programs}
    for cell in cells:
        assert all(char in said for char in _letters(cell)), cell


def test_no_column_shrinks_to_a_character_a_line(zhengzhou: kg.Graph) -> None:
    said, _ = _on_terminal(["partners", "超聚变"], 60)
    lines = _plain(said).splitlines()
    assert sum(len(line.strip()) == 1 for line in lines) <= 3


@pytest.mark.parametrize(
    ("environment", "coloured"),
    [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_styles_only_where_they_are_wanted(
    zhengzhou: kg.Graph, environment: dict[str, str], coloured: bool
) -> None:
    said, _ = _on_terminal(["who", "--role", "链主"], **environment)
    assert ("\x1b[" in said) == coloured
    assert "外部知识" in said  # the mark is a word, not a colour


def test_no_styles_in_a_pipe_or_a_file(zhengzhou: kg.Graph, run_kg: Run, tmp_path: Path) -> None:
    assert "\x1b" not in run_kg("who", "--role", "链主", "--format", "table").stdout
    run_kg("who", "--role", "链主", "--format", "table", "-o", str(tmp_path / "a.txt"))
    assert "\x1b" not in (tmp_path / "a.txt").read_text("utf-8")


@pytest.fixture
def pager(tmp_path: Path) -> str:
    script = tmp_path / "pager"
    script.write_text("#!/bin/sh\necho PAGED\ncat\n", "utf-8")
    script.chmod(0o755)
    return str(script)


def test_an_answer_taller_than_the_screen_is_paged(zhengzhou: kg.Graph, pager: str) -> None:
    said, code = _on_terminal(["show", "宇通客车"], lines=10, PAGER=pager)
    assert (said.startswith("PAGED"), code) == (True, 0)


@pytest.mark.parametrize(
    ("args", "lines"), [(["--no-pager"], 10), ([], 500)], ids=["--no-pager", "tall screen"]
)
def test_else_it_is_not_paged(zhengzhou: kg.Graph, pager: str, args: list[str], lines: int) -> None:
    said, _ = _on_terminal(["show", "宇通客车", *args], lines=lines, PAGER=pager)
    assert "PAGED" not in said


def test_nothing_is_paged_in_a_pipe(zhengzhou: kg.Graph, run_kg: Run, pager: str) -> None:
    assert "PAGED" not in run_kg("show", "宇通客车", PAGER=pager, LINES="5").stdout


def test_progress_never_goes_to_a_pipe(run_kg: Run, mini: Path, tmp_path: Path) -> None:
    done = run_kg("find", "acme", "--data", str(mini), KG_CACHE=str(tmp_path / "fresh"))
    assert (done.returncode, done.stderr) == (0, "")


# ------------------------------------------------------------------ words of usage

SAID = [
    (["partnres", "x"], "没有 partnres 这个命令；是不是 partners？", "did you mean partners?"),
    (["xyzzy"], "没有 xyzzy 这个命令", "there is no command xyzzy"),
    (["who", "--segmnt", "x"], "没有 --segmnt 这个选项；是不是 --se", "did you mean --se"),
    (["show"], "缺少参数 'NAME'", "'NAME' is missing"),
    (["partners"], "写上企业，或用 --need", "give a firm, or what is needed"),
    (["show", "a", "b"], "多出了参数：b", "too many arguments: b"),
    (["who", "--limit", "0"], "'--limit' 的值不能用：0 不在范围 x>=1", "in the range x>=1"),
    (["who", "--limit", "x"], "'x' 不是数", "'x' is not a number"),
    (["who", "--format", "doc"], "'doc' 不在可选之列：'table'", "'doc' is not one of 'table'"),
    (["who", "--data", "nowhere"], "'nowhere' 不存在", "'nowhere' does not exist"),
    (["who", "--segment"], "选项 '--segment' 后面要有值", "'--segment' needs a value"),
    (["who", "--explain=1"], "选项 '--explain' 不带值", "'--explain' takes no value"),
    (["who", "--as-of", "May"], "不是日期", "is not a date"),
]  # fmt: skip


@pytest.mark.parametrize(("args", "zh", "en"), SAID, ids=[" ".join(s[0]) for s in SAID])
def test_wrong_usage_is_said_in_the_language_of_the_person(
    run_kg: Run, args: list[str], zh: str, en: str
) -> None:
    for lang, words in (("zh", zh), ("en", en)):
        done = run_kg(*args, lang=lang)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr
        assert "Traceback" not in done.stderr
        assert "Error:" not in done.stderr


def test_help_pages_have_no_english_of_click_in_chinese(run_kg: Run) -> None:
    for args in (["--help"], ["who", "--help"], ["sparql", "--help"]):
        said = run_kg(*args).stdout
        assert "用法：" in said
        for word in ("Usage", "Options:", "Commands:", "[OPTIONS]", "Show this", "[default"):
            assert word not in said


# ------------------------------------------------------------------ Ctrl-C

_STOPPED_IN = """
import runpy, sys
class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == {name!r}:
            raise KeyboardInterrupt
sys.meta_path.insert(0, Stop())
sys.argv = ["kg", {args}]
runpy.run_module("kg", run_name="__main__")
"""


@pytest.mark.parametrize(
    "name", ["kg.cli.run", "click", "kg.messages", "kg.cli.who", "pyoxigraph", "kg.who"]
)
def test_ctrl_c_during_an_import_exits_130_without_a_traceback(
    zhengzhou: kg.Graph, name: str, tmp_path: Path
) -> None:
    code = _STOPPED_IN.format(name=name, args="'who', '--role', '链主', '-o', 'out.csv'")
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, encoding="utf-8",
        check=False,
    )  # fmt: skip
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert not list(tmp_path.iterdir())


def test_ctrl_c_at_the_prompt_for_a_query_exits_130(zhengzhou: kg.Graph, tmp_path: Path) -> None:
    # The child reads stdin; what it prints first shows that it has come that far.
    code = (
        "import sys, io\n"
        "class Slow(io.TextIOWrapper):\n"
        "    def read(self, *a):\n"
        "        print('reading', flush=True); return super().read(*a)\n"
        "sys.stdin = Slow(sys.stdin.buffer)\n"
        "from kg.cli import main\n"
        "main(['sparql', '-f', '-', '-o', 'out.tsv'])\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=tmp_path, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, encoding="utf-8",
    ) as child:  # fmt: skip
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline() == "reading\n"
        child.send_signal(signal.SIGINT)
        assert child.wait() == 130
        assert "已中断" in child.stderr.read()
    assert not list(tmp_path.iterdir())


def test_ctrl_c_while_a_file_is_written_leaves_the_old_one(
    zhengzhou: kg.Graph, tmp_path: Path
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old", "utf-8")
    code = (
        "import os, signal, pathlib\n"
        "def stopped(self, target): os.kill(os.getpid(), signal.SIGINT); raise AssertionError\n"
        "pathlib.Path.replace = stopped\n"  # all is written, nothing is moved yet
        "from kg.cli import main\n"
        f"main(['who', '--role', '链主', '-o', {str(target)!r}])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert done.returncode == 130
    assert target.read_text("utf-8") == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
