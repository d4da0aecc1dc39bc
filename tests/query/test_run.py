from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import (
    GraphError,
    NoGraphError,
    QueryError,
    QueryRefusedError,
    QueryTimeoutError,
    QueryTooBigError,
    UnknownNameError,
)
from kg.query.run import GRAPH_FORMATS, TABLE_FORMATS, Asker, Limits
from kg.rdf import Iri
from kg.vocab import BASE

SCAN = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
BOMBS = {
    "product": f"SELECT (COUNT(*) AS ?n) {{ {SCAN} }}",
    "path": "SELECT (COUNT(*) AS ?n) { ?s (!<urn:x>)* ?o . ?o (!<urn:y>)* ?z }",
    "regex": f'SELECT (COUNT(*) AS ?n) {{ {SCAN} FILTER(REGEX(CONCAT(STR(?a), STR(?d)), "^(.*n.*){{20}}x$")) }}',
    "sort": "SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c",
    "group": "SELECT ?a (GROUP_CONCAT(?f) AS ?all) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } GROUP BY ?a",
    "distinct": "SELECT DISTINCT ?a ?d ?g { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?g",
    "construct": f"CONSTRUCT {{ ?a ?b ?i }} WHERE {{ {SCAN} }}",
    "subselect": f"SELECT * {{ {{ SELECT (SUM(STRLEN(STR(?c))) AS ?n) {{ {SCAN} }} }} }}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_query_that_runs_away_is_stopped_and_the_next_is_answered(wide_store: Path, name: str) -> None:
    with Asker(wide_store) as asker:
        before = time.monotonic()
        with pytest.raises(QueryTimeoutError) as caught:
            asker.answer(BOMBS[name], timeout=0.7)
        assert time.monotonic() - before < 20
        assert caught.value.seconds == 0.7
        assert asker.ask("ASK { ?s ?p ?o }").column("answer") == [True]


def test_strings_that_grow_hit_the_memory_limit(store: Path) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{i}, ?x{i}, ?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(18))
    with Asker(store, limits=Limits(memory=1 << 30)) as asker:
        with pytest.raises(QueryTooBigError, match="1,024 MiB of memory"):
            asker.ask(f"SELECT (STRLEN(?x18) AS ?n) {{ BIND('{'a' * 64}' AS ?x0) {doubled} }}", timeout=60)
        assert len(asker.ask("SELECT * { ?s a kg:Paper }")) == 4


def test_a_query_nested_too_deeply_ends_its_process_only(store: Path) -> None:
    with Asker(store) as asker:
        with pytest.raises(QueryError):
            asker.ask("SELECT * {" + "{" * 30_000 + "}" * 30_000 + "}", timeout=60)
        assert asker.ask("ASK {}").column("answer") == [True]


def test_limits_of_rows_and_bytes(store: Path) -> None:
    with Asker(store, limits=Limits(answer=5_000)) as asker:
        with pytest.raises(QueryTooBigError, match="5,000 bytes"):
            asker.ask("SELECT * { ?s ?p ?o }")
        with pytest.raises(QueryTooBigError, match="5,000 bytes"):
            asker.answer("CONSTRUCT WHERE { ?s ?p ?o }")
        with pytest.raises(QueryTooBigError, match="3 rows"):
            asker.ask("SELECT * { ?s a kg:Paper }", max_rows=3)
        assert len(asker.ask("SELECT * { ?s a kg:Paper }", max_rows=4)) == 4


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_rows_are_counted_in_every_format(asker: Asker, form: str) -> None:
    hard = r"""SELECT ?s ?x ?no { ?s a kg:Paper . BIND('a\n"}{:{</result>\\",{}\t"' AS ?x) }"""
    asker.answer(hard, format=form, max_rows=4)
    with pytest.raises(QueryTooBigError):
        asker.answer(hard, format=form, max_rows=3)
    asker.answer("SELECT ?no { ?s a kg:Paper }", format=form, max_rows=4)


