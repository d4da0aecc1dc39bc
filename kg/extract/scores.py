"""The figures of an evaluation: counts, precision, recall and F1, and the errors behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.model import EntityType

__all__ = ["Score", "Scores", "Slip"]


@dataclass(frozen=True, slots=True)
class Score:
    """How many were found, of how many there are (`gold`) and of how many were claimed (`predicted`).

    >>> score = Score(found=3, gold=6, predicted=4)
    >>> score.precision, score.recall, score.f1
    (0.75, 0.5, 0.6)
    """

    found: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.found + other.found, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """The share of the claimed that is right; 0 when nothing is claimed."""
        return self.found / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found; 0 when there is nothing."""
        return self.found / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Slip:
    """One error: something of a paper that was missed, or claimed and not there (`spurious`).

    `what` is an entity type or "result"; `text` says which one.
    """

    arxiv_id: str
    spurious: bool
    what: str
    text: str

    @property
    def sort(self) -> str:
        """The sort of error it is, such as "Method missed"."""
        return f"{self.what} {'spurious' if self.spurious else 'missed'}"


@dataclass(frozen=True)
class Scores:
    """The whole evaluation of an extractor on annotated papers.

    A result's `value` score asks for number and kind, `measured` also for metric and dataset, `attributed`
    also for the subject; `baseline` and `model` are scored where they are given, over the results whose value
    was found. `roles` counts the entities found with their type: how many of them have the right role.
    """

    papers: int
    answered: int
    types: Mapping[EntityType, Score]
    any_type: Score
    roles: Score
    value: Score
    measured: Score
    attributed: Score
    baseline: Score
    model: Score
    slips: tuple[Slip, ...] = field(default=(), repr=False)

    @property
    def typed(self) -> Score:
        """All types together: an entity counts when name and type are right."""
        return sum(self.types.values(), Score())

    @property
    def role_accuracy(self) -> float:
        """The share of right roles among the entities found with their type."""
        return self.roles.recall

    def rows(self) -> dict[str, Score]:
        """Return every score under its title, in the order to show them."""
        return {
            **{entity_type.value: self.types[entity_type] for entity_type in EntityType},
            "entities, typed": self.typed,
            "entities, any type": self.any_type,
            "results: value+kind": self.value,
            "results: +metric+dataset": self.measured,
            "results: +subject": self.attributed,
            "results: baseline": self.baseline,
            "results: model": self.model,
        }

    def as_record(self) -> dict[str, Any]:
        """Return the figures for a program: p, r and f from 0 to 1, and how many gold items."""
        figures = {
            title: {"p": score.precision, "r": score.recall, "f": score.f1, "gold": score.gold}
            for title, score in self.rows().items()
        }
        return {
            "papers": self.papers,
            "answered": self.answered,
            "role accuracy": self.role_accuracy,
            **figures,
        }

    def as_text(self) -> str:
        """Return the figures as lines for a terminal, in percent."""
        lines = [
            f"{self.papers} papers, {self.answered} predicted",
            f"{'':26}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}",
        ]
        for title, score in self.rows().items():
            shares = "".join(f"{100 * share:7.1f}" for share in (score.precision, score.recall, score.f1))
            lines.append(f"{title:26}{shares}{score.gold:7}")
        lines.append(f"{'role accuracy':26}{'':14}{100 * self.role_accuracy:7.1f}{self.roles.gold:7}")
        return "\n".join(lines)

    def error_lines(self, most: int) -> list[str]:
        """Return at most `most` errors of each sort, as lines."""
        sorts: dict[str, list[str]] = {}
        for slip in self.slips:
            sorts.setdefault(slip.sort, []).append(f"{slip.arxiv_id}: {slip.sort}: {slip.text}")
        return [line for sort in sorted(sorts) for line in sorts[sort][:most]]
