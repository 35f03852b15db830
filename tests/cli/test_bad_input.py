"""Bad tables as a person with a spreadsheet makes them: each is named, none harms the store."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]
Change = Callable[[Path], None]


def _replace(file: str, old: str, new: str) -> Change:
    def change(pack: Path) -> None:
        path = pack / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    return change


def _mixed_encoding(pack: Path) -> None:
    path = pack / "organizations.csv"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    path.write_bytes("".join(lines[:2]).encode("utf-8") + "".join(lines[2:]).encode("gbk"))


def _observation(unit: str) -> Change:
    def change(pack: Path) -> None:
        path = pack / "observations.csv"
        header = path.read_text("utf-8")
        cells = dict(
            zip(
                ("id", "about", "indicator", "kind", "period_from", "period_to", "operator",
                 "value", "unit", "raw", "source", "spans"),
                ("obs-1", "acme", "vehicle-output", "actual", "2024", "2024", "equal",
                 "545000", unit, "54.5万辆", "doc", "0-10"),
                strict=True,
            )
        )  # fmt: skip
        names = header.strip().split(",")
        path.write_text(header + ",".join(cells.get(n, "") for n in names) + "\n", "utf-8")

    return change


# what is done to the pack: where it is named, and a word of the mend
CASES: dict[str, tuple[Change, str, str]] = {
    "missing column": (
        _replace("supply.csv", "customer,", "buyer,"), "mini/supply.csv:1:customer", "add"),
    "unknown id": (_replace("supply.csv", "acme", "acne"), "mini/supply.csv:2:customer", "acme"),
    "wrong unit": (_observation("CNY"), "mini/observations.csv:2:", "vehicle"),
    "bad date": (
        _replace("supply.csv", "2024", "9-Jan-24"), "mini/supply.csv:2:since", "2024-01-09"),
    "duplicated id": (_replace("supply.csv", "sup-2", "sup-1"), "mini/supply.csv:3:id", "sup-1"),
    "mixed encoding": (_mixed_encoding, "mini/organizations.csv:3:name_zh", "UTF-8"),
    "stray quote": (_replace("supply.csv", "bolt", '"bo"lt'), "mini/supply.csv:2", '"'),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_bad_table_is_named_with_its_mend_and_the_store_is_untouched(
    run_kg: Run, mini: Path, tmp_path: Path, case: str
) -> None:
    change, where, mend = CASES[case]
    store = tmp_path / "store"
    assert run_kg("build", "--data", str(mini), "-o", str(store)).returncode == 0
    before = {p: p.read_bytes() for p in store.rglob("*") if p.is_file() and "gen-" in str(p)}
    change(mini)
    done = run_kg("build", "--data", str(mini), "-o", str(store), lang="en")
    assert done.returncode == 1
    line, _, rest = done.stderr.partition(where)[2].partition("\n")
    assert where in done.stderr, done.stderr
    assert mend in line + rest.splitlines()[0]
    assert "Traceback" not in done.stderr
    after = {p: p.read_bytes() for p in store.rglob("*") if p.is_file() and "gen-" in str(p)}
    assert after == before


def test_a_pack_from_an_older_excel_is_read_with_a_notice(run_kg: Run, mini: Path) -> None:
    path = mini / "organizations.csv"
    path.write_bytes(path.read_text("utf-8").encode("gb18030"))
    done = run_kg("check", "--data", str(mini), "--format", "tsv", lang="en")
    assert done.returncode == 0
    assert "mini/organizations.csv:2:name_zh\tnotice" in done.stdout
    assert "螺栓科技" in run_kg("partners", "acme", "--data", str(mini)).stdout


def test_a_byte_order_mark_is_accepted_without_a_word(run_kg: Run, mini: Path) -> None:
    path = mini / "organizations.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    done = run_kg("check", "--data", str(mini), "--format", "tsv", lang="en")
    assert (done.returncode, done.stdout) == (0, "")
