"""The figures of an evaluation: counts by paper, precision, recall and F1 of all of them, and intervals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from kg.extract.bootstrap import f1_intervals
from kg.extract.calibration import Calibration, calibration
from kg.extract.slips import Slip
from kg.model import EntityType

__all__ = ["Claim", "PaperScores", "Score", "Scores"]


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
class Claim:
    """One thing that was claimed with a confidence, and whether it is right; `what` is "entities" or "results"."""

    what: str
    confidence: float
    right: bool


@dataclass(frozen=True)
class PaperScores:
    """The counts of one paper under the names that `Scores` knows, its claims, its errors and its traits."""

    arxiv_id: str
    answered: bool
    counts: Mapping[str, Score]
    claims: tuple[Claim, ...] = ()
    slips: tuple[Slip, ...] = ()
    traits: Mapping[str, str] = field(default_factory=dict)

    def total(self, names: tuple[str, ...]) -> Score:
        """Add the counts under some names."""
        return sum((self.counts.get(name, Score()) for name in names), Score())


_TYPES = tuple(EntityType)
_ROLES = tuple(f"role of {entity_type}" for entity_type in EntityType if entity_type.has_role)
# Under each title the names of the counts that it adds up, as kg.extract.evaluate gives them.
_ROWS: dict[str, tuple[str, ...]] = {
    **{entity_type.value: (entity_type,) for entity_type in EntityType},
    "entities, typed": _TYPES,
    "entities, any type": ("any type",),
    **{role: (role,) for role in _ROLES},
    "role accuracy": _ROLES,
    "results: value+kind": ("value",),
    "results: +metric+dataset": ("measured",),
    "results: +subject": ("attributed",),
    "results: baseline": ("baseline",),
    "results: model": ("model",),
    "results: baseline+model": ("baseline", "model"),
}


@dataclass(frozen=True)
class Scores:
    """The whole evaluation of an extractor on annotated papers.

    A result's `value` score asks for number and kind, `measured` also for metric and dataset, `attributed`
    also for the subject; `baseline` and `model` are scored where they are given, over the results whose value
    was found. `roles` counts the entities found with their type: how many of them have the right role.
    """

    by_paper: tuple[PaperScores, ...] = field(default=(), repr=False)

    @property
    def papers(self) -> int:
        """How many papers are annotated."""
        return len(self.by_paper)

    @property
    def answered(self) -> int:
        """How many of them were extracted from."""
        return sum(paper.answered for paper in self.by_paper)

    @cached_property
    def rows(self) -> Mapping[str, Score]:
        """Every score under its title, in the order to show them."""
        return {title: sum((paper.total(names) for paper in self.by_paper), Score()) for title, names in _ROWS.items()}

    @property
    def types(self) -> Mapping[EntityType, Score]:
        """The scores of entities by their type."""
        return {entity_type: self.rows[entity_type] for entity_type in EntityType}

    @property
    def typed(self) -> Score:
        """All types together: an entity counts when name and type are right."""
        return self.rows["entities, typed"]

    @property
    def any_type(self) -> Score:
        """All entities, whatever their type."""
        return self.rows["entities, any type"]

    @property
    def roles(self) -> Score:
        """The roles of the entities that were found with their type."""
        return self.rows["role accuracy"]

    @property
    def role_accuracy(self) -> float:
        """The share of right roles among the entities found with their type."""
        return self.roles.recall

    @property
    def value(self) -> Score:
        """Results by value and kind."""
        return self.rows["results: value+kind"]

    @property
    def measured(self) -> Score:
        """Results by value, kind, metric and dataset."""
        return self.rows["results: +metric+dataset"]

    @property
    def attributed(self) -> Score:
        """Results by value, kind, metric, dataset and subject."""
        return self.rows["results: +subject"]

    @property
    def baseline(self) -> Score:
        """The baselines of results whose value and kind are right."""
        return self.rows["results: baseline"]

    @property
    def model(self) -> Score:
        """The base models of results whose value and kind are right."""
        return self.rows["results: model"]

    @property
    def slips(self) -> tuple[Slip, ...]:
        """All errors, by paper."""
        return tuple(slip for paper in self.by_paper for slip in paper.slips)

    @cached_property
    def intervals(self) -> Mapping[str, tuple[float, float]]:
        """The 95 % interval of each row's F1, by bootstrap over the papers."""
        counts = [
            [(score.found, score.gold, score.predicted) for names in _ROWS.values() for score in [paper.total(names)]]
            for paper in self.by_paper
        ]
        found = f1_intervals(np.array(counts, dtype=np.int64).reshape(self.papers, len(_ROWS), 3))
        return {title: (float(low), float(high)) for title, (low, high) in zip(_ROWS, found, strict=True)}

    @cached_property
    def calibrations(self) -> Mapping[str, Calibration]:
        """The calibration of entities (type and name) and results (value and kind); none without confidences."""
        claims = [(claim, paper.arxiv_id) for paper in self.by_paper for claim in paper.claims]
        found = {}
        for what in dict.fromkeys(claim.what for claim, _ in claims):
            mine = [(claim.confidence, claim.right, paper) for claim, paper in claims if claim.what == what]
            sure, right, papers = zip(*mine, strict=True)
            found[what] = calibration(sure, right, groups=papers)
        return found

    def by(self, trait: str) -> dict[str, Scores]:
        """Return the scores of the papers with each value of a trait, such as "month", sorted."""
        groups: dict[str, list[PaperScores]] = {}
        for paper in self.by_paper:
            groups.setdefault(paper.traits.get(trait, "unknown"), []).append(paper)
        return {group: Scores(tuple(groups[group])) for group in sorted(groups)}

    def as_record(self) -> dict[str, Any]:
        """Return the figures for a program: p, r and f from 0 to 1, and how many gold items, by title.

        The intervals of f, and the calibration, stand beside them.
        """
        figures = {
            title: {"p": score.precision, "r": score.recall, "f": score.f1, "gold": score.gold}
            for title, score in self.rows.items()
        }
        return {
            "papers": self.papers,
            "answered": self.answered,
            **figures,
            "role accuracy": self.role_accuracy,
            "intervals": {title: list(interval) for title, interval in self.intervals.items()},
            "calibration": {what: asdict(found) for what, found in self.calibrations.items()},
        }
