"""Evaluation: extracted records against annotated ones.

Entities are the same when they share a name, apart from case, spaces, hyphens, a plural "s" and marks around
it. Items are paired in the order of the annotation, each at most once, and all papers are counted together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from kg.extract.scores import Score, Scores, Slip
from kg.model import EntityType
from kg.records import Record

__all__ = ["evaluate"]

_T = TypeVar("_T")
_IGNORED = re.compile(r"[\s\-‐-―_/]+")
_MARKS = "\"'`*.,:;()[]$"


@dataclass(frozen=True)
class _Entity:
    """An entity with its names in the form in which they are compared."""

    type: str
    role: str | None
    names: tuple[str, ...]
    keys: frozenset[str]

    def is_like(self, other: _Entity) -> bool:
        return not self.keys.isdisjoint(other.keys)


@dataclass(frozen=True)
class _Result:
    """A result with its links resolved to the names of entities; None where a link is open."""

    value: float | str
    kind: str
    subject: frozenset[str] | None
    metric: frozenset[str] | None
    dataset: frozenset[str] | None
    baseline: frozenset[str] | None
    model: frozenset[str] | None
    text: str

    def has_value_of(self, other: _Result) -> bool:
        return self.value == other.value and self.kind == other.kind

    def measures_like(self, other: _Result) -> bool:
        alike = _agree(self.metric, other.metric) and _agree(self.dataset, other.dataset)
        return alike and self.has_value_of(other)

    def is_attributed_like(self, other: _Result) -> bool:
        return _agree(self.subject, other.subject) and self.measures_like(other)


@dataclass(frozen=True)
class _Paper:
    """One record, ready to be compared."""

    entities: tuple[_Entity, ...] = ()
    results: tuple[_Result, ...] = ()


@dataclass
class _Tally:
    """The counts so far, under names that `Scores` has too, and under entity types."""

    scores: dict[str, Score] = field(default_factory=dict)
    slips: list[Slip] = field(default_factory=list)

    def add(self, name: str, found: int, gold: int, predicted: int) -> None:
        self.scores[name] = self[name] + Score(found, gold, predicted)

    def __getitem__(self, name: str) -> Score:
        return self.scores.get(name, Score())


def evaluate(gold: Iterable[Record], predicted: Iterable[Record]) -> Scores:
    """Score extracted records against annotated ones, both in the annotation guideline's form.

    A paper without a prediction counts as empty; predictions for other papers are left out; of two records
    with one id the later counts.

    >>> lora = {"type": "Method", "names": ["LoRA"], "role": "used"}
    >>> scores = evaluate([{"id": "1", "entities": [lora], "results": []}], [])
    >>> scores.typed.recall, scores.typed.gold
    (0.0, 1)
    """
    wanted = {record["id"]: _read(record) for record in gold}
    got = {record["id"]: _read(record) for record in predicted if record["id"] in wanted}
    tally = _Tally()
    for arxiv_id, annotated in wanted.items():
        extracted = got.get(arxiv_id, _Paper())
        _count_entities(tally, arxiv_id, annotated.entities, extracted.entities)
        _count_results(tally, arxiv_id, annotated.results, extracted.results)
    return Scores(
        papers=len(wanted),
        answered=len(got),
        types={entity_type: tally[entity_type] for entity_type in EntityType},
        any_type=tally["any"],
        roles=tally["roles"],
        value=tally["value"],
        measured=tally["measured"],
        attributed=tally["attributed"],
        baseline=tally["baseline"],
        model=tally["model"],
        slips=tuple(tally.slips),
    )


def _count_entities(tally: _Tally, arxiv_id: str, annotated: Sequence[_Entity], extracted: Sequence[_Entity]) -> None:
    for entity_type in EntityType:
        gold = [entity for entity in annotated if entity.type == entity_type]
        predicted = [entity for entity in extracted if entity.type == entity_type]
        pairs, missed, spurious = _pair(gold, predicted, _Entity.is_like)
        tally.add(entity_type, len(pairs), len(gold), len(predicted))
        if entity_type.has_role:
            right = sum(one.role == other.role for one, other in pairs)
            tally.add("roles", right, len(pairs), len(pairs))
        tally.slips += [Slip(arxiv_id, False, entity_type, " | ".join(entity.names)) for entity in missed]
        tally.slips += [Slip(arxiv_id, True, entity_type, " | ".join(entity.names)) for entity in spurious]
    pairs, _, _ = _pair(annotated, extracted, _Entity.is_like)
    tally.add("any", len(pairs), len(annotated), len(extracted))


def _count_results(tally: _Tally, arxiv_id: str, gold: Sequence[_Result], predicted: Sequence[_Result]) -> None:
    pairs, _, _ = _pair(gold, predicted, _Result.has_value_of)
    tally.add("value", len(pairs), len(gold), len(predicted))
    for one, other in pairs:
        for name, mine, theirs in (
            ("baseline", one.baseline, other.baseline),
            ("model", one.model, other.model),
        ):
            right = mine is not None and _agree(mine, theirs)
            tally.add(name, right, mine is not None, theirs is not None)
    pairs, missed, spurious = _pair(gold, predicted, _Result.measures_like)
    tally.add("measured", len(pairs), len(gold), len(predicted))
    tally.slips += [Slip(arxiv_id, False, "result", result.text) for result in missed]
    tally.slips += [Slip(arxiv_id, True, "result", result.text) for result in spurious]
    pairs, _, _ = _pair(gold, predicted, _Result.is_attributed_like)
    tally.add("attributed", len(pairs), len(gold), len(predicted))


def _pair(
    gold: Sequence[_T], predicted: Sequence[_T], alike: Callable[[_T, _T], bool]
) -> tuple[list[tuple[_T, _T]], list[_T], list[_T]]:
    """Pair items off, first come first served; also return the gold and the predicted ones left over."""
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


def _agree(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    """Say whether two links name the same, or are both open."""
    if one is None or other is None:
        return one is other
    return not one.isdisjoint(other)


def _read(record: Record) -> _Paper:
    entities = tuple(
        _Entity(e["type"], e.get("role"), tuple(e["names"]), frozenset(map(_key, e["names"])))
        for e in record["entities"]
    )
    links = {entity.names[0]: entity.keys for entity in entities}
    return _Paper(entities, tuple(_read_result(result, links) for result in record["results"]))


def _read_result(result: Record, links: dict[str, frozenset[str]]) -> _Result:
    def link(slot: str) -> frozenset[str] | None:
        name = result[slot]
        return None if name is None else links.get(name, frozenset({_key(name)}))

    said = [f"{slot} {result[slot]}" for slot in ("metric", "dataset", "subject") if result[slot] is not None]
    return _Result(
        value=_number(result["value"]),
        kind=result["kind"],
        subject=link("subject"),
        metric=link("metric"),
        dataset=link("dataset"),
        baseline=link("baseline"),
        model=link("model"),
        text=", ".join([f"{result['kind']} {result['value']} {result.get('unit') or ''}".rstrip(), *said]),
    )


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
