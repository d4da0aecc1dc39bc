"""What occurs together, families over time, the whole graph, and the layouts by groups and by days."""

from __future__ import annotations

import os
import subprocess
import sys
from math import hypot

import networkx as nx
import pytest

from kg.errors import UnknownNameError
from kg.picture import View, Wanted, draw
from kg.view import together as together_module
from kg.view import whole as whole_module
from kg.view.boxes import Box
from kg.view.clusters import clustered, communities
from kg.view.construct import question_of
from kg.view.family import family_map
from kg.view.layout import places
from kg.view.subgraph import Edge, Node, Subgraph
from kg.view.timeline import ticks
from kg.view.together import together_map
from kg.view.whole import whole_map
from tests.conftest import ROOT
from tests.view.conftest import Ask
from tests.view.test_maps import drawn


def fields(count: int, size: int) -> nx.Graph[str]:
    """Return a graph of some full parts, each tied to the next by one edge."""
    graph: nx.Graph[str] = nx.Graph()
    for part in range(count):
        names = [f"{part}-{place}" for place in range(size)]
        graph.add_edges_from((one, other) for one in names for other in names if one < other)
        graph.add_edge(names[0], f"{(part + 1) % count}-1")
    return graph


def test_communities_are_the_parts_whatever_the_order() -> None:
    graph = fields(4, 6)
    found = communities(graph)
    assert [sorted({name[0] for name in group}) for group in found] == [["0"], ["1"], ["2"], ["3"]]
    again: nx.Graph[str] = nx.Graph()
    again.add_edges_from(reversed([(other, one) for one, other in graph.edges]))
    assert communities(again) == found


def test_many_small_communities_become_one_at_the_end() -> None:
    graph: nx.Graph[str] = nx.Graph([(f"a{place}", f"b{place}") for place in range(100)])
    graph.add_edges_from(fields(1, 9).edges)
    first, rest = communities(graph)
    assert (len(first), len(rest)) == (9, 200)


def test_groups_are_discs_that_do_not_meet() -> None:
    graph = fields(5, 12)
    groups = communities(graph)
    spots = clustered(graph, groups, dict.fromkeys(graph, Box(20, 20)))
    assert spots.keys() == set(graph)
    discs = []
    for group in groups:
        x, y = (sum(spots[name][axis] for name in group) / len(group) for axis in (0, 1))
        discs.append((x, y, max(hypot(spots[name][0] - x, spots[name][1] - y) for name in group)))
    for place, (x, y, reach) in enumerate(discs):
        for other_x, other_y, other in discs[place + 1 :]:
            assert hypot(x - other_x, y - other_y) > reach + other


_PLACES = """
from kg.view.boxes import Box
from kg.view.layout import places
from tests.view.test_layout import web
web = web(600)
print(places(web, {node.id: Box(12, 12) for node in web.nodes}))
"""


def test_a_large_layout_is_the_same_in_every_process() -> None:
    found = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        done = subprocess.run([sys.executable, "-c", _PLACES], env=environment, capture_output=True, check=True)
        found.add(done.stdout)
    assert len(found) == 1


def test_methods_that_occur_together_form_groups(ask: Ask) -> None:
    found = together_map(ask, "method")
    assert found.question == "Which methods do papers name together, and which groups do they form?"
    assert drawn(found) == {
        ("FullCache", "together", "LeafKV"),
        ("FullCache", "together", "LoRA"),
        ("LeafKV", "together", "LoRA"),
        ("LoRA", "together", "TreeTune"),
    }
    assert {node.group for node in found.nodes} == set(range(len(found.groups)))
    days = {node.label: node.date for node in found.nodes}
    assert (days["LeafKV"], days["TreeTune"]) == ("2024-10-30", "2024-10-31")
    assert {name for group in found.groups for name in group.split(", ")} == {node.label for node in found.nodes}
    with pytest.raises(UnknownNameError, match="Dataset"):
        together_map(ask, "datasets")


