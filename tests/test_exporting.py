"""Every form of export of the sample graph, read back by a library that its users use, counts equal."""

from __future__ import annotations

import datetime
import io
import json
from pathlib import Path

import networkx as nx
import pandas
import pyarrow.parquet
import pytest
import rdflib
from rdflib import OWL, RDF
from rdflib.compare import isomorphic
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.errors import UnknownNameError
from kg.graph.formats import ExportFormat
from kg.graph.nquads import read_nquads, read_union
from kg.graph.streamed import streamed_elements
from kg.vocab import KG


@pytest.fixture(scope="module")
def graph(sample_graph: Path) -> kg.Graph:
    return kg.open(sample_graph)


@pytest.fixture(scope="module")
def drawn(graph: kg.Graph) -> nx.MultiDiGraph:
    return graph.networkx()


def exported(graph: kg.Graph, form: str) -> io.BytesIO:
    out = io.BytesIO()
    graph.export(out, format=form)
    return io.BytesIO(out.getvalue())


def exported_part(graph: kg.Graph, form: str, **part: str) -> io.BytesIO:
    out = io.BytesIO()
    graph.export(out, format=form, **part)
    return io.BytesIO(out.getvalue())


def read(form: str, data: io.BytesIO) -> nx.MultiDiGraph:
    match form:
        case "graphml":
            return nx.read_graphml(data, force_multigraph=True)
        case "gexf":
            return nx.read_gexf(data)
        case "cytoscape":
            return nx.cytoscape_graph(json.load(data))
        case _:
            return nx.node_link_graph(json.load(data), edges="edges")


@pytest.mark.parametrize("form", ["graphml", "gexf", "cytoscape", "node-link"])
def test_nodes_and_edges_come_back(graph: kg.Graph, drawn: nx.MultiDiGraph, form: str) -> None:
    again = read(form, exported(graph, form))
    assert set(again.nodes) == set(drawn.nodes)
    assert sorted(again.edges(data="role")) == sorted(drawn.edges(data="role"))
    assert exported(graph, form).getvalue() == exported(graph, form).getvalue()


def test_rdfxml_holds_every_statement(graph: kg.Graph) -> None:
    again = rdflib.Graph().parse(exported(graph, "rdfxml"), format="xml")
    assert len(again) == graph.counts["triples"]


def test_tables_hold_what_the_graph_counts(graph: kg.Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "csv", format="csv")
    tables = {path.stem: pandas.read_csv(path, dtype={"arxiv_id": str}) for path in (tmp_path / "csv").glob("*.csv")}
    counts = graph.counts
    assert {name: len(table) for name, table in tables.items()} == {
        "papers": counts["papers"],
        "entities": len(list(graph.query("SELECT ?e { ?e a kg:ResearchEntity ; skos:prefLabel ?n }"))),
        "results": counts["results"],
        "mentions": counts["mentions"],
    }
    results = tables["results"]
    (row,) = results[(results.arxiv_id == "2410.21465") & (results.day == "2024-10-31")].to_dict("records")
    assert (row["value"], row["unit"], row["kind"], row["change"], row["bound"]) == (
        3.04,
        "x",
        "ratio",
        "up",
        "at-most",
    )
    assert (row["subject"], row["metric"]) == ("ShadowKV", "throughput")
    mentions = tables["mentions"]
    assert set(mentions.paper) <= set(tables["papers"].paper)
    assert set(mentions.entity) <= set(tables["entities"].entity)
    per_entity = mentions.groupby("entity").paper.nunique()
    papers = tables["entities"].set_index("entity").papers
    assert per_entity.to_dict() == papers[papers > 0].to_dict()


