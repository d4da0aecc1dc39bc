"""What charts show: scores on a dataset over time, papers by month, and how often two sorts of things meet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.rdf import Iri
from kg.view.find import find_entity
from kg.view.parts import entity_nodes
from kg.view.questions import filled, local_name
from kg.view.subgraph import Ask

__all__ = ["Meetings", "Months", "Score", "ScoresOverTime", "meetings", "months", "scores_over_time"]

# As many as charts have colours.
MOST_LINES = 8
MOST_CELLS = 14


@dataclass(frozen=True, slots=True)
class Score:
    """One score: the first day of its paper, its value as printed, and the system, if it is named."""

    day: date
    value: float
    system: str | None


@dataclass(frozen=True)
class ScoresOverTime:
    """The scores on a dataset in one metric and unit, by day; `left_out` counts those in others."""

    dataset: str
    metric: str | None
    unit: str | None
    lower_is_better: bool
    scores: tuple[Score, ...]
    left_out: int

    def records(self) -> list[Score]:
        """Return the scores that were the best so far on their day.

        >>> days = [Score(date(2025, 1, n), value, None) for n, value in ((1, 5.0), (2, 4.0), (3, 6.0))]
        >>> [score.value for score in ScoresOverTime("D", None, None, False, tuple(days), 0).records()]
        [5.0, 6.0]
        """
        sign = -1 if self.lower_is_better else 1
        found: list[Score] = []
        # The best of a day first, so that the others of that day are no records.
        for score in sorted(self.scores, key=lambda score: (score.day, -sign * score.value)):
            if not found or sign * score.value > sign * found[-1].value:
                found.append(score)
        return found


@dataclass(frozen=True)
class Months:
    """How many papers mention each of some entities in each month; `counts` has a row for each name."""

    months: tuple[str, ...]
    names: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Meetings:
    """How many papers mention both a row's and a column's entity."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


def scores_over_time(ask: Ask, dataset: str, *, metric: str | None = None) -> ScoresOverTime:
    """Return the scores on a dataset, in the metric and unit that most of them have, or in a metric that is named.

    Raises UnknownNameError when the graph has no such dataset.
    """
    found = find_entity(ask, dataset)
    (centre,) = entity_nodes(ask, [found])
    rows = list(ask(filled("chart_results", dataset=[found])))
    wanted = [row for row in rows if metric is None or (row["metric"] or "").casefold() == metric.casefold()]
    sorts = Counter((row["metric"], row["unit"]) for row in wanted)
    # As text, since None and words have no order.
    chosen = min(sorts, key=lambda sort: (-sorts[sort], str(sort))) if sorts else (metric, None)
    kept = [row for row in wanted if (row["metric"], row["unit"]) == chosen]
    scores = tuple(Score(date.fromisoformat(row["date"]), float(row["value"]), row["system"]) for row in kept)
    lower = any(local_name(row["best"] or "") == "lower" for row in kept)
    name, unit = chosen
    return ScoresOverTime(centre.label, name, unit, lower, scores, len(rows) - len(kept))


def months(ask: Ask, names: Sequence[str] = ()) -> Months:
    """Return the papers by month of some entities, or of the methods that most papers mention.

    Months without a paper count 0. Raises UnknownNameError for a name that is none.
    """
    entities = [find_entity(ask, name) for name in names] or _most_mentioned(ask, "Method", MOST_LINES)
    labels = {node.id: node.label for node in entity_nodes(ask, entities)}
    every = _without_gaps(ask(filled("months")).column("month"))
    rows: list[dict[str, Any]] = list(ask(filled("chart_months", entities=entities))) if entities else []
    counts = {(row["entity"], row["month"]): row["papers"] for row in rows}
    lines = tuple(tuple(counts.get((str(entity), month), 0) for month in every) for entity in entities)
    return Months(every, tuple(labels[str(entity)] for entity in entities), lines)


def meetings(ask: Ask, rows: str = "Method", columns: str = "Dataset") -> Meetings:
    """Return how often the most mentioned things of two types are in the same papers."""
    down, across = _most_mentioned(ask, rows, MOST_CELLS), _most_mentioned(ask, columns, MOST_CELLS)
    labels = {node.id: node.label for node in entity_nodes(ask, [*down, *across])}
    found = ask(filled("chart_pairs", rows=down, columns=across)) if down and across else ()
    counts = {(row["row"], row["column"]): row["papers"] for row in found}
    cells = tuple(tuple(counts.get((str(one), str(other)), 0) for other in across) for one in down)
    return Meetings(tuple(labels[str(one)] for one in down), tuple(labels[str(one)] for one in across), cells)


def _most_mentioned(ask: Ask, kind: str, most: int) -> list[Iri]:
    rows = [row for row in ask(filled("most_mentioned")) if local_name(row["type"]) == kind]
    return [Iri(row["entity"]) for row in sorted(rows, key=lambda row: (-row["papers"], row["entity"]))[:most]]


def _without_gaps(found: Sequence[str]) -> tuple[str, ...]:
    """Return the months from the first to the last, each once.

    >>> _without_gaps(["2024-11", "2025-02"])
    ('2024-11', '2024-12', '2025-01', '2025-02')
    """
    if not found:
        return ()
    (first_year, first), (last_year, last) = (tuple(map(int, month.split("-"))) for month in (min(found), max(found)))
    numbers = range(12 * first_year + first - 1, 12 * last_year + last)
    return tuple(f"{number // 12}-{number % 12 + 1:02}" for number in numbers)
