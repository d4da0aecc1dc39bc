"""Scores that contradict each other: different levels in two papers for one and the same measurement.

The same measurement is the same subject, base model, metric, dataset and unit, each as the graph states it. Nothing is
averaged and nothing left out: the graph says of both scores that they contradict, in `graph/contradictions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from kg.graph.iris import graph_iri, result_iri
from kg.graph.literals import range_ends
from kg.model import Bound, EntityType, Extraction, Field, Paper, Result, ResultKind, Span
from kg.rdf import Quad
from kg.resolution import PaperKey, Resolution
from kg.vocab import BASE, KG

__all__ = ["Level", "Pair", "Place", "Score", "contradiction_quads", "contradictions", "scores"]

Place = tuple[str, str, str, int, int]
"""Where a score stands: arXiv id, source, field, start and end of its number."""

Pair = tuple[Place, Place]
"""Two scores that contradict each other, the first of them in code point order."""

Measurement = tuple[str, str, str, str, str]
"""What was measured: the keys of subject, base model, metric and dataset ("" for none), and the unit as printed."""

_ABOUT = 10
"""A number that the text says "about" of stands for a stretch so many times as long."""


class Level(NamedTuple):
    """The stretch of values that a printed score stands for, and where it stands."""

    low: Decimal
    high: Decimal
    place: Place

    def differs(self, other: Level) -> bool:
        """Say whether no more than an end is in both stretches, so that 66.5 differs from 66.6.

        >>> low, high = (Level(Decimal(n), Decimal(n + 1), ("", "", "", 0, 1)) for n in (1, 2))
        >>> low.differs(high), low.differs(low)
        (True, False)
        """
        return self.high <= other.low or other.high <= self.low


class Score(NamedTuple):
    """A score that may contradict others: its row, what it is of by first names in that row, its unit and its level."""

    row: PaperKey
    names: tuple[str, str | None, str | None, str]
    unit: str
    level: Level


def scores(paper: Paper, extraction: Extraction) -> Iterator[Score]:
    """Yield the scores of a row whose subject and dataset are known; of "from A to B" only B counts."""
    earlier = {result.before for result in extraction.results}
    for number, result in enumerate(extraction.results):
        if number in earlier or result.kind is not ResultKind.ABSOLUTE:
            continue
        level = _level(paper, result)
        if result.subject is not None and result.dataset is not None and level is not None:
            names = (result.subject, result.model, result.metric, result.dataset)
            yield Score((paper.arxiv_id, paper.source), names, result.unit or "", level)


def contradictions(found: Iterable[Score], resolution: Resolution) -> Iterator[tuple[Measurement, list[Pair]]]:
    """Yield each measurement of which papers report levels that contradict, with the pairs of scores, all sorted.

    Two scores of different papers contradict when no value fits both and neither paper gives another score that fits
    the other's. A number stands for what rounds to it: 70 and 70.2 agree.
    """
    by_measurement: dict[Measurement, list[Level]] = defaultdict(list)
    for score in found:
        measured = _measurement(score, resolution)
        if measured is not None:
            by_measurement[measured].append(score.level)
    for measured, levels in sorted(by_measurement.items()):
        pairs = sorted(_pairs(levels))
        if pairs:
            yield measured, pairs


def contradiction_quads(pairs: Iterable[Pair], *, base: str = BASE) -> Iterator[Quad]:
    """Yield that scores contradict each other, both ways."""
    graph = graph_iri("contradictions", base=base)
    for one, other in pairs:
        first, second = (
            result_iri(arxiv_id, source, Field(field), Span(start, end), base=base)
            for arxiv_id, source, field, start, end in (one, other)
        )
        yield Quad(first, KG.contradicts, second, graph)
        yield Quad(second, KG.contradicts, first, graph)


def _measurement(score: Score, resolution: Resolution) -> Measurement | None:
    """Return what a score measures; None where that is in doubt."""
    subject, model, metric, dataset = (
        "" if name is None else resolution.entity_of(*score.row, name) for name in score.names
    )
    if resolution.entity(dataset).type is not EntityType.DATASET:
        return None
    # A metric that other papers take for something else is not stated as one: what was measured is then in doubt.
    if metric and resolution.entity(metric).type is not EntityType.METRIC:
        return None
    return subject, model, metric, dataset, score.unit


def _level(paper: Paper, result: Result) -> Level | None:
    """Return the stretch of values that a number stands for; None when it is no number."""
    ends = range_ends(result.value)
    if ends is None:
        return None
    low, high = map(Decimal, ends)
    about = result.bound is Bound.APPROXIMATELY
    low, high = low - _half(low, about), high + _half(high, about)
    if result.bound is Bound.AT_LEAST:
        high = Decimal("Infinity")
    if result.bound is Bound.AT_MOST:
        low = Decimal("-Infinity")
    return Level(low, high, (paper.arxiv_id, paper.source, result.field.value, result.span.start, result.span.end))


def _half(number: Decimal, about: bool) -> Decimal:
    """Return half of a unit in the last place that is printed, ten times as much where the text says "about"."""
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    unit = Decimal(1).scaleb(exponent)
    return unit / 2 * (_ABOUT if about else 1)


def _pairs(levels: Sequence[Level]) -> Iterator[Pair]:
    by_paper: dict[str, list[Level]] = defaultdict(list)
    for level in levels:
        by_paper[level.place[0]].append(level)
    for ours, theirs in combinations((by_paper[paper] for paper in sorted(by_paper)), 2):
        for one in ours:
            for other in theirs:
                if all(one.differs(level) for level in theirs) and all(other.differs(level) for level in ours):
                    yield (one.place, other.place)
