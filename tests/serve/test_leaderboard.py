"""Leaderboards rank the right way, and only true contradictions are marked."""

from __future__ import annotations

from typing import Any

from kg.serve.leaderboard import boards
from kg.serve.results import Link, Shown

ACCURACY, LOSS, SPEED = (Link(name, None, f"urn:{name}") for name in ("accuracy", "loss", "speed"))


def score(value: str, subject: str | None = "A", paper: str = "p1", **more: Any) -> Shown:
    level = float(value)
    fields: dict[str, Any] = {
        "iri": f"urn:result/{paper}/{value}/{subject}", "paper": Link(paper, None, f"urn:{paper}"),
        "date": "2024-10-30", "field": "summary", "value": value, "lower": level, "upper": level, "unit": "%",
        "kind": "absolute", "bound": "", "change": "", "better": "higher", "is_fraction": True, "is_before": False,
        "before": "", "confidence": 0.9, "subject": Link(subject, None, f"urn:{subject}") if subject else None,
        "metric": ACCURACY, "dataset": None, "baseline": None, "base_model": None, "words": (),
        "as_": frozenset({"dataset"}),
    }  # fmt: skip
    return Shown(**(fields | more))


def ranking(*scores: Shown) -> list[tuple[int | None, str]]:
    (board,) = boards(scores)
    return [(place.rank, place.score.value) for place in board.places]


def test_a_fraction_ranks_as_a_percentage_only_for_metrics_that_are_fractions() -> None:
    assert ranking(score("70"), score("0.83", unit=""), score("90")) == [(1, "90"), (2, "0.83"), (3, "70")]
    plain = {"metric": SPEED, "is_fraction": False, "unit": ""}
    assert ranking(score("70", **plain), score("0.83", **plain)) == [(1, "70"), (2, "0.83")]


def test_lower_is_better_where_the_metric_says_so() -> None:
    loss = {"metric": LOSS, "better": "lower", "is_fraction": False, "unit": ""}
    assert ranking(score("6.1", **loss), score("5.2", **loss)) == [(1, "5.2"), (2, "6.1")]


def test_ties_share_a_rank_and_scores_without_a_system_come_last() -> None:
    rows = ranking(score("70", "A"), score("70", "B", "p2"), score("60", "C"), score("99", None))
    assert rows == [(1, "70"), (1, "70"), (3, "60"), (None, "99")]


def test_what_is_no_score_is_left_out() -> None:
    rows = [
        score("61", is_before=True),
        score("3", kind="difference"),
        score("2", kind="ratio"),
        score("120"),
        score("70"),
    ]
    assert ranking(*rows) == [(1, "70")]


def test_no_metric_is_the_benchmarks_own_score_and_units_stay_apart() -> None:
    own = {"metric": None, "better": "", "is_fraction": False}
    made = boards(
        [score("40", **own), score("30", unit="", **own), score("12", unit="ms", metric=SPEED, is_fraction=False)]
    )
    assert [(board.metric, board.unit, board.better) for board in made] == [
        (None, "%", "higher"),
        (SPEED, "ms", "higher"),
    ]


def test_contradictions_are_those_that_the_graph_marks() -> None:
    """What counts as one is tested in tests/graph/test_contradictions.py."""
    first, second = score("70"), score("66", paper="p2")
    marked = [score("70", contradicts=frozenset({second.iri})), score("66", paper="p2", contradicts={first.iri})]
    (board,) = boards([*marked, score("65", paper="p3")])
    assert [[other.value for other in place.others] for place in board.places] == [["66"], ["70"], []]