def test_parquet_has_the_same_rows_with_types(graph: kg.Graph, tmp_path: Path) -> None:
    graph.export(tmp_path / "csv", format="csv")
    graph.export(tmp_path / "parquet", format="parquet")
    for path in (tmp_path / "csv").glob("*.csv"):
        table = pyarrow.parquet.read_table(tmp_path / "parquet" / f"{path.stem}.parquet")
        assert table.num_rows == len(pandas.read_csv(path))
        assert table.column_names == list(pandas.read_csv(path, nrows=0))
    papers = pandas.read_parquet(tmp_path / "parquet" / "papers.parquet")
    assert papers.first_day.min() == datetime.date(2024, 10, 30)
    assert papers.listed.map(len).max() > 1
    mentions = pandas.read_parquet(tmp_path / "parquet" / "mentions.parquet")
    assert (mentions.dtypes["confidence"], mentions.dtypes["start"]) == ("float64", "int64")


def test_neo4j_has_every_node_and_edge(graph: kg.Graph, drawn: nx.MultiDiGraph, tmp_path: Path) -> None:
    graph.export(tmp_path, format="neo4j")
    sizes = {path.stem: len(pandas.read_csv(path)) for path in tmp_path.glob("*.csv")}
    assert sizes.pop("relationships") == drawn.number_of_edges()
    assert sum(sizes.values()) == drawn.number_of_nodes()


def test_a_part_holds_its_papers_and_all_they_say(graph: kg.Graph, tmp_path: Path) -> None:
    wanted = set(graph.query("SELECT DISTINCT ?p { ?p kg:mentions entity:gsm8k }").column("p"))
    assert 0 < len(wanted) < graph.counts["papers"]
    graph.export(tmp_path, format="csv", entity="GSM8K")
    whole = tmp_path / "whole"
    graph.export(whole, format="csv")
    for name in ("papers", "results", "mentions"):
        all_rows = pandas.read_csv(whole / f"{name}.csv")
        expected = all_rows[all_rows.paper.isin(wanted)].reset_index(drop=True)
        pandas.testing.assert_frame_equal(pandas.read_csv(tmp_path / f"{name}.csv"), expected, check_dtype=False)
    names = set(pandas.read_csv(tmp_path / "entities.csv").entity)
    assert set(pandas.read_csv(tmp_path / "mentions.csv").entity) <= names
    drawn = read("node-link", exported_part(graph, "node-link", entity="GSM8K"))
    assert {node for node, kind in drawn.nodes(data="kind") if kind == "paper"} == wanted


def test_a_query_chooses_papers_and_the_part_is_valid_turtle(graph: kg.Graph) -> None:
    query = "SELECT ?p { ?p kg:arxivId '2410.21465' }"
    part = rdflib.Graph().parse(exported_part(graph, "turtle", query=query), format="turtle")
    kind = rdflib.URIRef("https://w3id.org/paper-kg/ontology#Paper")
    assert len(list(part.subjects(rdflib.RDF.type, kind))) == 1
    whole = rdflib.Graph().parse(exported(graph, "turtle"), format="turtle")
    assert all(triple in whole for triple in part)
    nothing = exported_part(graph, "graphml", query="SELECT ?p { ?p kg:arxivId '1234.56789' }")
    assert len(nx.read_graphml(nothing)) == 0


def test_with_the_ontology_a_file_declares_all_that_it_uses(graph: kg.Graph) -> None:
    """OWL tools take a property that is not declared for an annotation, and what it says for nothing."""
    turtle, again, ntriples = io.BytesIO(), io.BytesIO(), io.BytesIO()
    graph.export(turtle, entity="GSM8K", with_ontology=True)
    graph.export(again, entity="GSM8K", with_ontology=True)
    graph.export(ntriples, entity="GSM8K", with_ontology=True, format="ntriples")
    assert turtle.getvalue() == again.getvalue()
    whole = rdflib.Graph().parse(data=turtle.getvalue(), format="turtle")
    assert isomorphic(whole, rdflib.Graph().parse(data=ntriples.getvalue(), format="nt"))
    plain = io.BytesIO()
    graph.export(plain, entity="GSM8K")
    data = rdflib.Graph().parse(data=plain.getvalue(), format="turtle")
    assert set(data) < set(whole)
    declared = {subject for kind in DECLARED for subject in whole.subjects(RDF.type, kind)}
    ours = [term for term in {*data.predicates(), *data.objects(None, RDF.type)} if str(term).startswith(KG.base)]
    assert len(ours) > 30
    assert set(ours) <= declared
    assert not set(whole.subjects(RDF.type, OWL.Ontology))