@pytest.mark.parametrize("form", TABLE_FORMATS)
def test_tables_in_every_format_say_the_same(asker: Asker, form: str) -> None:
    answer = asker.answer("SELECT ?t { ?s a kg:Paper ; dcterms:title ?t } ORDER BY ?t", format=form)
    assert answer.media_type == TABLE_FORMATS[form]
    assert answer.kind == "table"
    if form != "csv":
        parsed = ox.parse_query_results(
            answer.body, format=ox.QueryResultsFormat.from_extension({"json": "srj", "xml": "srx"}.get(form, form))
        )
        titles = [solution["t"].value for solution in parsed]
    else:
        titles = answer.body.decode().split("\r\n")[1:-1]
        titles = [title.strip('"') for title in titles]
    assert titles == ["A survey of small adapters", "RingCache", "Rings, measured again", "StepTune"]


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_graphs_in_every_format_say_the_same(asker: Asker, form: str) -> None:
    query = "CONSTRUCT { ?s a kg:Paper ; dcterms:title ?t } WHERE { ?s a kg:Paper ; dcterms:title ?t }"
    answer = asker.answer(query, format=form)
    names = {"jsonld": "jsonld", "ntriples": "nt", "rdfxml": "rdf", "turtle": "ttl"}
    parsed = ox.parse(answer.body, format=ox.RdfFormat.from_extension(names[form]))
    assert len(set(parsed)) == 8
    assert answer == asker.answer(query, format=form)
    assert (answer.kind, answer.media_type) == ("graph", GRAPH_FORMATS[form])


def test_turtle_has_the_prefixes_it_uses_in_order(asker: Asker) -> None:
    lines = asker.answer("CONSTRUCT { ?s a kg:Paper ; dcterms:title ?t } WHERE { ?s a kg:Paper ; dcterms:title ?t }")
    heads = [line.split()[1] for line in lines.body.decode().splitlines() if line.startswith("@prefix")]
    assert heads == ["dcterms:", "kg:", "paper:", "rdf:"]


OWN = """BASE <https://example.org/a/>
PREFIX kg: <urn:mine#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX : <b#>
PREFIX rdf: <urn:other#>
PREFIX xmlish: <urn:x#>
CONSTRUCT { ?s kg:title ?t ; dct:title ?t ; :p ?t ; rdf:q ?t ; xmlish:r ?t } WHERE { ?s dct:title ?t }"""


def test_a_querys_own_prefixes_are_those_of_its_answer(asker: Asker) -> None:
    body = asker.answer(OWN).body.decode()
    heads = dict(line.removeprefix("@prefix ").split(" ", 1) for line in body.splitlines() if line.startswith("@"))
    assert heads == {
        ":": "<https://example.org/a/b#> .",
        "dct:": "<http://purl.org/dc/terms/> .",
        "kg:": "<urn:mine#> .",
        "paper:": f"<{BASE}paper/> .",
        "rdf:": "<urn:other#> .",
        "xmlish:": "<urn:x#> .",
    }
    assert "dct:title" in body
    assert set(ox.parse(body, format=ox.RdfFormat.TURTLE)) == set(
        ox.parse(asker.answer(OWN, format="ntriples").body, format=ox.RdfFormat.N_TRIPLES)
    )


def test_rdf_xml_takes_only_the_prefixes_that_it_can_write(asker: Asker) -> None:
    body = asker.answer(OWN, format="rdfxml").body.decode()
    root = body[body.index("<rdf:RDF") : body.index(">", body.index("<rdf:RDF"))]
    assert 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"' in root
    assert 'xmlns:dct="http://purl.org/dc/terms/"' in root
    assert "xmlish" not in root
    assert set(rdflib.Graph().parse(data=body, format="xml")) == set(
        rdflib.Graph().parse(data=asker.answer(OWN, format="ntriples").body, format="nt")
    )


def test_the_default_graph_is_the_union_as_a_set(asker: Asker) -> None:
    [row] = asker.ask("SELECT (COUNT(*) AS ?n) { paper:2410.00001 dcterms:title ?t }")
    assert row["n"] == 1
    [row] = asker.ask("SELECT (COUNT(*) AS ?n) { GRAPH ?g { paper:2410.00001 dcterms:title ?t } }")
    assert row["n"] == 2


def test_relative_iris_and_prefixes_follow_the_base(store: Path) -> None:
    with Asker(store, base="https://example.org/kg/") as asker:
        [row] = asker.ask("SELECT (<paper/1> AS ?a) (paper:1 AS ?b) {}")
    assert row == {"a": "https://example.org/kg/paper/1", "b": "https://example.org/kg/paper/1"}


@pytest.mark.parametrize("clause", ["FROM <file:///etc/passwd>", "FROM NAMED <file:///etc/passwd>"])
def test_from_names_graphs_of_the_store_only(asker: Asker, clause: str) -> None:
    pattern = "GRAPH ?g { ?s ?p ?o }" if "NAMED" in clause else "?s ?p ?o"
    assert len(asker.ask(f"SELECT * {clause} {{ {pattern} }}")) == 0


