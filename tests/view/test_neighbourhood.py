"""Neighbourhoods over several steps, held to types, roles and days."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.errors import UnknownNameError
from kg.picture import Wanted, draw
from kg.view import neighbourhood as neighbourhood_module
from kg.view.choices import Reach
from kg.view.layout import places
from kg.view.looks import looks_and_spots
from kg.view.neighbourhood import neighbourhood_map
from kg.view.subgraph import Subgraph
from tests.view.conftest import Ask
from tests.view.test_maps import drawn

LEAF, TREE, ROOTS = "LeafKV: A Small Cache for Long Texts", "TreeTune", "A Study of Roots"


def names(subgraph: Subgraph) -> set[str]:
    return {node.label for node in subgraph.nodes}


def test_one_step_from_a_dataset_are_its_papers(ask: Ask) -> None:
    found = neighbourhood_map(ask, Reach(), entity="LongBench")
    assert drawn(found) == {(LEAF, "evaluatesOn", "LongBench"), (ROOTS, "evaluatesOn", "LongBench")}
    assert found.question == "What lies within one step of LongBench?"
    assert all(edge.evidence for edge in found.edges)


def test_two_steps_reach_what_these_papers_name(ask: Ask) -> None:
    found = neighbourhood_map(ask, Reach(depth=2), entity="LongBench")
    assert names(found) == {
        "LongBench", LEAF, ROOTS, "LeafKV", "Llama-3.1-8B", "FullCache", "LoRA", "accuracy",
        "long-context inference", "Llama-3",
    }  # fmt: skip
    assert ("Llama-3.1-8B", "variantOf", "Llama-3") not in drawn(found)
    assert ("Llama-3.1-8B", "variantOf", "Llama-3") in drawn(neighbourhood_map(ask, Reach(depth=3), entity="LongBench"))


@pytest.mark.parametrize(
    ("reach", "expected"),
    [
        (Reach(depth=2, types=("model",)), {"LongBench", LEAF, ROOTS, "Llama-3.1-8B", "Llama-3"}),
        (Reach(depth=2, roles=("evaluates-on", "evaluates")), {"LongBench", LEAF, ROOTS, "LoRA", "Llama-3"}),
        (Reach(since="2024-11"), {"LongBench", ROOTS}),
        (Reach(until="2024-10-30"), {"LongBench", LEAF}),
        (Reach(since="2025"), {"LongBench"}),
        (Reach(depth=2, types=("Person",)), {"LongBench", LEAF, ROOTS, "Ada Field", "leafling"}),
    ],
)
def test_types_roles_and_days_hold_it_in(ask: Ask, reach: Reach, expected: set[str]) -> None:
    assert names(neighbourhood_map(ask, reach, entity="LongBench")) == expected


def test_a_papers_neighbourhood_reaches_other_papers(ask: Ask) -> None:
    found = neighbourhood_map(ask, Reach(depth=2, roles=("uses",)), paper="2410.00001")
    assert names(found) == {LEAF, "Llama-3.1-8B", TREE}
    assert found.question == f"What lies within 2 steps of {LEAF} (by uses)?"


def test_what_is_too_much_is_cut_and_counted(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(neighbourhood_module, "MOST_NODES", 4)
    found = neighbourhood_map(ask, Reach(depth=2), entity="LongBench")
    assert found.count == "4 of 10 nodes shown: those with the most ties to what was found before"


def test_nothing_within_reach_is_said(ask: Ask) -> None:
    found = neighbourhood_map(ask, Reach(since="2030"), entity="LongBench")
    assert found.note == "Nothing lies within one step of LongBench (since 2030)."


def test_what_can_not_be_asked_is_named() -> None:
    with pytest.raises(UnknownNameError, match="Method"):
        Reach(types=("Methd",))
    with pytest.raises(UnknownNameError, match="evaluatesOn"):
        Reach(roles=("tests on",))
    with pytest.raises(ValueError, match="2025-01"):
        Reach(since="January")
    with pytest.raises(ValueError, match="1 or more"):
        Reach(depth=0)


def test_a_ring_is_drawn_only_around_what_most_are_tied_to(ask: Ask) -> None:
    far = neighbourhood_map(ask, Reach(depth=2), entity="LongBench")
    looks, _ = looks_and_spots(far)
    spots = places(far, {key: look.box for key, look in looks.items()})
    assert spots[str(far.focus)] != (0, 0) or len(set(spots.values())) == far.shown


def test_reach_goes_with_a_paper_or_an_entity(ask: Ask, sample_graph: Path, tmp_path: Path) -> None:
    with pytest.raises(TypeError, match="either a paper or an entity"):
        draw(ask, Wanted(together="Method", reach=Reach()))
    graph = kg.open(sample_graph)
    view = graph.view(entity="GSM8K", reach=kg.Reach(depth=2, types=("Method",)))
    assert {node.type for node in view.subgraph.nodes} == {"Dataset", "Paper", "Method"}
    options = ["view", "--graph", str(sample_graph), "-o", str(tmp_path / "x.html")]
    done = CliRunner().invoke(app, [*options, "--entity", "GSM8K", "--depth", "2", "--type", "Method"])
    assert "GSM8K, and what lies around it" in done.output
    assert "go with --paper or --entity" in " ".join(CliRunner().invoke(app, [*options, "--depth", "2"]).output.split())
