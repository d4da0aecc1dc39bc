"""Queries that reach out, change, or go beyond SPARQL 1.1 are refused, and nothing is ever asked over the network."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx
import pytest
from rdflib.plugins.sparql.parser import parseQuery

from kg.errors import KgError
from kg.query.catalogue import catalogue
from kg.query.data_set import data_set_of
from kg.query.diagnose import check_grammar
from kg.query.lexer import check
from kg.vocab import prefixes
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def canary() -> Iterator[tuple[str, list[str]]]:
    """Return the address of a server that nobody should ask, and what was asked all the same."""
    heard: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_HEAD = do_GET  # noqa: N815  (the names that http.server looks for)

        def log_message(self, *_: object) -> None:
            pass

    listener = HTTPServer(("127.0.0.1", 0), Canary)
    thread = threading.Thread(target=listener.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.server_port}", heard
    listener.shutdown()
    thread.join()


REACHING = [
    "SELECT * { SERVICE <@/s> { ?s ?p ?o } }",
    "SELECT * { SERVICE SILENT <@/silent> { ?s ?p ?o } }",
    "SELECT * { BIND(<@/bound> AS ?e) SERVICE ?e { ?s ?p ?o } }",
    "SELECT * { { SELECT * { OPTIONAL { sErViCe <@/nested> { ?s ?p ?o } } } } }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { SERVICE <@/exists> { ?s ?p ?o } } }",
    "SELECT * { # comment\r SERVICE <@/comment> { ?s ?p ?o } }",
    "SELECT * { \\u0053ERVICE <@/escaped> { ?s ?p ?o } }",
    "PREFIX x: <@/> SELECT * { SERVICE x:prefixed { ?s ?p ?o } }",
    "LOAD <@/load>",
    "LOAD SILENT <@/load> INTO GRAPH <urn:g>",
    "ASK {} ; LOAD <@/second>",
    "SELECT * FROM <@/from> { ?s ?p ?o }",
    "SELECT * FROM NAMED <@/named> { GRAPH ?g { ?s ?p ?o } }",
    "BASE <@/> SELECT * FROM <relative> { ?s ?p ?o }",
    "PREFIX x: <@/> SELECT * FROM x:prefixed { ?s ?p ?o }",
    "SELECT * FROM <\\u0066ile:///etc/passwd> { ?s ?p ?o }",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "CONSTRUCT FROM <@/construct> WHERE { ?s ?p ?o }",
    "DESCRIBE <urn:x> FROM <@/describe>",
]
CHANGING = [
    "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "DELETE WHERE { ?s ?p ?o }",
    "CLEAR ALL",
    "DROP SILENT DEFAULT",
    "WITH <urn:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "ADD DEFAULT TO <urn:g>",
    "PREFIX a: <urn:a> CREATE GRAPH a:b",
]


@pytest.mark.parametrize("query", REACHING + CHANGING)
def test_it_is_refused_in_every_way_of_asking(http: httpx.Client, canary: tuple[str, list[str]], query: str) -> None:
    address, heard = canary
    asked = query.replace("@", address)
    for answer in (
        http.get("/sparql", params={"query": asked}),
        http.post("/sparql", data={"query": asked}),
        http.post("/sparql", content=asked, headers={"Content-Type": "application/sparql-query"}),
    ):
        assert answer.status_code == 400, answer.text
    assert heard == []


def test_a_data_set_of_the_protocol_may_name_only_data_set_of_the_store(
    http: httpx.Client, canary: tuple[str, list[str]]
) -> None:
    address, heard = canary
    for name in ("default-graph-uri", "named-graph-uri"):
        for graph in (f"{address}/g", "file:///etc/passwd", "", "not an iri <>"):
            answer = http.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }", name: graph})
            assert (answer.status_code, "there is no graph" in answer.text) == (400, True)
    assert heard == []


def test_data_set_of_the_store_may_be_named(http: httpx.Client) -> None:
    for clause in (
        "FROM graph:2024-10-30",
        "FROM NAMED <graph/meta>",
        "FROM <https://w3id.org/paper-kg/id/graph/entities>",
    ):
        assert http.get("/sparql", params={"query": f"SELECT * {clause} {{ ?s ?p ?o }}"}).status_code == 200


def test_names_of_graphs_are_read_as_sparql_reads_them() -> None:
    query = r"""BASE <http://a.org/x/> PREFIX p: <q#> PREFIX : <urn:> # FROM <urn:no>
    SELECT ("FROM <urn:no>" AS ?from) FROM <b> FROM NAMED p:c FROM NAMED :d\/e FROM <\u0061> { ?from a ?x }"""
    default, named = ("http://a.org/x/b", "http://a.org/x/a"), ("http://a.org/x/q#c", "urn:d/e")
    assert data_set_of(query, base="urn:base:", known={}) == (default, named)


def _refused_by_us(query: str) -> bool:
    try:
        check(query)
        check_grammar(query)
    except KgError:
        return True
    return False


def _refused_by_rdflib(query: str) -> bool:
    known = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes().items())
    try:
        parseQuery(known + query)
    except Exception:
        return True
    return False


OURS = [question.query for question in catalogue().values()] + [
    path.read_text(encoding="utf-8").replace("$", "?")
    for folder in ("kg/view/queries", "kg/serve/queries")
    for path in sorted((ROOT / folder).glob("*.rq"))
    if "{ $" not in path.read_text(encoding="utf-8")
]
STANDARD = [
    "SELECT (COUNT(DISTINCT *) AS ?n) { ?s ?p ?o } GROUP BY (STR(?s) AS ?k) HAVING (COUNT(*) > 1) ORDER BY DESC(?n) ?k",
    "SELECT * { ?s (^<urn:a>/!(<urn:b>|^<urn:c>))+|<urn:d>? ?o . FILTER(?o NOT IN (1, 2.0, 3e0, true, 'x'@en)) }",
    'ASK WHERE { [] <urn:p> ( 1 [ <urn:q> _:b ] ) ; <urn:r> \'a\\n\'^^<urn:t> , """b""" . }',
    "SELECT ?x WHERE { VALUES (?x ?y) { (1 UNDEF) (<urn:a> 'b') } MINUS { ?x ?y ?z } } LIMIT 1 OFFSET 2",
    "CONSTRUCT WHERE { ?s ?p ?o }",
    "SELECT (GROUP_CONCAT(DISTINCT ?o ; SEPARATOR=', ') AS ?all) (IF(BOUND(?x), -1, +2 * -?y) AS ?z) { ?s ?p ?o } ",
    "DESCRIBE * { GRAPH ?g { ?s a ?t } } ORDER BY ASC(?s) VALUES ?t { <urn:a> }",
    "SELECT REDUCED ?s { ?s ?p ?o FILTER NOT EXISTS { ?s ?q 1 } FILTER(REGEX(?o, 'a', 'i') && !(?o = 2) || ?o<3) }",
]


@pytest.mark.parametrize("query", OURS + STANDARD)
def test_both_parsers_take_what_is_sparql(query: str) -> None:
    assert not _refused_by_us(query)
    assert not _refused_by_rdflib(query)


@pytest.mark.parametrize(
    "query", [*CHANGING, *REACHING[8:11], "SELECT * { << ?s ?p ?o >> ?q ?r }", "SELECT", "ASK { ?s }"]
)
def test_what_rdflib_refuses_we_refuse(query: str) -> None:
    assert _refused_by_rdflib(query)
    assert _refused_by_us(query)


def test_files_of_the_machine_stay_out_of_reach(http: httpx.Client, tmp_path: Path) -> None:
    secret = tmp_path / "secret.ttl"
    secret.write_text("<urn:a> <urn:b> 'open sesame' .", encoding="utf-8")
    for query in (
        f"SELECT * FROM <{secret.as_uri()}> {{ ?s ?p ?o }}",
        f"SELECT * {{ GRAPH <{secret.as_uri()}> {{ ?s ?p ?o }} }}",
    ):
        assert "sesame" not in http.get("/sparql", params={"query": query}).text
