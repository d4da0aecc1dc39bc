"""Nodes and edges in the forms of other tools, read back by those that read them, counts and types equal."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pandas
import pytest

from kg.graph.elements import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Elements
from kg.graph.gexf import gexf
from kg.graph.graphml import graphml
from kg.graph.json_graphs import cytoscape, node_link
from kg.graph.neo4j import write_neo4j

HOSTILE = 'A "quoted" <b>&amp; \x00\x1b]]> title,\nwith; all\u2028 of it ✓'
PAPER = {
    "kind": "paper",
    "type": "Paper",
    "label": HOSTILE,
    "arxiv_id": "2501.00001",
    "date": "2025-01-02",
    "url": "https://arxiv.org/abs/2501.00001",
}
EARLIER = PAPER | {"label": "Earlier", "arxiv_id": "2412.00001", "date": "2024-12-01"}
NODES = [
    ("urn:paper/1", PAPER),
    ("urn:paper/0", EARLIER),
    ("urn:entity/a&b", {"kind": "entity", "type": "Dataset", "label": "A&B"}),
    ("urn:entity/m", {"kind": "entity", "type": "Model", "label": "M"}),
    ("urn:person/x", {"kind": "person", "type": "Person", "label": "X", "is_handle": True}),
]
EDGES = [
    ("urn:paper/1", "urn:entity/a&b", {"role": "evaluatesOn", "mentions": 2, "confidence": 0.9}),
    ("urn:paper/1", "urn:entity/a&b", {"role": "proposes", "mentions": 2, "confidence": 0.9}),
    ("urn:paper/0", "urn:entity/a&b", {"role": "uses", "mentions": 1}),
    ("urn:paper/1", "urn:person/x", {"role": "listsPerson"}),
    ("urn:entity/m", "urn:entity/a&b", {"role": "variantOf"}),
]
GRAPH = Elements(NODES, EDGES)


def bytes_of(pieces: object) -> io.BytesIO:
    return io.BytesIO("".join(pieces).encode())  # type: ignore[call-overload]


def roles(graph: nx.MultiDiGraph) -> list[tuple[str, str, str]]:
    return sorted(graph.edges(data="role"))


EXPECTED_ROLES = sorted((source, target, attributes["role"]) for source, target, attributes in EDGES)


def test_graphml_comes_back_from_networkx_with_types() -> None:
    graph = nx.read_graphml(bytes_of(graphml(GRAPH)), force_multigraph=True)
    assert dict(graph.nodes["urn:person/x"]) == NODES[4][1]
    assert dict(graph.nodes["urn:paper/0"]) == EARLIER
    assert roles(graph) == EXPECTED_ROLES
    first = graph.get_edge_data("urn:paper/1", "urn:entity/a&b")["e0"]
    assert (first["mentions"], first["confidence"]) == (2, 0.9)
    assert graph.nodes["urn:paper/1"]["label"] == HOSTILE.replace("\x00", "").replace("\x1b", "")


def test_graphml_holds_to_its_schema() -> None:
    root = ElementTree.parse(bytes_of(graphml(GRAPH))).getroot()
    space = "{http://graphml.graphdrawing.org/xmlns}"
    keys = {key.get("id"): key.get("attr.type") for key in root.iter(f"{space}key")}
    assert len(keys) == len(NODE_ATTRIBUTES) + len(EDGE_ATTRIBUTES)
    assert {data.get("key") for data in root.iter(f"{space}data")} <= keys.keys()
    ids = [element.get("id") for element in root.iter() if element.tag in (f"{space}node", f"{space}edge")]
    assert len(ids) == len(set(ids)) == len(NODES) + len(EDGES)


def test_gexf_comes_back_from_networkx_with_types_and_days() -> None:
    graph = nx.read_gexf(bytes_of(gexf(GRAPH)))
    assert graph.number_of_nodes() == len(NODES)
    assert graph.number_of_edges() == len(EDGES)
    assert graph.nodes["urn:person/x"]["is_handle"] is True
    starts = {iri: node.get("start") for iri, node in graph.nodes(data=True)}
    assert starts == {
        "urn:paper/1": "2025-01-02",
        "urn:paper/0": "2024-12-01",
        "urn:entity/a&b": "2024-12-01",
        "urn:entity/m": None,
        "urn:person/x": "2025-01-02",
    }
    edges = {(source, target, edge["role"]): edge for source, target, edge in graph.edges(data=True)}
    assert sorted(edges) == EXPECTED_ROLES
    assert edges["urn:paper/1", "urn:entity/a&b", "evaluatesOn"]["mentions"] == 2


def test_node_link_comes_back_as_the_same_graph() -> None:
    graph = nx.node_link_graph(json.load(bytes_of(node_link(GRAPH))), edges="edges")
    assert dict(graph.nodes(data=True)) == dict(NODES)
    assert roles(graph) == EXPECTED_ROLES
    assert graph.edges["urn:paper/1", "urn:entity/a&b", "proposes"]["confidence"] == 0.9
    assert graph.is_multigraph()
    assert graph.is_directed()


def test_cytoscape_comes_back_from_networkx() -> None:
    data = json.load(bytes_of(cytoscape(GRAPH)))
    graph = nx.cytoscape_graph(data)
    assert graph.nodes["urn:paper/1"]["arxiv_id"] == "2501.00001"
    assert roles(graph) == EXPECTED_ROLES
    ids = [element["data"]["id"] for part in data["elements"].values() for element in part]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("form", [graphml, gexf, node_link, cytoscape])
def test_an_empty_graph_is_read_as_empty(form) -> None:  # type: ignore[no-untyped-def]
    text = "".join(form(Elements([], [])))
    if text.startswith("<?xml"):
        assert ElementTree.fromstring(text) is not None
    else:
        assert json.loads(text)


def test_neo4j_files_have_its_headers_and_ends_that_exist(tmp_path: Path) -> None:
    write_neo4j(GRAPH, tmp_path)
    papers, entities, persons = (
        pandas.read_csv(tmp_path / name) for name in ("papers.csv", "entities.csv", "persons.csv")
    )
    edges = pandas.read_csv(tmp_path / "relationships.csv")
    assert list(papers) == ["iri:ID", "label", "arxiv_id", "date:date", "url", ":LABEL"]
    assert list(edges) == [":START_ID", ":END_ID", "mentions:long", "confidence:double", ":TYPE"]
    assert entities[":LABEL"].tolist() == ["Entity;Dataset", "Entity;Model"]
    assert persons["is_handle:boolean"].tolist() == [True]
    known = {*papers["iri:ID"], *entities["iri:ID"], *persons["iri:ID"]}
    assert len(known) == len(NODES)
    assert {*edges[":START_ID"], *edges[":END_ID"]} <= known
    assert sorted(edges[":TYPE"]) == ["EVALUATES_ON", "LISTS_PERSON", "PROPOSES", "USES", "VARIANT_OF"]
    for path in tmp_path.glob("*.csv"):
        lines = path.read_text(encoding="utf-8").split("\n")
        assert len(list(csv.reader(lines[:-1]))) == len(lines) - 1


def test_the_neo4j_command_names_the_database_first_and_files_that_are_there(tmp_path: Path) -> None:
    write_neo4j(GRAPH, tmp_path)
    script = (tmp_path / "import.sh").read_text(encoding="utf-8")
    assert "neo4j-admin database import full neo4j" in script
    named = re.findall(r"--(?:nodes|relationships)=(\S+)", script)
    assert {path.name for path in tmp_path.glob("*.csv")} == set(named)
    assert os.access(tmp_path / "import.sh", os.X_OK)
