"""Records in the form in which they are compared: names by their keys, values as numbers, links as names.

Entities are the same when they share a name, apart from case, spaces, hyphens, a plural "s" and marks around
it. Items are paired in the order of the annotation, each at most once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from kg.records import Record

__all__ = ["SLOTS", "ComparedEntity", "ComparedPaper", "ComparedResult", "agree", "as_compared", "pair_off"]

SLOTS = ("metric", "dataset", "subject", "baseline", "model")
"""What a result may link to, in the order in which errors name it."""

_T = TypeVar("_T")
# White space, and whatever dash or hyphen somebody typed.
_IGNORED = re.compile(r"[\s\-‐-―_/]+")
_MARKS = "\"'`*.,:;()[]$"


@dataclass(frozen=True)
class ComparedEntity:
    """An entity with its names in the form in which they are compared."""

    type: str
    role: str | None
    names: tuple[str, ...]
    keys: frozenset[str]
    record: Record

    def is_like(self, other: ComparedEntity) -> bool:
        """Say whether the two share a name."""
        return not self.keys.isdisjoint(other.keys)


@dataclass(frozen=True)
class ComparedResult:
    """A result with its links resolved to the names of entities; None where a link is open."""

    value: float | str
    kind: str
    links: dict[str, frozenset[str] | None]
    record: Record

    def has_value_of(self, other: ComparedResult) -> bool:
        """Say whether number and kind are the same."""
        return self.value == other.value and self.kind == other.kind

    def measures_like(self, other: ComparedResult) -> bool:
        """Say whether metric and dataset are the same, too."""
        return self.has_value_of(other) and self._links_like(other, "metric", "dataset")

    def is_attributed_like(self, other: ComparedResult) -> bool:
        """Say whether the subject is the same, too."""
        return self.measures_like(other) and self._links_like(other, "subject")

    def is_like(self, other: ComparedResult) -> bool:
        """Say whether all is the same."""
        return self.has_value_of(other) and self._links_like(other, *SLOTS)

    def _links_like(self, other: ComparedResult, *slots: str) -> bool:
        return all(agree(self.links[slot], other.links[slot]) for slot in slots)


@dataclass(frozen=True)
class ComparedPaper:
    """One record, ready to be compared."""

    entities: tuple[ComparedEntity, ...] = ()
    results: tuple[ComparedResult, ...] = ()


def agree(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """Say whether two links name the same, or are both open."""
    if one is None or other is None:
        return one is other
    return not one.isdisjoint(other)


def pair_off(
    gold: Sequence[_T], predicted: Sequence[_T], alike: Callable[[_T, _T], bool]
) -> tuple[list[tuple[_T, _T]], list[_T], list[_T]]:
    """Pair items off, first come first served; also return the gold and the predicted ones left over.

    >>> pair_off([1, 2, 2], [2, 3], int.__eq__)
    ([(2, 2)], [1, 2], [3])
    """
    free = list(range(len(predicted)))
    pairs, missed = [], []
    for item in gold:
        place = next((place for place in free if alike(item, predicted[place])), None)
        if place is None:
            missed.append(item)
        else:
            free.remove(place)
            pairs.append((item, predicted[place]))
    return pairs, missed, [predicted[place] for place in free]


def as_compared(record: Record) -> ComparedPaper:
    """Turn a record of the annotation guideline's form into what is compared."""
    entities = tuple(
        ComparedEntity(e["type"], e.get("role"), tuple(e["names"]), frozenset(map(_key, e["names"])), e)
        for e in record["entities"]
    )
    links = {entity.names[0]: entity.keys for entity in entities}
    return ComparedPaper(entities, tuple(_result(result, links) for result in record["results"]))


def _result(record: Record, links: dict[str, frozenset[str]]) -> ComparedResult:
    def link(name: Any) -> frozenset[str] | None:
        # A link should be a first name; any other stands for itself.
        return None if name is None else links.get(name, frozenset({_key(name)}))

    slots = {slot: link(record[slot]) for slot in SLOTS}
    return ComparedResult(_number(record["value"]), record["kind"], slots, record)


def _key(name: str) -> str:
    """Return the form in which names are compared.

    >>> _key("Vision Transformers") == _key("vision-transformer")
    True
    """
    key = _IGNORED.sub("", name.casefold()).strip(_MARKS)
    return key[:-1] if len(key) > 3 and key.endswith("s") and not key.endswith("ss") else key


def _number(value: object) -> float | str:
    """Return a printed value as a number, so that 0.50 is 0.5; a range stays text."""
    printed = str(value).replace(",", "").replace("–", "-")
    try:
        return float(printed)
    except ValueError:
        return printed