def test_from_one_day(asker: Asker) -> None:
    table = asker.ask("SELECT ?s FROM <graph/2024-10-30> { ?s a kg:Paper } ORDER BY ?s")
    assert [iri[-5:] for iri in table.column("s")] == ["00001", "00004"]


def test_a_data_set_of_the_protocol(asker: Asker) -> None:
    day = "https://w3id.org/paper-kg/id/graph/2024-10-30"
    query = "SELECT ?s { ?s a kg:Paper }"
    assert asker.answer(query, format="csv", default_graphs=[day]).body.count(b"\n") == 3
    assert asker.answer(query, format="csv", named_graphs=[day]).body.count(b"\n") == 1
    inside = asker.answer("SELECT ?s { GRAPH ?g { ?s a kg:Paper } }", format="csv", named_graphs=[day])
    assert inside.body.count(b"\n") == 3


def test_no_other_host_is_asked(asker: Asker) -> None:
    seen: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            seen.append(self.path)

        do_POST = do_GET  # noqa: N815

    server = HTTPServer(("127.0.0.1", 0), Canary)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/sparql"
    for query in (
        f"SELECT * {{ SERVICE <{url}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}",
        f"LOAD <{url}>",
    ):
        with pytest.raises(QueryRefusedError):
            asker.answer(query)
        with pytest.raises(QueryError):  # and were it not refused, the process has no way out
            asker._run(query.replace("SILENT ", ""), 30.0, {"format": None, "max_rows": None, "data_set": None})
    assert len(asker.ask(f"SELECT * FROM <{url}> {{ ?s ?p ?o }}")) == 0
    server.shutdown()
    assert seen == []


def test_forms_and_formats_that_do_not_go_together(asker: Asker) -> None:
    with pytest.raises(UnknownNameError, match="turtle"):
        asker.answer("CONSTRUCT WHERE { ?s ?p ?o }", format="csv")
    with pytest.raises(UnknownNameError, match="csv"):
        asker.answer("SELECT * { ?s ?p ?o }", format="turtle")
    with pytest.raises(QueryError, match="SELECT or ASK"):
        asker.ask("DESCRIBE paper:2410.00001")


def test_terms_come_back_whole(asker: Asker) -> None:
    table = asker.ask("SELECT ('é\\n' AS ?a) ('x'@en AS ?b) (1.5 AS ?c) (paper:1 AS ?d) (?no AS ?e) {}")
    a, b, c, d, e = table.rows[0]
    assert (a.value, b.language, c.value, d, e) == (
        "é\n",
        "en",
        "1.5",
        Iri("https://w3id.org/paper-kg/id/paper/1"),
        None,
    )


def test_a_surrogate_in_a_query_is_an_error_and_not_a_crash(asker: Asker) -> None:
    with pytest.raises(QueryError):
        asker.ask("SELECT ('\udcff' AS ?x) {}")
    assert asker.ask("ASK {}").column("answer") == [True]


def test_no_store_and_a_broken_store(tmp_path: Path) -> None:
    with pytest.raises(NoGraphError):
        Asker(tmp_path / "nothing")
    (tmp_path / "CURRENT").write_text("MANIFEST-000001\n")
    with Asker(tmp_path) as asker, pytest.raises(GraphError, match="can't open the store"):
        asker.ask("ASK {}")


def test_a_worker_that_dies_between_queries_is_replaced(store: Path) -> None:
    with Asker(store) as asker:
        asker.ask("ASK {}")
        asker._worker._process.kill()
        asker._worker._process.wait()
        assert asker.ask("ASK {}").column("answer") == [True]
        first = asker._worker._process.pid
        asker.ask("ASK {}")
        assert asker._worker._process.pid == first


def test_closing_ends_the_process_and_asking_again_starts_one(store: Path) -> None:
    asker = Asker(store)
    asker.ask("ASK {}")
    asker.close()
    assert asker._worker._process.poll() is not None
    assert asker.ask("ASK {}").column("answer") == [True]
    asker.close()


