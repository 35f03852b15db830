"""The command line on the mini pack: formats, exit codes, languages, whole files."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def on_mini(run_kg: Run, mini: Path) -> Run:
    """Run a command on the mini pack."""

    def run(*args: str, **options: str) -> subprocess.CompletedProcess[str]:
        return run_kg(*args, "--data", str(mini), **options)

    return run


def test_partners_in_a_pipe_are_tsv_with_sources(on_mini: Run) -> None:
    done = on_mini("partners", "顶峰")
    rows = list(csv.DictReader(io.StringIO(done.stdout), delimiter="\t"))
    assert done.returncode == 0
    assert {"角色": "供应商", "往来方": "螺栓科技", "来源": "doc:0-10"}.items() <= next(
        r for r in rows if r["往来方"] == "螺栓科技"
    ).items()


def test_coverage_goes_to_stderr_where_a_program_reads_stdout(on_mini: Run) -> None:
    done = on_mini("partners", "acme", "--lang", "en")
    assert "over 40" in done.stderr
    assert "Coverage" not in done.stdout


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_help_speaks_both_languages(run_kg: Run, lang: str) -> None:
    said = run_kg("partners", "--help", lang=lang).stdout
    assert ("往来" in said) == (lang == "zh")
    assert "kg partners" in said


def test_json_has_the_documented_fields(on_mini: Run) -> None:
    answer = json.loads(on_mini("partners", "acme", "--format", "json").stdout)
    assert {"firm", "partners", "peers", "coverage", "hidden"} <= set(answer)
    assert answer["partners"][0]["evidence"]["source"] == "doc"


def test_json_lines_are_one_object_a_row(on_mini: Run) -> None:
    lines = on_mini("partners", "acme", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["relation"] for line in lines] == [
        "suppliesTo", "suppliesTo", "owns", "cooperatesWith",
    ]  # fmt: skip


def test_markdown_is_a_table_with_its_notes(on_mini: Run) -> None:
    said = on_mini("partners", "acme", "--format", "md", "--lang", "en").stdout
    assert said.startswith("**Acme**\n\n| role | partner |")
    assert "Coverage" in said


def test_a_table_never_cuts_a_name(on_mini: Run) -> None:
    said = on_mini("show", "acme", "--format", "table", COLUMNS="40").stdout
    assert "顶峰汽车有限公司" in said
    assert "…" not in said


def test_limit_says_how_many_rows_there_are(on_mini: Run) -> None:
    done = on_mini("partners", "acme", "--limit", "1", "--lang", "en")
    assert len(done.stdout.splitlines()) == 2
    assert "first 1 of 4" in done.stderr


def test_output_to_a_file_is_utf8_whatever_the_console(on_mini: Run, tmp_path: Path) -> None:
    path = tmp_path / "out.tsv"
    on_mini("partners", "acme", "-o", str(path), PYTHONIOENCODING="gbk")
    assert "螺栓科技" in path.read_text("utf-8")


def test_an_unknown_name_exits_3_with_near_misses(on_mini: Run) -> None:
    done = on_mini("partners", "螺拴科技", "--lang", "en")
    assert (done.returncode, done.stdout) == (3, "")
    assert "bolt\tBolt" in done.stderr


def test_an_ambiguous_name_exits_4_with_candidates(on_mini: Run) -> None:
    done = on_mini("partners", "老字号")
    assert (done.returncode, done.stdout) == (4, "")
    assert "core\t" in done.stderr
    assert "peer\t" in done.stderr


def test_a_firm_of_which_nothing_is_known_exits_3(on_mini: Run) -> None:
    done = on_mini("partners", "peer")
    assert (done.returncode, done.stdout) == (3, "")


@pytest.mark.parametrize(
    "args",
    [["partner", "x"], ["partners"], ["rank", "--by", "fame"], ["show", "x", "--as-of", "May"]],
)
def test_wrong_usage_exits_2(run_kg: Run, args: list[str]) -> None:
    assert run_kg(*args).returncode == 2


def test_check_lists_file_row_column_and_remedy(on_mini: Run, mini: Path) -> None:
    path = mini / "supply.csv"
    path.write_text(path.read_text("utf-8").replace("acme", "acm"), "utf-8")
    done = on_mini("check", "--format", "json")
    first = json.loads(done.stdout)[0]
    assert done.returncode == 1
    assert (first["file"], first["row"], first["column"]) == ("mini/supply.csv", 2, "customer")
    assert "acme" in first["remedy_en"]


def test_check_of_a_good_pack_exits_0(on_mini: Run) -> None:
    assert on_mini("check").returncode == 0


def test_new_writes_a_pack_that_builds_and_checks(run_kg: Run) -> None:
    assert run_kg("new", "luoyang", "--as-of", "2025-06-30").returncode == 0
    assert run_kg("check", "--data", "luoyang").returncode == 0
    assert run_kg("build", "--data", "luoyang").returncode == 0


def test_build_into_a_folder_says_where(on_mini: Run, tmp_path: Path) -> None:
    done = on_mini("build", "-o", str(tmp_path / "store"))
    assert done.returncode == 0
    assert (tmp_path / "store" / "CURRENT").exists()
    assert "gen-1" in done.stdout


def test_find_lists_every_thing_of_that_name(on_mini: Run) -> None:
    said = on_mini("find", "老字号").stdout
    assert "core" in said
    assert "peer" in said


def test_chain_without_a_name_lists_chains(on_mini: Run) -> None:
    assert "汽车产业链" in on_mini("chain").stdout


def test_chain_orders_segments_and_tells_unknown_from_needed(on_mini: Run) -> None:
    rows = csv.DictReader(io.StringIO(on_mini("chain", "汽车").stdout), delimiter="\t")
    states = {r["环节"]: r["状态"] for r in rows}
    assert states["芯片"] != states["零部件"]
    assert list(states)[-1] == "整车"


def test_rank_puts_the_best_connected_firm_first(on_mini: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(on_mini("rank", "--lang", "en").stdout), delimiter="\t"))
    assert rows[0]["name"] == "Acme"


def test_clusters_say_that_they_are_computed(on_mini: Run) -> None:
    assert "computed" in on_mini("clusters", "--lang", "en").stderr


def test_export_and_map_write_where_they_are_told(on_mini: Run, tmp_path: Path) -> None:
    assert on_mini("export", "ttl", "-o", str(tmp_path / "a.ttl")).returncode == 0
    assert on_mini("map", "-o", str(tmp_path / "a.html")).returncode == 0
    assert (tmp_path / "a.ttl").stat().st_size > 1000
    assert "顶峰汽车有限公司" in (tmp_path / "a.html").read_text("utf-8")


def test_cite_prints_source_and_span_to_paste(run_kg: Run, tmp_path: Path) -> None:
    document = tmp_path / "doc.txt"
    document.write_bytes("某市的动力\n电池工厂".encode())
    done = run_kg("cite", str(document), "动力电池")
    assert "3-8" in done.stdout


def test_sparql_select_in_a_pipe_is_tsv(on_mini: Run) -> None:
    said = on_mini("sparql", "SELECT ?l { m:acme rdfs:label ?l FILTER(LANG(?l)='en') }").stdout
    assert said == '?l\n"Acme"@en\n'


@pytest.mark.parametrize("way", ["-", "file"])
def test_sparql_reads_a_query_from_stdin_or_a_file(on_mini: Run, tmp_path: Path, way: str) -> None:
    query = "ASK { m:bolt kg:suppliesTo m:acme }"
    (tmp_path / "q.rq").write_text(query, "utf-8")
    args = ["-"] if way == "-" else ["-f", str(tmp_path / "q.rq")]
    done = on_mini("sparql", *args, "--format", "json", stdin=query)
    assert json.loads(done.stdout)["boolean"] is True


_LABELS = """SELECT ?s ?l ?n {
  { ?s rdfs:label ?l } UNION { ?s kg:statedCount ?n } FILTER (STRSTARTS(STR(?s), STR(m:)))
} ORDER BY ?s ?l"""


@pytest.mark.parametrize("format_", ["csv", "tsv", "json", "xml"])
def test_sparql_limits_the_rows_of_every_format_and_says_so(
    on_mini: Run, tmp_path: Path, format_: str
) -> None:
    asked = ["sparql", _LABELS, "--format", format_]
    whole = on_mini(*asked).stdout
    for more in ([], ["-o", str(tmp_path / "out")]):
        done = on_mini(*asked, "--limit", "3", *more)
        text = (tmp_path / "out").read_text("utf-8") if more else done.stdout
        assert "前 3 行" in done.stderr
        if format_ in ("csv", "tsv"):
            assert text.splitlines() == whole.splitlines()[:4]
        elif format_ == "json":
            first = json.loads(whole)["results"]["bindings"][:3]
            assert json.loads(text)["results"]["bindings"] == first
        else:
            assert text.count("<result>") == 3 < whole.count("<result>")


def test_sparql_says_nothing_of_a_limit_that_leaves_nothing_out(on_mini: Run) -> None:
    asked = ["sparql", "SELECT ?x { VALUES ?x { 01 'a'@en <x:y> } }", "--format", "json"]
    done = on_mini(*asked, "--limit", "3")
    assert done.stderr == ""
    assert json.loads(done.stdout) == json.loads(on_mini(*asked).stdout)


def test_sparql_construct_is_turtle(on_mini: Run) -> None:
    said = on_mini("sparql", "CONSTRUCT WHERE { ?a kg:suppliesTo ?b }").stdout
    assert "kg:suppliesTo" in said


def test_sparql_with_an_error_exits_1_and_writes_no_file(on_mini: Run, tmp_path: Path) -> None:
    done = on_mini("sparql", "SELECT ?x { ?x", "-o", str(tmp_path / "out.tsv"))
    assert done.returncode == 1
    assert not (tmp_path / "out.tsv").exists()


def test_sparql_list_names_saved_queries(run_kg: Run) -> None:
    assert "chain-leaders" in run_kg("sparql", "--list").stdout


def test_sparql_as_of_a_day_sees_only_what_was_known(on_mini: Run) -> None:
    query = "SELECT ?s { ?s kg:suppliesTo m:bolt }"
    now = on_mini("sparql", query).stdout
    before = on_mini("sparql", query, "--as-of", "2025-06-01").stdout
    assert "mini/core" in now
    assert before == "?s\n"


def test_find_as_of_a_day_leaves_out_what_a_later_source_brings(on_mini: Run, mini: Path) -> None:
    path = mini / "organizations.csv"
    path.write_text(path.read_text("utf-8").replace("某大学,University", "晚大学,Late"), "utf-8")
    path.write_text(_from_late(path.read_text("utf-8"), "uni"), "utf-8")
    assert "uni" in on_mini("find", "晚大学").stdout
    assert "uni" not in on_mini("find", "晚大学", "--as-of", "2025-06-01").stdout


def _from_late(table: str, row: str) -> str:
    lines = table.splitlines(keepends=True)
    return "".join(
        line.replace(",doc,", ",late,") if line.startswith(f"{row},") else line for line in lines
    )


def test_the_ending_of_the_output_file_chooses_the_format(on_mini: Run, tmp_path: Path) -> None:
    on_mini("partners", "acme", "-o", str(tmp_path / "a.json"))
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["firm"]["id"] == "acme"


def test_csv_in_a_file_opens_in_a_spreadsheet(on_mini: Run, tmp_path: Path) -> None:
    on_mini("partners", "acme", "-o", str(tmp_path / "a.csv"))
    assert (tmp_path / "a.csv").read_bytes().startswith("\ufeff角色,".encode())


def test_an_ending_of_no_known_format_is_refused(on_mini: Run, tmp_path: Path) -> None:
    done = on_mini("partners", "acme", "-o", str(tmp_path / "a.xlsx"), "--lang", "en")
    assert done.returncode == 2
    assert "--format" in done.stderr


def test_what_a_day_hides_is_said(on_mini: Run) -> None:
    done = on_mini("partners", "core", "--as-of", "2020", "--lang", "en")
    assert done.returncode == 3
    assert "2020-12-31" in done.stderr
    assert "2 records" in done.stderr


def test_a_reader_that_goes_away_early_is_no_failure(on_mini: Run, mini: Path) -> None:
    command = [sys.executable, "-m", "kg", "show", "doc", "--data", str(mini)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait() == 0


def test_a_query_from_stdin_is_read_as_utf8(on_mini: Run) -> None:
    query = "ASK { ?firm rdfs:label '螺栓科技'@zh }"
    done = on_mini("sparql", "--format", "json", stdin=query, PYTHONIOENCODING="gbk")
    assert json.loads(done.stdout)["boolean"] is True


def test_a_dash_sends_an_export_to_stdout_and_writes_no_file(on_mini: Run, tmp_path: Path) -> None:
    done = on_mini("export", "nt", "-o", "-")
    assert "<https://w3id.org/chainkg/id/mini/bolt>" in done.stdout
    assert not list((tmp_path / "work").iterdir())
