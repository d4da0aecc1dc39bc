"""The whole graph in networkx."""

from __future__ import annotations

import io

import networkx as nx

from kg.view.networkx_bridge import to_networkx
from tests.view.conftest import Ask
from tests.view.quads import BASE


def test_nodes_have_their_documented_attributes(ask: Ask) -> None:
    graph = to_networkx(ask)
    assert graph.nodes[BASE + "paper/2410.00001"] == {
        "kind": "paper",
        "type": "Paper",
        "label": "LeafKV: A Small Cache for Long Texts",
        "arxiv_id": "2410.00001",
        "date": "2024-10-30",
        "url": "https://arxiv.org/abs/2410.00001",
    }
    assert graph.nodes[BASE + "entity/longbench"] == {
        "kind": "entity",
        "type": "Dataset",
        "label": "LongBench",
    }
    assert graph.nodes[BASE + "person/ada-field"] == {
        "kind": "person", "type": "Person", "label": "Ada Field", "is_handle": False,
    }  # fmt: skip
    assert sorted(kind for _, kind in graph.nodes(data="kind")) == ["entity"] * 9 + ["paper"] * 4 + ["person"] * 2


def test_edges_have_roles_counts_and_confidence(ask: Ask) -> None:
    graph = to_networkx(ask)
    paper = BASE + "paper/2410.00002"
    assert graph.edges[paper, BASE + "entity/lora", "uses"] == {
        "role": "uses",
        "mentions": 1,
        "confidence": 0.9,
    }
    assert graph.edges[paper, BASE + "person/ada-field", "listsPerson"] == {"role": "listsPerson"}
    assert graph.has_edge(BASE + "entity/llama-3.1-8b", BASE + "entity/llama-3", "variantOf")
    assert graph.number_of_edges() == 17


def test_graphml_takes_it_and_gives_it_back(ask: Ask) -> None:
    graph = to_networkx(ask)
    file = io.BytesIO()
    nx.write_graphml(graph, file)
    file.seek(0)
    again = nx.read_graphml(file, force_multigraph=True)
    assert dict(again.nodes(data=True)) == dict(graph.nodes(data=True))
    assert sorted(again.edges(data="role")) == sorted(graph.edges(data="role"))


def test_an_empty_graph_is_empty(nothing: Ask) -> None:
    assert not to_networkx(nothing)
