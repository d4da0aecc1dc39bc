"""What says which entity fills a slot of a result: where it stands beside the number, what stands between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from kg.extract.net_features import link_signs
from kg.extract.numbers import Number
from kg.extract.outlook import Outlook
from kg.extract.scene import PlacedNumber, Scene
from kg.extract.slots import SLOTS

__all__ = ["Chosen", "Sight"]

Chosen = Mapping[str, int | None]
"""The numbers of the entities in the slots that are filled already."""

_MOST_OPTIONS = 40


@lru_cache(maxsize=1)
def _outlook_from(scene: Scene, placed: PlacedNumber, kind: str) -> Outlook:
    """Return the outlook from a number; its slots are filled one after the other and share it."""
    return Outlook(scene, placed, kind)


# The weights know features by name: to change one, or what it stands for, is to train anew.
# Without slots: a cached_property keeps what it found in __dict__.
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
        # A system is no base model or baseline of itself.
        taken = {self.chosen.get("subject"), self.chosen.get("model")} if self.slot in ("model", "baseline") else set()
        fitting = [n for n, e in enumerate(self.scene.entities) if e.type in SLOTS[self.slot] and n not in taken]
        # A survey names hundreds: those of the sentence come first, then those mentioned first.
        if len(fitting) > _MOST_OPTIONS:
            fitting = sorted(sorted(fitting, key=lambda n: (n not in self._order, n))[:_MOST_OPTIONS])
        return [None, *fitting]

    def features(self, option: int | None) -> dict[str, float]:
        """Return the features of an option, in no order."""
        signs = self._none_signs() if option is None else self._entity_signs(option)
        return dict.fromkeys(signs, 1.0) | self._net_signs(option)

    def _net_signs(self, option: int | None) -> dict[str, float]:
        if self.scene.net is None:
            return {}
        words = None if option is None else self.scene.words[option]
        return link_signs(self.scene.net, self.scene.word(self.number), self.slot, words)

    @property
    def number(self) -> Number:
        """The number."""
        return self.placed.number

    @cached_property
    def _outlook(self) -> Outlook:
        return _outlook_from(self.scene, self.placed, self.kind)

    @cached_property
    def _order(self) -> dict[int, int]:
        """The rank of the fitting entities of the sentence by where they stand first."""
        here = dict.fromkeys(standing.entity for standing in self._outlook.here)
        fitting = (entity for entity in here if self.scene.entities[entity].type in SLOTS[self.slot])
        return {entity: rank for rank, entity in enumerate(fitting)}

    @cached_property
    def _near(self) -> dict[int, int]:
        """The rank of the fitting entities of the sentence by how near they stand."""
        outlook = self._outlook
        nearest = sorted(self._order, key=lambda entity: (outlook.distance(outlook.nearest[entity]), entity))
        return {entity: rank for rank, entity in enumerate(nearest)}

    def _entity_signs(self, option: int) -> set[str]:
        found = self._outlook.about(option) | {f"fitting={min(4, len(self._order))}"}
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
            found.add(f"again{self._outlook.word_close_before}")
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
        """Return how an entity stands in the sentence, and its rank among those that fit."""
        near, order = min(4, self._near[option]), min(3, self._order[option])
        ranks = {f"near={near}", f"near={near}{self._outlook.side(option)}", f"order={order}{self.kind}"}
        return ranks | self._outlook.beside(option)

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
        return found | self._outlook.words | self._none_again()

    def _none_again(self) -> set[str]:
        if self.before is None:
            return {"none first"}
        is_empty = self.before.get(self.slot) is None
        return {f"none last={is_empty}", f"none last={is_empty}{self._outlook.word_before}"}
