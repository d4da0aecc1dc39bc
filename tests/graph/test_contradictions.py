"""Which scores contradict: across papers only, with all that is measured equal, and by what is printed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.graph.contradictions import contradiction_quads, contradictions, scores
from kg.graph.iris import graph_iri
from kg.model import Bound, EntityType, Extraction, Field, Paper, Result, ResultKind, Span
from kg.resolution import Entity, Resolution
from kg.vocab import KG

TYPES = {
    "hare": EntityType.METHOD,
    "snail": EntityType.METHOD,
    "gsm8k": EntityType.DATASET,
    "math": EntityType.DATASET,
    "accuracy": EntityType.METRIC,
    "recall": EntityType.METRIC,
    "llama": EntityType.MODEL,
}
ENTITIES = tuple(Entity(key, kind, key) for key, kind in sorted(TYPES.items()))


def score(value: str, **more: object) -> Result:
    """Return that Hare has an accuracy on GSM8K, in percent."""
    said = {"unit": "%", "kind": ResultKind.ABSOLUTE, "subject": "hare", "metric": "accuracy", "dataset": "gsm8k"}
    return Result(Field.SUMMARY, Span(0, len(value)), value, **(said | more))  # type: ignore[arg-type]


def marked(*papers: list[Result], days: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """Return the pairs of marked scores, each as paper/place, of papers A, B and so on."""
    rows = []
    for number, results in enumerate(papers):
        day = days[number] if days else "2024-10-30"
        paper = Paper("AB"[number] if not days else "A", day, "T", "S", ())
        placed = [replace(result, span=Span(place, place + 1)) for place, result in enumerate(results)]
        rows.append((paper, Extraction(paper.arxiv_id, (), tuple(placed))))
    names = {key: key for key in TYPES}
    known = Resolution(ENTITIES, entity_names={(paper.arxiv_id, paper.source): names for paper, _ in rows})
    found = [
        pair for _, pairs in contradictions([score for row in rows for score in scores(*row)], known) for pair in pairs
    ]
    return [(f"{one[0]}{one[3]}", f"{other[0]}{other[3]}") for one, other in found]


def test_two_papers_that_give_different_levels_contradict() -> None:
    assert marked([score("70")], [score("66")]) == [("A0", "B0")]


@pytest.mark.parametrize(
    "more",
    [
        {"subject": "snail"},
        {"subject": None},
        {"metric": "recall"},
        {"metric": None},
        {"dataset": "math"},
        {"dataset": None},
        {"model": "llama"},
        {"unit": None},
        {"unit": "points"},
        {"kind": ResultKind.DIFFERENCE},
        {"value": "no number"},
        {"value": "70"},
        {"metric": "snail"},
        {"dataset": "llama"},
    ],
    ids=str,
)
def test_all_that_is_measured_is_equal(more: dict[str, object]) -> None:
    other = replace(score("66"), **more)  # type: ignore[arg-type]
    assert marked([score("70")], [other]) == []


def test_one_paper_does_not_contradict_itself() -> None:
    assert marked([score("70"), score("66")]) == []
    assert marked([score("70")], [score("66")], days=("2024-10-30", "2024-10-31")) == []


@pytest.mark.parametrize(
    ("one", "other", "contradicts"),
    [
        (score("70"), score("70.2"), False),
        (score("70"), score("70.6"), True),
        (score("70.0"), score("70.2"), True),
        (score("70-75"), score("73"), False),
        (score("70-75"), score("76"), True),
        (score("66.5"), score("66.6"), True),
        (score("60", bound=Bound.AT_LEAST), score("66"), False),
        (score("60", bound=Bound.AT_LEAST), score("55"), True),
        (score("60", bound=Bound.AT_MOST), score("55"), False),
        (score("60", bound=Bound.AT_MOST), score("66"), True),
        (score("70", bound=Bound.APPROXIMATELY), score("74"), False),
        (score("70", bound=Bound.APPROXIMATELY), score("80"), True),
        (score("1e-3"), score("0.0012"), False),
        (score("1e-3"), score("0.1"), True),
    ],
)
def test_a_number_stands_for_what_is_printed_as_it(one: Result, other: Result, contradicts: bool) -> None:
    assert bool(marked([one], [other])) is contradicts


def test_a_paper_that_also_gives_the_others_score_agrees_with_it() -> None:
    assert marked([score("70"), score("66")], [score("66")]) == []
    assert marked([score("70"), score("66")], [score("50")]) == [("A0", "B0"), ("A1", "B0")]


def test_of_a_change_only_what_it_came_to_counts() -> None:
    assert marked([score("60"), score("70", before=0)], [score("70")]) == []


def test_both_scores_are_marked_in_a_graph_of_their_own() -> None:
    one, other = ("2410.00001", "2024-10-30", "summary", 3, 7), ("2410.00002", "2024-10-31", "title", 0, 2)
    there, back = contradiction_quads([(one, other)])
    assert {there.graph, back.graph} == {graph_iri("contradictions")}
    assert (there.subject, there.object) == (back.object, back.subject)
    assert there.predicate == KG.contradicts
    assert there.subject.endswith("result/2410.00001/2024-10-30/summary/3-7")