def test_threads_take_turns(asker: Asker) -> None:
    found: list[int] = []

    def ask(limit: int) -> None:
        found.append(len(asker.ask(f"SELECT * {{ ?s ?p ?o }} LIMIT {limit}")) - limit)

    threads = [threading.Thread(target=ask, args=(limit,)) for limit in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [0] * 8


def test_answers_larger_than_a_pipe_come_whole(wide_store: Path) -> None:
    with Asker(wide_store) as asker:
        answer = asker.answer("SELECT * { ?a ?b ?c }", format="tsv")
    assert len(answer.body) > 1 << 20
    assert answer.body.endswith(b"\n")


def test_a_script_without_a_main_guard_may_ask(store: Path, tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the folder of the script is not for the worker')")
    script = tmp_path / "script.py"
    script.write_text(
        textwrap.dedent(f"""
        import sys
        sys.path.pop(0)
        from pathlib import Path
        from kg.query.run import Asker
        asker = Asker(Path({str(store)!r}))
        print(len(asker.ask("SELECT * {{ ?s a kg:Paper }}")))
        """)
    )
    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, cwd=tmp_path, timeout=60)
    assert done.stdout.strip() == "4", done.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="needs /proc")
def test_a_worker_whose_parent_is_gone_ends_by_itself(wide_store: Path) -> None:
    code = textwrap.dedent(f"""
        import json, os, threading, time
        from pathlib import Path
        from kg.query.run import Asker
        asker = Asker(Path({str(wide_store)!r}))
        asker.ask("ASK {{}}")
        threading.Thread(target=lambda: asker.ask({BOMBS["product"]!r}, timeout=1), daemon=True).start()
        time.sleep(0.3)
        print(asker._worker._process.pid, flush=True)
        os._exit(1)
    """)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    worker = Path("/proc") / done.stdout.strip() / "stat"
    deadline = time.monotonic() + 30
    while worker.exists() and worker.read_text().rsplit(")", 1)[1].split()[0] not in "ZX":
        assert time.monotonic() < deadline, "the worker outlives its parent"
        time.sleep(0.1)


@pytest.fixture
def layered_store(store: Path, tmp_path: Path) -> Path:
    """Return a store in more tables than RocksDB opens at first, as builds by the difference leave it."""
    folder = tmp_path / "layered"
    ox.Store.read_only(str(store)).backup(str(folder))
    layered = ox.Store(str(folder))
    for number in range(3):
        node = ox.NamedNode(f"urn:x:{number}")
        layered.extend(ox.Quad(node, node, node, graph) for graph in (node, ox.DefaultGraph()))
        layered.flush()
    assert sum(1 for _ in folder.glob("*.sst")) > 16
    return folder


def test_a_store_in_many_tables_is_read_whole(store: Path, layered_store: Path) -> None:
    for query, more in (("SELECT * { ?s ?p ?o }", 3), ("SELECT * { GRAPH ?g { ?s ?p ?o } }", 3)):
        with Asker(store) as before, Asker(layered_store) as asker:
            assert len(asker.ask(query)) == len(before.ask(query)) + more
    with Asker(layered_store) as asker:
        for pattern in ("<urn:x:1> ?p ?o", "?s <urn:x:1> ?o", "?s ?p <urn:x:1>"):
            assert len(asker.ask(f"SELECT * {{ {pattern} }}")) == 1
            assert len(asker.ask(f"SELECT * {{ GRAPH <urn:x:1> {{ {pattern} }} }}")) == 1


@pytest.mark.parametrize("name", ["store", "layered_store"])
def test_the_worker_holds_no_way_out(name: str, request: pytest.FixtureRequest) -> None:
    """The request goes past the guard of the parent: the process itself must have no files and no sockets."""
    store = request.getfixturevalue(name)
    worker = Path(__file__).parents[2] / "kg" / "query" / "worker.py"
    asked = {"query": "SELECT * { SERVICE <http://127.0.0.1:8000/> { ?s ?p ?o } }", "format": None, "base": None}
    asked |= {"prefixes": {}, "shown": {}, "timeout": 20, "max_rows": None, "max_bytes": 1000, "data_set": None}
    data = json.dumps(asked).encode()
    done = subprocess.run(
        [sys.executable, "-P", str(worker), str(store), "0"],
        input=len(data).to_bytes(4, "big") + data,
        capture_output=True,
        timeout=60,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    assert done.stdout.startswith(b"\0\0\0\x11" + b'{"kind": "ready"}')
    assert b'"kind": "fault"' in done.stdout


def test_several_default_graphs_are_one_graph(asker: Asker) -> None:
    graphs = [f"{BASE}graph/2024-10-30", f"{BASE}graph/2024-10-31"]
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?paper a kg:Paper }}"
    assert asker.ask(count.format("")).column("n") == [4]
    assert asker.ask(count.format("".join(f"FROM <{graph}> " for graph in graphs))).column("n") == [4]
    by_protocol = asker.answer(count.format(""), format="csv", default_graphs=graphs).body
    assert by_protocol.split() == [b"n", b"4"]
