"""A query reads the store's facts and nothing else: no file, no network, no change."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QuerySyntaxError

Ask = Callable[..., bytes]

RESULT = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'


class _Requests(BaseHTTPRequestHandler):
    seen: list[str]

    def do_POST(self) -> None:
        self.seen.append(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(RESULT)))
        self.end_headers()
        self.wfile.write(RESULT)

    def log_message(self, *args: object) -> None:  # quiet
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[str]]]:
    """An endpoint on this machine, and the requests that reach it."""
    seen: list[str] = []
    handler = type("Handler", (_Requests,), {"seen": seen})
    with HTTPServer(("127.0.0.1", 0), handler) as listening:
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}/sparql", seen
        listening.shutdown()
        thread.join()


def test_the_engine_by_itself_would_make_the_request(server: tuple[str, list[str]]) -> None:
    """Why SERVICE must be refused before it runs; if this fails, the engine has changed."""
    url, seen = server
    assert list(ox.Store().query(f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}")) == []
    assert seen == ["/sparql"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service<URL>{ ?s ?p ?o } }",
        "SELECT * { SeRvIcE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE # <x>\n <URL> { ?s ?p ?o } }",
        "SELECT * { VALUES ?g { <URL> } SERVICE ?g { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE <URL> { ?s ?p ?o } } }",
        "SELECT * { { SELECT * { OPTIONAL { SERVICE <URL> { ?s ?p ?o } } } } }",
        "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "DESCRIBE ?s WHERE { SERVICE <URL> { ?s ?p ?o } }",
        # What a search for the word would have to see through:
        "PREFIX service: <URL#> SELECT * { service:a{ ?s ?p ?o } }",
        'SELECT * { FILTER(1 < 2) SERVICE <URL> { ?s ?p ?o } FILTER("#" > \'"\') }',
        "SELECT * { BIND('''a'' \\''' AS ?x) SERVICE <URL> { ?s ?p ?o } BIND(''' ''' AS ?y) }",
        "SELECT * { <x:#> <x:p> ?service . SERVICE <URL> { ?s ?p ?o } }",
        'SELECT * { BIND("service" AS ?x) SERVICE <URL> { ?s ?p ?o } # service\n }',
    ],
)
def test_no_query_asks_another_server(ask: Ask, server: tuple[str, list[str]], query: str) -> None:
    url, seen = server
    with pytest.raises(QuerySyntaxError):
        ask(query.replace("URL", url))
    assert seen == []


def test_service_is_refused_in_words(ask: Ask) -> None:
    with pytest.raises(QuerySyntaxError, match="makes no network request"):
        ask("SELECT * { SERVICE SILENT <http://example.org/> { ?s ?p ?o } }")


@pytest.mark.parametrize("escape", ["\\u0053", "\\U00000053", "\u017f"])
def test_service_spelt_with_an_escape_or_a_long_s_is_no_keyword(ask: Ask, escape: str) -> None:
    with pytest.raises(QuerySyntaxError):
        ask(f"SELECT * {{ {escape}ERVICE <http://example.org/> {{ ?s ?p ?o }} }}")


@pytest.mark.parametrize(
    "query",
    [
        "ASK { BIND('SERVICE <x:y> {}' AS ?x) }",
        "ASK { <x:a> <x:knows> ?service, ?Service }",
        "PREFIX Service: <x:> ASK { Service:a Service:knows ?o }",
        "ASK { OPTIONAL { ?s <http://example.org/service#Service> ?o } } # no SERVICE <x:y> here",
    ],
)
def test_the_word_service_elsewhere_is_fine(ask: Ask, query: str) -> None:
    assert ask(query, "csv") == b"true"


def test_a_mistake_in_a_query_that_only_mentions_service_is_told_as_a_mistake(ask: Ask) -> None:
    with pytest.raises(QuerySyntaxError, match="does not parse"):
        ask("SELECT * { ?service } # the SERVICE <x:y> of a firm")


@pytest.mark.parametrize(
    "clause",
    ["FROM <FILE> { ?s ?p ?o }", "FROM NAMED <FILE> { GRAPH ?g { ?s ?p ?o } }",
     "{ GRAPH <FILE> { ?s ?p ?o } }"],
)  # fmt: skip
def test_from_reads_no_file_and_no_address(
    ask: Ask, server: tuple[str, list[str]], tmp_path: Path, clause: str
) -> None:
    url, seen = server
    facts = tmp_path / "facts.nt"
    facts.write_text("<x:secret> <x:p> <x:o> .\n", "utf-8")
    for address in (facts.as_uri(), "file:///etc/passwd", url):
        assert ask(f"SELECT ?s {clause.replace('FILE', address)}", "tsv") == b"?s\n"
    assert seen == []


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA { <x:new> <x:p> <x:o> }",
        "PREFIX a: <b:>\nBASE <c:>\n# all of it\nDELETE WHERE { ?s ?p ?o }",
        "DROP ALL",
        "clear default",
        "LOAD <file:///etc/passwd>",
        "CREATE GRAPH <x:g>",
        "WITH <x:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    ],
)
def test_an_update_is_refused_by_name_and_changes_nothing(
    ask: Ask, store: Path, update: str
) -> None:
    facts, files = ask("DESCRIBE ?s { ?s ?p ?o }", "nt"), sorted(store.iterdir())
    with pytest.raises(QuerySyntaxError, match="is an update; only queries are answered"):
        ask(update)
    assert ask("DESCRIBE ?s { ?s ?p ?o }", "nt") == facts
    assert sorted(store.iterdir()) == files


def test_an_update_behind_a_query_is_refused(ask: Ask) -> None:
    with pytest.raises(QuerySyntaxError):
        ask("SELECT * { ?s ?p ?o } ; DROP ALL")
    assert ask("ASK { ?s ?p ?o }", "csv") == b"true"


@pytest.mark.parametrize("query", ["", "SELEC", "SELECT * { ?s ?p }", "ASK { x:y a x:z }", "\0"])
def test_a_mistake_is_told_with_its_place(ask: Ask, query: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"does not parse .*1:\d+"):
        ask(query)


def test_a_long_list_of_what_would_have_fitted_is_cut(ask: Ask) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        ask("SELECT * { x:a ?p ?o }")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400
