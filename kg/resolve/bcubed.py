"""B-cubed: how well names are grouped, seen from each name (Bagga and Baldwin 1998)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from kg.model import EntityType
from kg.resolve.given import Given

__all__ = ["BCubed", "b_cubed", "gold_names"]


@dataclass(frozen=True, slots=True)
class BCubed:
    """Precision and recall (0 to 1), averaged over `names` names."""

    precision: float
    recall: float
    names: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def as_record(self) -> dict[str, Any]:
        """Return the measure in JSON's types, to four decimals."""
        shares = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {name: round(share, 4) for name, share in shares.items()} | {"names": self.names}


def gold_names(records: Iterable[Mapping[str, Any]]) -> dict[Given, tuple[str, int]]:
    """Return each name of annotated papers with its thing: arXiv id, and the place among the paper's entities.

    >>> record = {"id": "2410.21465", "entities": [{"type": "Method", "names": ["DPO"]}]}
    >>> list(gold_names([record]).values())
    [('2410.21465', 0)]
    """
    return {
        Given(name, EntityType(entity["type"]), record["id"]): (record["id"], place)
        for record in records
        for place, entity in enumerate(record["entities"])
        for name in entity["names"]
    }


def b_cubed(gold: Mapping[Given, Hashable], found: Mapping[Given, Hashable]) -> BCubed:
    """Compare two groupings of the names of each paper; nobody has said which things of two papers are one.

    >>> a, b = Given("a", EntityType.TASK, "1"), Given("b", EntityType.TASK, "1")
    >>> b_cubed({a: "x", b: "x"}, {a: "x", b: "y"})
    BCubed(precision=1.0, recall=0.5, names=2)
    """
    mine, theirs = _groups(gold), _groups(found)
    precision = recall = 0.0
    for name in sorted(gold):
        right = mine[name.arxiv_id, gold[name]] & theirs[name.arxiv_id, found[name]]
        precision += len(right) / len(theirs[name.arxiv_id, found[name]])
        recall += len(right) / len(mine[name.arxiv_id, gold[name]])
    return BCubed(precision / len(gold), recall / len(gold), len(gold)) if gold else BCubed(0.0, 0.0, 0)


def _groups(things: Mapping[Given, Hashable]) -> dict[tuple[str, Hashable], set[Given]]:
    groups: dict[tuple[str, Hashable], set[Given]] = defaultdict(set)
    for name, thing in things.items():
        groups[name.arxiv_id, thing].add(name)
    return groups
