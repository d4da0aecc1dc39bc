"""How good resolution is on labelled pairs of names: the same thing, variants, narrower, or different."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from kg.errors import RecordError
from kg.model import EntityType
from kg.resolution import Resolution
from kg.resolve.given import Given

__all__ = ["Label", "Pair", "PairScore", "judge", "pairs_as_text", "read_pairs", "score_pairs"]


class Label(StrEnum):
    """How the things that two names stand for hang together."""

    SAME = "same"
    """One thing."""
    VARIANT = "variant"
    """Two things of a common family, or one the family of the other."""
    NARROWER = "narrower"
    """Two things, one of which is a kind of the other."""
    DIFFERENT = "different"
    """Two things, and none of the above."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names, each with its type and paper, and how they hang together."""

    a: Given
    b: Given
    label: Label


@dataclass(frozen=True, slots=True)
class PairScore:
    """How many pairs have a label (`gold`), were found to have it, and both; and how many became one entity."""

    gold: int
    found: int
    correct: int
    merged: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.correct / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what there is that was found."""
        return self.correct / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall.

        >>> PairScore(gold=4, found=2, correct=2, merged=0).f1
        0.6666666666666666
        """
        both = self.gold + self.found
        return 2 * self.correct / both if both else 0.0

    def as_record(self) -> dict[str, Any]:
        """Return precision, recall, F1 (0 to 1, four decimals) and counts in JSON's types."""
        counts = {"gold": self.gold, "found": self.found, "correct": self.correct, "merged": self.merged}
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {name: round(share, 4) for name, share in shares.items()} | {"counts": counts}


def read_pairs(path: str | Path) -> list[Pair]:
    """Read pairs, one JSON object a line, with the keys a, a_type, a_paper, b, b_type, b_paper and label.

    Raises RecordError, with file and line, for one that is not so.
    """
    # A line that is not UTF-8 is to be reported by its number.
    with Path(path).open(encoding="utf-8", errors="surrogateescape") as lines:
        return [_pair(line, path, number) for number, line in enumerate(lines, start=1) if line.strip()]


def _pair(line: str, path: str | Path, number: int) -> Pair:
    try:
        record = json.loads(line)
        sides = [(record[side], record[f"{side}_type"], record[f"{side}_paper"]) for side in "ab"]
        if not all(isinstance(value, str) for side in sides for value in side):
            raise TypeError("a value that is no text")
        a, b = (Given(surface, EntityType(entity_type), paper) for surface, entity_type, paper in sides)
        return Pair(a, b, Label(record["label"]))
    except (KeyError, ValueError, TypeError) as error:
        message = (
            f"expected a JSON object with a, a_type, a_paper, b, b_type, b_paper and a label of {', '.join(Label)}"
        )
        raise RecordError(path, number, f"{message}; found {error}") from None


def judge(a: str, b: str, resolution: Resolution) -> Label:
    """Say how the entities of two keys hang together.

    Variants share a family through one or more `variant_of`, or one is the family of the other; narrower is
    what leads to the other through `broader`, families on the way allowed.
    """
    if a == b:
        return Label.SAME
    if set(_line(a, resolution, broader=False)) & set(_line(b, resolution, broader=False)):
        return Label.VARIANT
    if a in _line(b, resolution, broader=True) or b in _line(a, resolution, broader=True):
        return Label.NARROWER
    return Label.DIFFERENT


def _line(key: str, resolution: Resolution, *, broader: bool) -> Iterator[str]:
    """Yield a key and those above it."""
    above: str | None = key
    while above is not None:
        yield above
        entity = resolution.entity(above)
        above = entity.variant_of or (entity.broader if broader else None)


def score_pairs(pairs: Sequence[Pair], found: Iterable[Label]) -> dict[Label, PairScore]:
    """Count, for each label, what there is, what was found and what of it is right.

    >>> a, b = Given("A", EntityType.TASK, "1"), Given("B", EntityType.TASK, "2")
    >>> score_pairs([Pair(a, b, Label.SAME)], [Label.DIFFERENT])[Label.SAME].recall
    0.0
    """
    both = [(pair.label, label) for pair, label in zip(pairs, found, strict=True)]
    return {
        label: PairScore(
            gold=sum(gold is label for gold, _ in both),
            found=sum(seen is label for _, seen in both),
            correct=sum(gold is seen is label for gold, seen in both),
            merged=sum(gold is label and seen is Label.SAME for gold, seen in both),
        )
        for label in Label
    }


def pairs_as_text(scores: Mapping[Label, PairScore]) -> str:
    """Write the scores as a small table in percent."""
    lines = [f"{'':<10}{'precision':>10}{'recall':>8}{'F1':>7}{'pairs':>7}{'found':>7}{'right':>7}{'merged':>8}"]
    for label, score in scores.items():
        shares = f"{score.precision:>10.1%}{score.recall:>8.1%}{score.f1:>7.1%}"
        lines.append(f"{label:<10}{shares}{score.gold:>7}{score.found:>7}{score.correct:>7}{score.merged:>8}")
    return "\n".join(lines)
