"""Leaderboards of a dataset: one a metric, sorted the right way for it, with scores that contradict marked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.serve.results import Link, Shown

__all__ = ["Board", "Place", "boards"]

_WHOLE = 100
_SHARES = frozenset({"", "%", "points"})
_LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Place:
    """A row of a board: its rank (None without a system), the score, and scores of other papers that contradict it."""

    rank: int | None
    score: Shown
    others: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The scores of one metric in one unit; a metric of None is the benchmark's own score.

    `better` is "higher" or "lower", and empty where the graph does not know which way is better.
    """

    metric: Link | None
    unit: str
    better: str
    places: tuple[Place, ...]


def boards(results: Iterable[Shown]) -> list[Board]:
    """Make the boards of a dataset from its results, that with the most scores first.

    Only absolute scores count, and of a pair "from A to B" only B. A share above 100 % is no score.
    """
    groups: dict[tuple[str, str], list[Shown]] = {}
    for result in results:
        if result.kind == "absolute" and not result.is_before and not _is_impossible(result):
            key = (result.metric.iri if result.metric else "", _unit(result))
            groups.setdefault(key, []).append(result)
    made = [_board(unit, scores) for (_, unit), scores in groups.items()]
    return sorted(made, key=lambda board: (-len(board.places), board.metric.name if board.metric else "", board.unit))


def _is_share(result: Shown) -> bool:
    """Say whether a score is a share of a whole: of a metric that is one, or the benchmark's own score."""
    return (result.is_fraction or result.metric is None) and result.unit in _SHARES


def _is_impossible(result: Shown) -> bool:
    return _is_share(result) and result.upper > _WHOLE


def _unit(result: Shown) -> str:
    return "%" if _is_share(result) else result.unit


def _level(result: Shown) -> float:
    """Return what a score is ranked by; 0.83 stands for 83 % where the metric is marked as a fraction."""
    level = result.lower if result.better == _LOWER else result.upper
    return level * _WHOLE if result.is_fraction and not result.unit and result.upper <= 1 else level


def _board(unit: str, scores: list[Shown]) -> Board:
    better = scores[0].better or ("higher" if scores[0].metric is None else "")
    sign = 1 if better == _LOWER else -1
    ranked = sorted(scores, key=lambda s: (s.subject is None, sign * _level(s), s.date, s.paper.iri, s.iri))
    places = []
    for score in ranked:
        rank = 1 + sum(1 for other in ranked if other.subject and sign * _level(other) < sign * _level(score))
        others = tuple(other for other in scores if other.iri in score.contradicts)
        places.append(Place(rank if score.subject else None, score, others))
    return Board(scores[0].metric, unit, better, tuple(places))
