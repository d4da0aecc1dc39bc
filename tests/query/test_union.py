"""A store whose default graph is empty answers as one that keeps the union of its graphs there."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

import pyoxigraph as ox
import pytest

from kg.graph.store import build_store, keeps_union
from kg.query.catalogue import catalogue
from kg.query.run import Asker
from tests.query.graph import nquads

DAY = "https://w3id.org/paper-kg/id/graph/2024-10-30"
NEXT_DAY = "https://w3id.org/paper-kg/id/graph/2024-10-31"
EMPTY = f"SELECT ?s FROM NAMED <{DAY}> {{ ?s a kg:Paper }}"
QUERIES = (
    EMPTY,
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
    "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
    f"SELECT ?s ?o {{ GRAPH <{DAY}> {{ ?s dcterms:title ?o }} }} ORDER BY ?s",
    "SELECT ?paper ?g { ?paper a kg:Paper . GRAPH ?g { ?text prov:wasDerivedFrom ?paper } } ORDER BY ?paper ?g ?text",
    f"SELECT ?s FROM <{DAY}> {{ ?s a kg:Paper }} ORDER BY ?s",
    f"SELECT ?s FROM <{DAY}> FROM <{NEXT_DAY}> {{ ?s a kg:Paper }} ORDER BY ?s",
    f"SELECT ?s FROM NAMED <{DAY}> {{ GRAPH ?g {{ ?s a kg:Paper }} }} ORDER BY ?s",
    "SELECT ?a ?b { ?a kg:variantOf+ ?b } ORDER BY ?a ?b",
    "SELECT ?a ?b { ?a (kg:mentions/^kg:mentions)* ?b . ?a a kg:Paper } ORDER BY ?a ?b",
    "SELECT ?paper { ?paper a kg:Paper FILTER NOT EXISTS { ?paper kg:reportsResult ?result } } ORDER BY ?paper",
    "SELECT ?paper (COUNT(?thing) AS ?n) { ?paper kg:mentions ?thing } GROUP BY ?paper ORDER BY ?paper",
    "ASK { ?paper kg:reportsResult ?result }",
    "ASK { GRAPH ?g { ?paper kg:listedIn ?nothing } FILTER(?nothing = ?paper) }",
    "CONSTRUCT { ?s ?p ?o } WHERE { ?s a kg:Paper ; ?p ?o }",
    "DESCRIBE ?paper WHERE { ?paper a kg:Paper }",
)


@pytest.fixture(scope="module")
def askers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Asker, Asker]]:
    """Return one over a store without a triple in two graphs, and one over the same with the union kept."""
    folder = tmp_path_factory.mktemp("union")
    lines = nquads().splitlines(keepends=True)
    once = [next(same) for _, same in groupby(lines, key=lambda line: line[: line.rindex(" <")])]
    assert len(once) < len(lines)
    (folder / "graph.nq").write_text("".join(once), encoding="utf-8")
    for name in ("plain", "kept"):
        build_store(folder / "graph.nq", folder / name)
    store = ox.Store(str(folder / "kept"))
    store.extend([ox.Quad(*quad.triple) for quad in store])
    store.flush()
    del store
    assert [keeps_union(folder / name) for name in ("plain", "kept")] == [False, True]
    with Asker(folder / "plain") as plain, Asker(folder / "kept") as kept:
        yield plain, kept


@pytest.mark.parametrize("query", QUERIES)
def test_queries_of_every_form_answer_the_same(askers: tuple[Asker, Asker], query: str) -> None:
    plain, kept = askers
    answer = plain.answer(query)
    assert answer == kept.answer(query)
    assert (b'"bindings":[]' in answer.body) is (query == EMPTY)


@pytest.mark.parametrize("name", catalogue())
def test_questions_of_the_catalogue_answer_the_same(askers: tuple[Asker, Asker], name: str) -> None:
    plain, kept = askers
    query = catalogue()[name].query
    assert sorted(map(repr, plain.ask(query))) == sorted(map(repr, kept.ask(query)))


def test_a_data_set_of_the_protocol_is_not_joined_with_the_other_graphs(askers: tuple[Asker, Asker]) -> None:
    query = "SELECT ?s { ?s a kg:Paper } ORDER BY ?s"
    for default, named in (([DAY], None), ([DAY, NEXT_DAY], None), (None, [DAY]), ([DAY], [NEXT_DAY])):
        plain, kept = (asker.answer(query, default_graphs=default, named_graphs=named) for asker in askers)
        assert plain == kept
        assert (b"2410.00001" in plain.body) is bool(default)
