"""Projections of the whole graph: what is tied, how strongly, and what is refused."""

from __future__ import annotations

import networkx as nx
import pytest

from kg.errors import UnknownNameError
from kg.view.projection import project

TIES = [
    ("p1", "uses", "lora"),
    ("p1", "comparesWith", "dpo"),
    ("p1", "uses", "ppo"),
    ("p2", "uses", "lora"),
    ("p2", "uses", "dpo"),
    ("p2", "evaluatesOn", "gsm8k"),
    ("p3", "evaluatesOn", "gsm8k"),
    ("p1", "listsPerson", "ann"),
    ("p2", "listsPerson", "ann"),
]
TYPES = {
    **dict.fromkeys(("p1", "p2", "p3"), "Paper"),
    **dict.fromkeys(("lora", "dpo", "ppo", "alone"), "Method"),
    "gsm8k": "Dataset",
    "ann": "Person",
}


@pytest.fixture
def graph() -> nx.MultiDiGraph:
    graph: nx.MultiDiGraph = nx.MultiDiGraph()
    for name, kind in TYPES.items():
        graph.add_node(name, type=kind, label=name.upper())
    for source, role, target in TIES:
        graph.add_edge(source, target, key=role, role=role)
    graph.add_edge("p1", "lora", key="proposes", role="proposes")
    return graph


def weights(graph: nx.Graph) -> dict[tuple[str, str], int]:
    return {(one, other): weight for one, other, weight in graph.edges(data="weight")}


def test_methods_that_share_papers(graph: nx.MultiDiGraph) -> None:
    methods = project(graph, "Method", "Paper")
    assert weights(methods) == {("dpo", "lora"): 2, ("dpo", "ppo"): 1, ("lora", "ppo"): 1}
    assert methods.nodes["lora"] == {"type": "Method", "label": "LORA", "shares": 2}
    assert methods.nodes["alone"]["shares"] == 0
    assert not methods.is_directed()


def test_roles_and_the_least_weight_narrow_it(graph: nx.MultiDiGraph) -> None:
    assert weights(project(graph, "Method", "Paper", roles={"uses"})) == {("dpo", "lora"): 1, ("lora", "ppo"): 1}
    assert weights(project(graph, "Method", "Paper", least=2)) == {("dpo", "lora"): 2}


def test_papers_that_share_datasets_or_people(graph: nx.MultiDiGraph) -> None:
    assert weights(project(graph, "Paper", "Dataset")) == {("p2", "p3"): 1}
    assert weights(project(graph, "Paper", "Person")) == {("p1", "p2"): 1}


def test_what_is_no_projection_is_refused(graph: nx.MultiDiGraph) -> None:
    with pytest.raises(UnknownNameError, match="Method"):
        project(graph, "Methods", "Paper")
    for nodes, shared in (("Method", "Dataset"), ("Paper", "Paper")):
        with pytest.raises(ValueError, match="through papers"):
            project(graph, nodes, shared)


def test_two_edges_of_one_paper_count_once(graph: nx.MultiDiGraph) -> None:
    assert project(graph, "Method", "Paper").nodes["lora"]["shares"] == 2
