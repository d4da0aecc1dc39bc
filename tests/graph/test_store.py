import sys
from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import NoGraphError
from kg.graph.nquads import read_nquads, read_union
from kg.graph.rdflib_view import as_rdflib
from kg.graph.store import build_store, keeps_union, needs_union, open_store, store_holds
from tests.graph.given import nquads

PAPERS = "SELECT (COUNT(*) AS ?n) { ?paper a <https://w3id.org/paper-kg/ontology#Paper> }"
PAPERS_IN_GRAPHS = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?paper a <https://w3id.org/paper-kg/ontology#Paper> } }"
ONE_GRAPH_EACH = [b"<urn:a> <urn:p> <urn:b> <urn:g> .\n", b'<urn:a> <urn:p> "c <" <urn:h> .\n']
TWO_GRAPHS = [*ONE_GRAPH_EACH, b'<urn:a> <urn:p> "c <" <urn:g> .\n']


@pytest.fixture
def store(tmp_path: Path) -> pyoxigraph.Store:
    """Return a store in which a paper is in two digests."""
    build_store(nquads(tmp_path), tmp_path / "store")
    return open_store(tmp_path / "store")


def plain(folder: Path, lines: list[bytes]) -> Path:
    """Make a file of some lines and its store, and return the file."""
    file = folder / "plain.nq"
    file.write_bytes(b"".join(sorted(lines)))
    assert build_store(file, folder / "plain") == len({line[: line.rindex(b" <")] for line in lines})
    return file


def triple(quad: pyoxigraph.Quad) -> tuple[str, str, str]:
    return str(quad.subject), str(quad.predicate), str(quad.object)


def count(store: pyoxigraph.Store, query: str) -> str:
    (row,) = store.query(query, use_default_graph_as_union=needs_union(store))
    return str(row["n"].value)


def test_the_default_graph_is_the_union_each_triple_once(store: pyoxigraph.Store, tmp_path: Path) -> None:
    default = store.quads_for_pattern(None, None, None, pyoxigraph.DefaultGraph())
    assert sorted(map(triple, default)) == sorted(
        triple(quad)
        for quad in pyoxigraph.parse(
            "".join(" ".join(terms) + " .\n" for terms in read_union(tmp_path / "graph.nq")).encode(),
            format=pyoxigraph.RdfFormat.N_TRIPLES,
        )
    )


def test_a_count_over_two_digests_counts_a_paper_once(store: pyoxigraph.Store) -> None:
    assert not needs_union(store)
    assert count(store, PAPERS) == "3"
    assert count(store, PAPERS_IN_GRAPHS) == "4"


def test_what_stands_in_one_graph_is_stored_once(tmp_path: Path) -> None:
    file = plain(tmp_path, ONE_GRAPH_EACH)
    store = open_store(tmp_path / "plain")
    assert len(store) == 2
    assert needs_union(store)
    assert not keeps_union(tmp_path / "plain")
    assert count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "2"
    assert store_holds(tmp_path / "plain", file)


def test_one_triple_in_two_graphs_is_enough_for_the_union_to_be_kept(tmp_path: Path) -> None:
    file = plain(tmp_path, TWO_GRAPHS)
    store = open_store(tmp_path / "plain")
    assert len(store) == 5
    assert keeps_union(tmp_path / "plain")
    assert count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "2"
    assert count(store, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == "3"
    assert store_holds(tmp_path / "plain", file)


def test_the_two_graphs_of_a_triple_may_come_in_two_loads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[build_store.__module__], "_LINES_AT_A_TIME", 1)
    file = plain(tmp_path, TWO_GRAPHS)
    assert len(open_store(tmp_path / "plain")) == 5
    assert store_holds(tmp_path / "plain", file)


@pytest.mark.parametrize("lines", [ONE_GRAPH_EACH, TWO_GRAPHS])
def test_what_is_lost_is_noticed(tmp_path: Path, lines: list[bytes]) -> None:
    file = plain(tmp_path, lines)
    for quad in open_store(tmp_path / "plain"):
        store = pyoxigraph.Store(str(tmp_path / "plain"))
        store.remove(quad)
        store.flush()
        del store
        assert not store_holds(tmp_path / "plain", file)
        store = pyoxigraph.Store(str(tmp_path / "plain"))
        store.add(quad)
        store.flush()
        del store
    assert store_holds(tmp_path / "plain", file)


def test_a_union_that_is_not_kept_but_has_to_be_is_noticed(tmp_path: Path) -> None:
    file = plain(tmp_path, TWO_GRAPHS)
    store = pyoxigraph.Store(str(tmp_path / "plain"))
    store.clear_graph(pyoxigraph.DefaultGraph())
    store.flush()
    del store
    assert not store_holds(tmp_path / "plain", file)


def test_a_union_of_an_older_release_is_a_store_as_well(tmp_path: Path) -> None:
    file = plain(tmp_path, ONE_GRAPH_EACH)
    store = pyoxigraph.Store(str(tmp_path / "plain"))
    store.extend([pyoxigraph.Quad(*quad.triple) for quad in store])
    store.flush()
    assert count(store, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }") == "2"
    del store
    assert store_holds(tmp_path / "plain", file)


@pytest.mark.parametrize("lines", [ONE_GRAPH_EACH, TWO_GRAPHS])
def test_for_rdflib_the_default_graph_is_the_union_too(tmp_path: Path, lines: list[bytes]) -> None:
    plain(tmp_path, lines)
    dataset = as_rdflib(tmp_path / "plain")
    found = dataset.query("SELECT ?o { ?s ?p ?o } ORDER BY STR(?o)")
    assert [str(row["o"]) for row in found] == ["c <", "urn:b"]
    assert len(list(dataset.triples((None, None, None)))) == 2
    assert len(dataset.get_context("urn:h")) == 1


def test_the_named_graphs_hold_what_the_file_holds(store: pyoxigraph.Store, tmp_path: Path) -> None:
    graphs = {str(graph) for graph in store.named_graphs()}
    statements = list(read_nquads(tmp_path / "graph.nq"))
    assert graphs == {statement.graph for statement in statements}
    assert len(store) == len(statements) + len(list(read_union(tmp_path / "graph.nq")))


def test_a_store_is_open_for_reading_only(store: pyoxigraph.Store) -> None:
    with pytest.raises(RuntimeError, match="read-write"):
        store.update("DELETE WHERE { ?s ?p ?o }")


def test_where_there_is_no_store_the_error_says_so(tmp_path: Path) -> None:
    with pytest.raises(NoGraphError, match="no graph here"):
        open_store(tmp_path)


def test_a_store_is_built_in_a_new_folder_only(tmp_path: Path) -> None:
    with pytest.raises(FileExistsError):
        build_store(nquads(tmp_path), tmp_path)
