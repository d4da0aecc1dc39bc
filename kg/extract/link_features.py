"""What says which entity fills a slot of a result: where it stands beside the number, what stands between."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.extract.numbers import Number
from kg.extract.scene import PlacedNumber, Scene, Standing
from kg.model import EntityType, Span

__all__ = ["SLOTS", "Chosen", "Sight"]

Chosen = Mapping[str, int | None]
"""The numbers of the entities in the slots that are filled already."""

SLOTS: Mapping[str, tuple[EntityType, ...]] = {
    "metric": (EntityType.METRIC,),
    "dataset": (EntityType.DATASET,),
    "subject": (EntityType.METHOD, EntityType.MODEL, EntityType.DATASET),
    "model": (EntityType.MODEL, EntityType.METHOD),
    "baseline": (EntityType.METHOD, EntityType.MODEL),
}
"""The slots of a result in the order in which they are filled, and what may fill them."""

_WORD = re.compile(r"[A-Za-z]+|\d+|[^\w\s]")
_COMMA, _AND = re.compile(r"[,;]"), re.compile(r"\b(?:and|while)\b")
_DIGIT = re.compile(r"(?<![\w-])\d")
_MOST_OPTIONS = 40


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


@dataclass(frozen=True)
class Sight:
    """One slot of the result that a number states, seen from the number.

    `chosen` are the slots filled already, `before` those of the result before it in the same sentence.
    """

    scene: Scene
    placed: PlacedNumber
    slot: str
    kind: str
    chosen: Chosen
    before: Chosen | None

    def options(self) -> list[int | None]:
        """Return what may fill the slot: nothing, or the number of an entity."""
        taken = {self.chosen.get("subject"), self.chosen.get("model")} if self.slot in ("model", "baseline") else set()
        fitting = [n for n, e in enumerate(self.scene.entities) if e.type in SLOTS[self.slot] and n not in taken]
        if len(fitting) > _MOST_OPTIONS:
            fitting = sorted(sorted(fitting, key=lambda n: (n not in self._order, n))[:_MOST_OPTIONS])
        return [None, *fitting]

    def features(self, option: int | None) -> dict[str, float]:
        """Return the features of an option."""
        signs = self._none_signs() if option is None else self._entity_signs(option)
        return dict.fromkeys(sorted(signs), 1.0)

    @property
    def number(self) -> Number:
        """The number."""
        return self.placed.number

    @cached_property
    def _span(self) -> Span:
        return self.scene.sentences[self.placed.sentence]

    @cached_property
    def _here(self) -> list[Standing]:
        return self.scene.within(self.placed.sentence)

    @cached_property
    def _fitting(self) -> list[Standing]:
        return [s for s in self._here if self.scene.entities[s.entity].type in SLOTS[self.slot]]

    @cached_property
    def _order(self) -> dict[int, int]:
        """The rank of the fitting entities of the sentence by where they stand first."""
        return {entity: rank for rank, entity in enumerate(dict.fromkeys(s.entity for s in self._fitting))}

    @cached_property
    def _near(self) -> dict[int, int]:
        """The rank of the fitting entities of the sentence by how near they stand."""
        nearest = sorted(self._fitting, key=lambda s: (self._distance(s), s.entity))
        return {entity: rank for rank, entity in enumerate(dict.fromkeys(s.entity for s in nearest))}

    @cached_property
    def _left(self) -> list[str]:
        start = self.number.span.start
        return _words(self.scene.text[max(self._span.start, start - 80) : start])

    def _distance(self, standing: Standing) -> int:
        return min(abs(self.number.span.start - standing.end), abs(standing.start - self.number.span.end))

    def _entity_signs(self, option: int) -> set[str]:
        entity, kind = self.scene.entities[option], self.kind
        found = {f"kind={kind}", f"role={entity.role}", f"type={entity.type}", f"type={entity.type}{entity.role}"}
        found |= {f"fitting={min(4, len(self._order))}", f"name={entity.names[0].lower()}", f"part={self.number.part}"}
        found |= {f"sure={int(entity.confidence * 5)}"}
        found |= self._between(option) if option in self._order else self._elsewhere(option)
        found |= {f"is_{name}" for name, other in self.chosen.items() if other == option}
        found |= {f"no_{name}" for name, other in self.chosen.items() if other is None}
        return found | self._again(option)

    def _again(self, option: int) -> set[str]:
        """Return what the result before says of an entity."""
        if self.before is None:
            return {"first_result"}
        last = self.before.get(self.slot)
        found = {f"again={last == option:d}", f"last_none={last is None:d}"}
        found |= {f"was_{name}" for name, other in self.before.items() if other == option and name != self.slot}
        if last == option:
            start = self.number.span.start
            gap = self.scene.text[max(self._span.start, start - 20) : start]
            found.add(f"again{' '.join(_words(gap)[-1:])}")
        return found

    def _elsewhere(self, option: int) -> set[str]:
        """Return what is known of an entity that the sentence does not name."""
        entity, away = self.scene.entities[option], self.scene.away[option]
        role = entity.role
        found = {"away", f"away{min(2, len(self._order))}{role}", f"away{self.kind}", f"away{entity.type}{role}"}
        found |= {f"peers={away.peers}", f"peers={away.peers}{role}"}
        if self.placed.sentence - 1 in away.sentences:
            found.add("sentence_before")
        if away.in_title:
            found |= {"in_title", f"in_title{role}"}
        if away.begins:
            found.add("begins_title")
        if away.is_first:
            found |= {"first_peer", f"first_peer{role}"}
        if away.is_most:
            found.add("most_mentioned")
        return found

    def _between(self, option: int) -> set[str]:
        """Return side and distance of an entity in the sentence, what stands between and beyond."""
        text, entity = self.scene.text, self.scene.entities[option]
        best = min((s for s in self._here if s.entity == option), key=lambda s: (self._distance(s), s.start))
        is_right = best.start >= self.number.span.end
        side, low, high = (
            ("R", self.number.span.end, best.start) if is_right else ("L", best.end, self.number.span.start)
        )
        between = text[low:high]
        role, kind = entity.role, self.kind
        near, order = min(4, self._near[option]), min(3, self._order[option])
        found = {side, f"{side}d={min(12, len(between) // 8)}", f"{side}{kind}d={min(6, len(between) // 15)}"}
        found |= {f"{side}unit={self.number.unit}", f"near={near}", f"near={near}{side}", f"order={order}{kind}"}
        found |= {f"{side}role={role}", f"{side}role={role}{kind}"}
        found |= {f"{side}{name}={min(3, count)}" for name, count in self._counts(between, low, high, option).items()}
        found |= _gap_signs(side, between)
        before, after = _words(text[max(0, best.start - 25) : best.start])[-2:], _words(text[best.end : best.end + 20])
        found |= {f"{side}before={' '.join(before[-1:])}", f"{side}before2={' '.join(before)}"}
        return found | {f"{side}after={' '.join(after[:1])}"}

    def _counts(self, between: str, low: int, high: int, option: int) -> dict[str, int]:
        kind = self.scene.entities[option].type
        same = {s.entity for s in self._here if low <= s.start < high and self.scene.entities[s.entity].type is kind}
        counts = {"comma": _COMMA, "and": _AND, "number": _DIGIT}
        return {"same": len(same - {option})} | {name: len(p.findall(between)) for name, p in counts.items()}

    def _none_signs(self) -> set[str]:
        """Return what speaks for leaving the slot empty."""
        entities, kind, unit = self.scene.entities, self.kind, self.number.unit
        here = min(3, len(self._order))
        every = min(4, sum(entity.type in SLOTS[self.slot] for entity in entities))
        found = {"none", f"none{kind}", f"none{unit}", f"none{kind}{unit}", f"none here={here}", f"none all={every}"}
        found |= {f"none here={here}{kind}", f"none part={self.number.part}"}
        found |= {f"none has {entities[other].type}{entities[other].role}" for other in self._order}
        found |= {f"none no_{name}" for name, other in self.chosen.items() if other is None}
        found |= {f"none {name}={entities[other].role}" for name, other in self.chosen.items() if other is not None}
        end = self.number.span.end
        right = _words(self.scene.text[end : min(self._span.end, end + 80)])
        for side, words in (("L", self._left[::-1]), ("R", right)):
            found |= {f"none {side}{place}={word}" for place, word in enumerate(words[:3])}
            found |= {f"none {side}={word}" for word in words[:10]}
        found |= {f"none S={word}" for word in _words(self.scene.text[self._span.start : self._span.end])}
        return found | self._none_again()

    def _none_again(self) -> set[str]:
        if self.before is None:
            return {"none first"}
        is_empty = self.before.get(self.slot) is None
        return {f"none last={is_empty}", f"none last={is_empty}{' '.join(self._left[-1:])}"}


def _gap_signs(side: str, between: str) -> set[str]:
    words = _words(between)
    found = {f"{side}w={word}" for word in [*words[:3], *words[-3:]]} | {f"{side}any={word}" for word in words}
    if len(words) <= 4:
        found.add(f"{side}all={' '.join(words)}")
    if "(" in between and ")" not in between:
        found.add(f"{side}bracket")
    return found