DECLARED = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)


def test_the_ontology_goes_into_forms_that_hold_it(graph: kg.Graph, tmp_path: Path) -> None:
    for form, more in (("jsonld", {}), ("csv", {}), ("turtle", {"vocabulary": "web-annotation"})):
        with pytest.raises(ValueError, match="expected one of turtle, ntriples with the ontology"):
            graph.export(tmp_path / "out", format=form, with_ontology=True, **more)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_needs_a_path_and_a_form_must_exist(graph: kg.Graph, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="folder"):
        graph.export(io.BytesIO(), format="csv")
    with pytest.raises(UnknownNameError, match="graphml"):
        graph.export(tmp_path / "x", format="grafml")
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("form", ["graphml", "nquads", "csv", "neo4j"])
def test_a_vocabulary_in_a_form_that_can_not_hold_it_touches_no_file(
    graph: kg.Graph, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "void"
    path.write_text("kept", encoding="utf-8")
    with pytest.raises(ValueError, match=f"turtle, ntriples, jsonld .*got {form}"):
        graph.export(path, format=form, vocabulary="void")
    options = ["export", "--as", "void", "-f", form, "-o", str(path), "--graph", str(graph.path)]
    done = CliRunner().invoke(app, options)
    assert (done.exit_code, path.read_text(encoding="utf-8")) == (2, "kept")
    assert "--as gives the whole as one graph: turtle, ntriples" in " ".join(done.output.split())


def test_streamed_nodes_and_edges_are_those_of_networkx(graph: kg.Graph, drawn: nx.MultiDiGraph) -> None:
    elements = streamed_elements(graph.path / "versions" / str(graph.version) / "graph.nq", base=graph.base)
    assert dict(elements.nodes) == dict(drawn.nodes(data=True))
    for _ in range(2):
        found = {(one, other, data["role"]): data for one, other, data in elements.edges}
        assert found == {(one, other, role): data for one, other, role, data in drawn.edges(keys=True, data=True)}


@pytest.mark.parametrize("start", ["", "a", "b", "b 1", "bä", "c", "zz"])
def test_lines_that_begin_alike_are_found(tmp_path: Path, start: str) -> None:
    names = sorted(["a", "b 1", "b 10", "b 2", "bä", "bä 1", "b\U0001f9ea", "c" * 300, "c 1"])
    path = tmp_path / "x.nq"
    path.write_text("".join(f'<{name.replace(" ", "/")}> <p> "v" <g> .\n' for name in names), encoding="utf-8")
    lines = sorted(path.read_text(encoding="utf-8").splitlines(keepends=True))
    path.write_text("".join(lines), encoding="utf-8")
    wanted = f"<{start.replace(' ', '/')}"
    expected = [line.split(" ")[0] for line in lines if line.startswith(wanted)]
    assert [statement.subject for statement in read_nquads(path, start=wanted)] == expected


def test_every_form_is_tested_here_or_with_rdf() -> None:
    here = {"graphml", "gexf", "cytoscape", "node-link", "neo4j", "csv", "parquet"}
    references = {"csl-json", "bibtex"}  # tests/graph/test_references.py
    assert {form.value for form in ExportFormat if not form.is_rdf} == here | references


def test_the_file_of_statements_is_what_is_counted(graph: kg.Graph) -> None:
    path = graph.path / "versions" / str(graph.version) / "graph.nq"
    assert sum(1 for _ in read_union(path)) == graph.counts["triples"]