def test_of_many_papers_a_tie_takes_two(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(together_module, "_FEW_PAPERS", 1)
    found = together_map(ask, "Method")
    assert (found.nodes, found.note) == ((), "No two methods are named in the same papers.")


def test_a_family_goes_by_the_first_day_of_each_member(ask: Ask) -> None:
    found = family_map(ask, "Llama-3")
    assert drawn(found) == {("Llama-3.1-8B", "variantOf", "Llama-3")}
    assert {node.label: node.date for node in found.nodes} == {"Llama-3": "2024-11-01", "Llama-3.1-8B": "2024-10-30"}
    assert found.in_time
    spots = places(found, {node.id: Box(80, 30) for node in found.nodes})
    by_label = {node.label: spots[node.id] for node in found.nodes}
    assert by_label["Llama-3.1-8B"][0] < by_label["Llama-3"][0]


def test_what_builds_on_a_family_has_the_sentence(ask: Ask) -> None:
    found = family_map(ask, "LoRA")
    assert drawn(found) == {("TreeTune", "buildsOn", "LoRA")}
    (edge,) = found.edges
    assert edge.label == "a paper of 2024-10-31 uses one and proposes the other"
    assert edge.evidence[0].text == "TreeTune adds LoRA to Llama-3.1-8B."
    assert found.note == "No variant of LoRA is known."


def test_the_whole_graph_has_every_paper_and_its_names(ask: Ask) -> None:
    found = whole_map(ask)
    assert ("TreeTune", "uses", "LoRA") in drawn(found)
    assert not {edge.role for edge in found.edges} & {"mentionsInPassing", "reportsMetric"}
    assert found.count == "11 of 12 nodes shown: papers, with all that they speak of; not what is only named in passing"
    (edge,) = [edge for edge in found.edges if edge.role == "comparesWith"]
    assert edge.evidence[0].text == "On LongBench its accuracy is 62.5 %, against FullCache."
    dates = {node.label: node.date for node in found.nodes if node.type == "Paper"}
    assert dates["LeafKV: A Small Cache for Long Texts"] == "2024-10-30"


def test_of_many_papers_only_what_they_share_is_drawn(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whole_module, "_FEW_PAPERS", 1)
    names = {node.label for node in whole_map(ask).nodes if node.type != "Paper"}
    assert names == {"LoRA", "Llama-3.1-8B", "LongBench"}


def test_an_empty_graph_gives_empty_pictures_with_a_word(nothing: Ask) -> None:
    assert whole_map(nothing).note == "The graph holds no papers yet."
    assert together_map(nothing, "Task").note == "No two tasks are named in the same papers."


def test_lanes_of_a_timeline_keep_labels_apart() -> None:
    nodes = tuple(Node(f"n{place}", f"N{place}", "Model", date=f"2025-01-{1 + place // 4:02}") for place in range(40))
    edges = tuple(Edge(f"n{place}", f"n{place // 2}", "variantOf") for place in range(1, 40))
    subgraph = Subgraph("T", "Q?", nodes, edges, 40, in_time=True)
    spots = sorted(places(subgraph, {node.id: Box(90, 30) for node in nodes}).values())
    for place, (x, y) in enumerate(spots):
        for other_x, other_y in spots[place + 1 :]:
            assert abs(x - other_x) >= 89 or abs(y - other_y) >= 30


@pytest.mark.parametrize(
    ("query", "question"),
    [
        ("#+ summary: Who tests on what?\n#+ tags: x\nSELECT * {}", "Who tests on what?"),
        ("# Papers of a day\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "Papers of a day"),
        ("SELECT * { ?s <urn:a#b> ?o }", "What does this query give?"),
    ],
)
def test_a_query_says_what_it_answers(query: str, question: str) -> None:
    assert question_of(query) == question


def test_size_chooses_the_renderer_unless_it_is_named() -> None:
    nodes = tuple(Node(str(place), str(place), "Task") for place in range(301))
    many, few = (Subgraph("T", "Q?", nodes[:count], total=count) for count in (301, 300))
    assert (View(few).renderer, View(many).renderer) == ("pyvis", "webgl")
    assert View(many, "pyvis").subgraph.shown == 300
    assert "kgSigma" in View(few, "webgl").html
    with pytest.raises(ValueError, match="svgjs"):
        View(few, "svgjs")


def test_every_kind_asks_a_question(ask: Ask) -> None:
    query = "# Which papers use what?\nPREFIX kg: <https://w3id.org/paper-kg/ontology#> SELECT ?p ?m { ?p kg:uses ?m }"
    kinds = [
        Wanted(),
        Wanted(whole=True),
        Wanted(paper="2410.00001"),
        Wanted(entity="LoRA"),
        Wanted(landscape="LongBench"),
        Wanted(person="Ada Field"),
        Wanted(together="Method"),
        Wanted(family="LoRA"),
        Wanted(query=query),
    ]
    questions = [draw(ask, wanted).subgraph.question for wanted in kinds]
    assert len(set(questions)) == len(kinds)
    assert all(question.endswith("?") for question in questions)


@pytest.mark.parametrize(
    ("last", "words"),
    [
        ("2024-12-31", ["30 Dec 2024", "31 Dec"]),
        ("2025-01-20", ["30 Dec 2024", "6 Jan 2025", "13 Jan", "20 Jan"]),
        ("2025-03-20", ["Dec 2024", "Jan 2025", "Feb", "Mar"]),
    ],
)
def test_days_weeks_or_months_are_marked(last: str, words: list[str]) -> None:
    nodes = tuple(Node(day, day, "Model", date=day) for day in ("2024-12-30", last))
    found = ticks(Subgraph("T", "Q?", nodes, total=2, in_time=True), {"2024-12-30": (0, 0), last: (100, 0)})
    assert [tick["words"] for tick in found] == words
    assert found[-1]["x"] <= 100


def test_two_days_stand_apart() -> None:
    nodes = tuple(Node(f"n{place}", f"N{place}", "Model", date=f"2025-01-0{1 + place % 2}") for place in range(6))
    subgraph = Subgraph("T", "Q?", nodes, total=6, in_time=True)
    spots = places(subgraph, {node.id: Box(90, 30) for node in nodes})
    assert len({x for x, _ in spots.values()}) == 2
    assert spots["n1"][0] - spots["n0"][0] > 90
