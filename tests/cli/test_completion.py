"""Tab completion, by the shells themselves where they stand, else by click's protocol."""

from __future__ import annotations

import os
import select
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kg

pty = pytest.importorskip("pty", reason="no pseudo-terminals here")

Run = Callable[..., "subprocess.CompletedProcess[str]"]
STATED = {"source": "doc", "spans": "0-10"}

# A kg that completes as the real one does, and otherwise prints the words that the shell gave it.
_SHIM = """\
#!/bin/sh
[ -n "$_KG_COMPLETE" ] && exec {python} -m kg "$@"
printf 'GOT' ; printf '<%s>' "$@" ; printf 'END\\n'
"""


@pytest.fixture
def pack(write_pack: Callable[..., Path], mini_rows: dict[str, list[dict[str, str]]]) -> Path:
    """The mini pack, built, with a firm whose name a shell has to quote."""
    firm = {"id": "mix", "type": "Enterprise", "name_zh": "合营（东）公司",
            "name_en": "Joint & Sons (East) Co., Ltd.", **STATED}  # fmt: skip
    folder = write_pack({**mini_rows, "organizations": [*mini_rows["organizations"], firm]})
    kg.open(folder)
    return folder


@pytest.fixture
def shell_path(tmp_path: Path) -> str:
    folder = tmp_path / "bin"
    folder.mkdir()
    shim = folder / "kg"
    shim.write_text(_SHIM.format(python=sys.executable), "utf-8")
    shim.chmod(shim.stat().st_mode | stat.S_IXUSR)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def _complete(run_kg: Run, shell: str, line: str) -> list[str]:
    words = line.split(" ")
    cword = words[-1] if shell in ("bash", "fish") else str(len(words) - 1)
    done = run_kg(_KG_COMPLETE=f"{shell}_complete", COMP_WORDS=line, COMP_CWORD=cword)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_verbs_complete(run_kg: Run) -> None:
    assert _complete(run_kg, "bash", "kg par") == ["plain,partners"]


def test_options_complete(run_kg: Run) -> None:
    assert "plain,--segment" in _complete(run_kg, "bash", "kg who --se")


def test_names_complete_in_the_pack_given_earlier_on_the_line(run_kg: Run, pack: Path) -> None:
    assert _complete(run_kg, "bash", f"kg show --data {pack} 螺栓") == ["plain,螺栓科技"]


def test_an_option_completes_only_what_it_takes(run_kg: Run, pack: Path) -> None:
    found = _complete(run_kg, "fish", f"kg who --data {pack} --segment 整")
    assert [line.partition("\t")[0] for line in found] == ["plain,整车"]
    assert not _complete(run_kg, "bash", f"kg who --data {pack} --segment 螺栓")


def test_pinyin_completes_to_the_name(run_kg: Run, pack: Path) -> None:
    assert "plain,螺栓科技" in _complete(run_kg, "bash", f"kg partners --data {pack} luoshuan")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("kg rank --data {} --by b", ["betweenness"]),
        ("kg partners --data {} --role 供", ["供应商"]),
        ("kg partners --data {} --role sup", ["supplier"]),
        ("kg who --data {} --role 链", ["链主", "链长"]),
        ("kg who --data {} --type 企", ["企业"]),
    ],
    ids=["measure", "partner-role", "notation", "chain-role", "class"],
)
def test_words_of_a_list_complete_where_no_name_is_meant(
    run_kg: Run, pack: Path, line: str, found: list[str]
) -> None:
    assert _complete(run_kg, "bash", line.format(pack)) == [f"plain,{word}" for word in found]


def test_the_measure_is_completed_without_a_built_pack(
    run_kg: Run, mini: Path, tmp_path: Path
) -> None:
    none = {"KG_CACHE": str(tmp_path / "none")}
    lines = {"kg rank --by b": "plain,betweenness", f"kg who --data {mini} --role 链": ""}
    for line, said in lines.items():
        word = line.split(" ")[-1]
        done = run_kg(_KG_COMPLETE="bash_complete", COMP_WORDS=line, COMP_CWORD=word, **none)
        assert (done.stdout.strip(), done.stderr) == (said, "")


def test_completing_builds_nothing(run_kg: Run, mini: Path, tmp_path: Path) -> None:
    done = run_kg(
        _KG_COMPLETE="bash_complete", COMP_WORDS=f"kg show --data {mini} 螺",
        COMP_CWORD="螺", KG_CACHE=str(tmp_path / "none"),
    )  # fmt: skip
    assert (done.returncode, done.stdout.strip()) == (0, "")
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_verb_prints_the_script_of_a_shell(run_kg: Run, shell: str) -> None:
    done = run_kg("completion", shell)
    assert done.returncode == 0
    assert f"_KG_COMPLETE={shell}_complete" in done.stdout


