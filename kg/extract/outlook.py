"""What surrounds a number that states a result, whichever slot of the result is to be filled."""

from __future__ import annotations

import re
from functools import cached_property

from kg.extract.numbers import Number
from kg.extract.scene import PlacedNumber, Scene, Standing
from kg.model import Span

__all__ = ["Outlook"]

_WORD = re.compile(r"[A-Za-z]+|\d+|[^\w\s]")
_COMMA, _AND = re.compile(r"[,;]"), re.compile(r"\b(?:and|while)\b")
# Where a number begins that is no part of a name, as in GPT-4.
_DIGIT = re.compile(r"(?<![\w-])\d")


class Outlook:
    """A number in its sentence; what is seen from it is worked out once, for all slots."""

    def __init__(self, scene: Scene, placed: PlacedNumber, kind: str) -> None:
        self.number: Number = placed.number
        self.here = scene.within(placed.sentence)
        self._scene, self._kind = scene, kind
        self._span: Span = scene.sentences[placed.sentence]
        self._about: dict[int, set[str]] = {}
        self._beside: dict[int, set[str]] = {}

    @cached_property
    def nearest(self) -> dict[int, Standing]:
        """The nearest place of each entity of the sentence; the first of places equally near."""
        # The farthest first: in the dict the last of each entity stays.
        ordered = sorted(self.here, key=lambda s: (self.distance(s), s.start), reverse=True)
        return {standing.entity: standing for standing in ordered}

    def distance(self, standing: Standing) -> int:
        """Return how many characters lie between the number and a place."""
        return min(abs(self.number.span.start - standing.end), abs(standing.start - self.number.span.end))

    @cached_property
    def word_before(self) -> str:
        """The word right before the number; empty if there is none."""
        return "".join(self._left[-1:])

    @cached_property
    def word_close_before(self) -> str:
        """The last word of the few signs right before the number; a longer word is cut."""
        start = self.number.span.start
        return "".join(_words(self._scene.text[max(self._span.start, start - 20) : start])[-1:])

    @cached_property
    def _left(self) -> list[str]:
        start = self.number.span.start
        return _words(self._scene.text[max(self._span.start, start - 80) : start])

    @cached_property
    def words(self) -> set[str]:
        """The features of the words on both sides, for a slot left empty."""
        text, end = self._scene.text, self.number.span.end
        right = _words(text[end : min(self._span.end, end + 80)])
        found = {f"none S={word}" for word in _words(text[self._span.start : self._span.end])}
        for side, words in (("L", self._left[::-1]), ("R", right)):
            found |= {f"none {side}{place}={word}" for place, word in enumerate(words[:3])}
            found |= {f"none {side}={word}" for word in words[:10]}
        return found

    def about(self, option: int) -> set[str]:
        """Return what an entity is, and the kind and the form of the number."""
        if option not in self._about:
            entity, kind = self._scene.entities[option], self._kind
            found = {f"kind={kind}", f"role={entity.role}", f"type={entity.type}", f"type={entity.type}{entity.role}"}
            found |= {f"name={entity.names[0].lower()}", f"part={self.number.part}"}
            self._about[option] = found | {f"sure={int(entity.confidence * 5)}"}
        return self._about[option]

    def beside(self, option: int) -> set[str]:
        """Return side and distance of an entity in the sentence, what stands between and beyond."""
        if option not in self._beside:
            self._beside[option] = self._seen(option)
        return self._beside[option]

    def side(self, option: int) -> str:
        """Return on which side an entity stands: L or R."""
        return "R" if self.nearest[option].start >= self.number.span.end else "L"

    def _seen(self, option: int) -> set[str]:
        text, best, side = self._scene.text, self.nearest[option], self.side(option)
        low, high = (self.number.span.end, best.start) if side == "R" else (best.end, self.number.span.start)
        between = text[low:high]
        role, kind = self._scene.entities[option].role, self._kind
        found = {side, f"{side}d={min(12, len(between) // 8)}", f"{side}{kind}d={min(6, len(between) // 15)}"}
        found |= {f"{side}unit={self.number.unit}", f"{side}role={role}", f"{side}role={role}{kind}"}
        found |= {f"{side}{name}={min(3, count)}" for name, count in self._counts(between, low, high, option).items()}
        found |= _gap_signs(side, between)
        before, after = _words(text[max(0, best.start - 25) : best.start])[-2:], _words(text[best.end : best.end + 20])
        found |= {f"{side}before={' '.join(before[-1:])}", f"{side}before2={' '.join(before)}"}
        return found | {f"{side}after={' '.join(after[:1])}"}

    def _counts(self, between: str, low: int, high: int, option: int) -> dict[str, int]:
        entities = self._scene.entities
        kind = entities[option].type
        same = {s.entity for s in self.here if low <= s.start < high and entities[s.entity].type is kind}
        counts = {"comma": _COMMA, "and": _AND, "number": _DIGIT}
        return {"same": len(same - {option})} | {name: len(p.findall(between)) for name, p in counts.items()}


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())


def _gap_signs(side: str, between: str) -> set[str]:
    words = _words(between)
    found = {f"{side}w={word}" for word in [*words[:3], *words[-3:]]} | {f"{side}any={word}" for word in words}
    if len(words) <= 4:
        found.add(f"{side}all={' '.join(words)}")
    if "(" in between and ")" not in between:
        found.add(f"{side}bracket")
    return found
