from pathlib import Path

import pyoxigraph
import pytest

from kg.errors import NoGraphError
from kg.graph.nquads import read_nquads, read_union
from kg.graph.store import build_store, open_store
from tests.graph.given import nquads


@pytest.fixture
def store(tmp_path: Path) -> pyoxigraph.Store:
    build_store(nquads(tmp_path), tmp_path / "store")
    return open_store(tmp_path / "store")


def triple(quad: pyoxigraph.Quad) -> tuple[str, str, str]:
    return str(quad.subject), str(quad.predicate), str(quad.object)


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
    (row,) = store.query("SELECT (COUNT(*) AS ?n) { ?paper a <https://w3id.org/paper-kg/ontology#Paper> }")
    assert row["n"].value == "3"
    in_graphs = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?paper a <https://w3id.org/paper-kg/ontology#Paper> } }"
    (row,) = store.query(in_graphs)
    assert row["n"].value == "4"


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