def test_another_shell_is_refused(run_kg: Run) -> None:
    assert run_kg("completion", "dos").returncode == 2


# what is typed before the tab key, and the words that kg gets after the enter key
TYPED = [
    ("kg show 螺栓", ["show", "螺栓科技"]),
    ("kg show Joint", ["show", "Joint & Sons (East) Co., Ltd."]),
    ("kg show 合营", ["show", "合营（东）公司"]),
    ("kg part", ["partners"]),
    ("kg who --segment 整", ["who", "--segment", "整车"]),
]


def _needs(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here")


def _typed(argv: list[str], path: str, setup: list[str], keys: str) -> str:
    """What an interactive shell prints after these keys, up to the shim's END."""
    terminal, theirs = pty.openpty()
    child = subprocess.Popen(
        argv, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True,
        env={**os.environ, "PATH": path, "PS1": "$ ", "TERM": "dumb", "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    os.close(theirs)
    try:
        for line in setup:
            os.write(terminal, f"{line}\n".encode())
        # What this prints shows that the setup is done; it is not on the line as typed.
        os.write(terminal, b"echo rea''dy\n")
        seen = _until(terminal, "ready")
        os.write(terminal, keys.encode())
        return _until(terminal, "END", seen)
    finally:
        os.close(terminal)
        child.kill()
        child.wait()


def _until(terminal: int, mark: str, before: str = "") -> str:
    seen = b""
    while mark not in seen.decode("utf-8", "replace"):
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, f"nothing more came after: {before}{seen!r}"
        seen += os.read(terminal, 65536)
    return seen.decode("utf-8", "replace")


@pytest.mark.parametrize(("line", "words"), TYPED)
@pytest.mark.parametrize("shell", ["bash", "zsh"])
def test_the_tab_key_finishes_a_name_as_one_word(
    run_kg: Run,
    pack: Path,
    shell_path: str,
    tmp_path: Path,
    shell: str,
    line: str,
    words: list[str],
) -> None:
    _needs(shell)
    script = tmp_path / "completion"
    script.write_text(run_kg("completion", shell).stdout, "utf-8")
    verb, _, rest = line.removeprefix("kg ").partition(" ")
    # --data in front of what is being completed, where there is a verb already
    typed = f"kg {verb} --data {pack} {rest}" if rest else line
    expected = [words[0], "--data", str(pack), *words[1:]] if rest else words
    argv = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}[shell]
    setup = ["autoload -Uz compinit && compinit -u -D"] if shell == "zsh" else []
    said = _typed(argv, shell_path, [*setup, f"source {script}"], f"{typed}\t\n")
    assert "GOT" + "".join(f"<{word}>" for word in expected) + "END" in said.replace("\r\n", "\n")


@pytest.mark.parametrize(("line", "words"), TYPED)
def test_fish_finishes_a_name_as_one_word(
    run_kg: Run, pack: Path, shell_path: str, tmp_path: Path, line: str, words: list[str]
) -> None:
    _needs("fish")
    script = tmp_path / "completion.fish"
    script.write_text(run_kg("completion", "fish").stdout, "utf-8")
    verb, _, rest = line.removeprefix("kg ").partition(" ")
    typed = f"kg {verb} --data {pack} {rest}" if rest else line
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"source {script}; complete -C '{typed}'"],
        env={**os.environ, "PATH": shell_path, "LC_ALL": "C.UTF-8", "HOME": str(tmp_path)},
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert words[-1] in [offered.partition("\t")[0] for offered in done.stdout.splitlines()]


def test_bash_completes_an_id_with_a_colon(
    run_kg: Run, pack: Path, shell_path: str, tmp_path: Path
) -> None:
    _needs("bash")
    script = tmp_path / "completion"
    script.write_text(run_kg("completion", "bash").stdout, "utf-8")
    # Bash takes the colon for the end of a word; the name after it must not repeat what is there.
    found = run_kg(
        _KG_COMPLETE="bash_complete", COMP_CWORD="//w3id.org/chainkg/id/mini/bol",
        COMP_WORDS=f"kg show --data {pack} https://w3id.org/chainkg/id/mini/bol",
    )  # fmt: skip
    assert found.stdout.splitlines() == ["plain,//w3id.org/chainkg/id/mini/bolt"]
