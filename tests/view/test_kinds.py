"""Landscapes and people: which nodes and edges these views choose, and what they say of what is left out."""

from __future__ import annotations

import pytest

from kg.errors import UnknownNameError
from kg.picture import View
from kg.rdf import Iri, Literal, Quad
from kg.view import landscape as landscape_module
from kg.view import people as people_module
from kg.view.landscape import landscape_map
from kg.view.people import people_map
from tests.view.conftest import LEAF, OWN_HOSTILE, Ask
from tests.view.quads import BASE, KG, KGC, asker, paper_quads
from tests.view.test_maps import drawn


def test_a_datasets_landscape_ties_what_is_measured_with_its_values(ask: Ask) -> None:
    found = landscape_map(ask, "LongBench")
    assert drawn(found) == {("LeafKV · 62.5%", "resultsOn", "LongBench")}
    (edge,) = found.edges
    assert (edge.weight, edge.label) == (1, "62.5%, 62.5%")
    assert edge.evidence[0].marked == "62.5"
    assert {node.label: node.date for node in found.nodes} == {"LongBench": "", "LeafKV · 62.5%": "2024-10-30"}
    assert found.focus == BASE + "entity/longbench"
    assert (found.shown, found.total, found.note) == (2, 2, "")


def test_a_landscape_tells_gains_from_scores() -> None:
    """A gain of 3.15 points beside a system's name would read as its score."""
    record = {
        **LEAF,
        "summary": "LeafKV gains up to 3.15 points on LongBench, at 1.7 times the speed.",
        "results": [
            {"value": "3.15", "kind": "difference", "unit": "points", "subject": "LeafKV", "dataset": "LongBench"},
            {"value": "1.7", "kind": "ratio", "unit": "x", "subject": "LeafKV", "dataset": "LongBench"},
        ],
    }
    quads = list(paper_quads(record))
    gain = next(quad.subject for quad in quads if quad.object == Literal("3.15"))
    graph = quads[0].graph
    quads += [
        Quad(gain, Iri(KG + "change"), Iri(KGC + "up"), graph),
        Quad(gain, Iri(KG + "bound"), Iri(KGC + "at-most"), graph),
    ]
    (edge,) = landscape_map(asker(quads), "LongBench").edges
    assert edge.label == "≤ +3.15 points, 1.7×"


def test_a_tasks_landscape_ties_what_its_papers_work_with(ask: Ask) -> None:
    found = landscape_map(ask, "long-context inference")
    task = "long-context inference"
    assert drawn(found) == {
        (task, "proposes", "LeafKV"),
        (task, "uses", "Llama-3.1-8B"),
        (task, "evaluatesOn", "LongBench"),
        (task, "comparesWith", "FullCache"),
    }
    assert {edge.label for edge in found.edges} == {f"in 1 paper on {task}"}


def test_a_landscape_without_results_says_so(ask: Ask) -> None:
    found = landscape_map(ask, "accuracy")
    assert found.edges == ()
    assert found.note == "No result names both a system and accuracy."


def test_a_landscape_says_how_many_it_left_out(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(landscape_module, "MOST_NAMES", 2)
    found = landscape_map(ask, "long-context inference")
    assert found.count == "3 of 5 nodes shown: those in the most of its papers"


def test_people_are_tied_through_the_papers_that_list_them(ask: Ask) -> None:
    found = people_map(ask, "ada field")
    leaf = "LeafKV: A Small Cache for Long Texts"
    assert drawn(found) == {
        (leaf, "listsPerson", "Ada Field"),
        (leaf, "listsPerson", "leafling"),
        ("TreeTune", "listsPerson", "Ada Field"),
    }
    sizes = {node.label: node.weight for node in found.nodes if node.type == "Person"}
    assert sizes == {"Ada Field": 2, "leafling": 1}
    assert "order of their own" in found.note


def test_people_views_say_what_they_left_out(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people_module, "MOST_PAPERS", 1)
    found = people_map(ask, "Ada Field")
    assert sum(node.type == "Paper" for node in found.nodes) == 1
    assert found.shown < found.total


@pytest.mark.parametrize("name", [*OWN_HOSTILE, "Ada Feild"])
def test_an_unknown_person_or_dataset_is_named_with_what_is_near(ask: Ask, name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        people_map(ask, name)
    assert "Ada Field" in str(caught.value)
    with pytest.raises(UnknownNameError):
        landscape_map(ask, name)


def test_the_pages_hold_the_pictures(ask: Ask) -> None:
    assert "62.5%" in View(landscape_map(ask, "LongBench")).html
    assert "Ada Field" in View(people_map(ask, "Ada Field")).html
