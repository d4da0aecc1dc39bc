"""A passage: one sentence with the names and the numbers in it, the ground that results grow on."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extract.annotations import DocEntity
from kg.extract.numbers import Number, find_numbers
from kg.model import EntityType, Role, Span

__all__ = ["NamedSpan", "Passage", "passages"]

_REACH = 200
_LONGEST = 700


@dataclass(frozen=True, slots=True, order=True)
class NamedSpan:
    """One place where an entity stands; `entity` is its place in the doc's entities."""

    span: Span
    entity: int
    type: EntityType
    role: Role | None


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence of a doc; all offsets are those of the doc's `text`."""

    text: str
    span: Span
    names: tuple[NamedSpan, ...]
    numbers: tuple[Number, ...]

    def left(self, number: Number) -> str:
        """Return the words of the sentence before a number and its bound (200 characters at most)."""
        start = max(self.span.start, number.outer.start - _REACH)
        return self.text[start : number.outer.start]

    def right(self, number: Number) -> str:
        """Return the words of the sentence after a number and its unit (200 characters at most)."""
        return self.text[number.outer.end : min(self.span.end, number.outer.end + _REACH)]

    def before(self, name: NamedSpan) -> str:
        """Return the words of the sentence that lead up to a name (70 characters at most)."""
        return self.text[max(self.span.start, name.span.start - 70) : name.span.start]

    def named(self, *types: EntityType) -> list[NamedSpan]:
        """Return the names of some types, in the order of the text."""
        return [name for name in self.names if name.type in types]

    def between(self, first: Span, second: Span) -> str:
        """Return the words between two stretches, in whichever order they stand."""
        if first.start > second.start:
            first, second = second, first
        return self.text[first.end : second.start]

    def numbers_between(self, first: Span, second: Span) -> int:
        """Count the numbers that stand between two stretches."""
        start, end = min(first.end, second.end), max(first.start, second.start)
        low = bisect_left(self.numbers, start, key=_start)
        return bisect_left(self.numbers, end, lo=low, key=_start) - low


def _start(number: Number) -> int:
    return number.span.start


def passages(text: str, sentences: Sequence[Span], entities: Sequence[DocEntity]) -> Iterator[Passage]:
    """Yield the sentences that hold a number; one without end is cut into pieces of 700 characters.

    >>> [n.value for p in passages("A. B is 3.5.", [Span(0, 2), Span(3, 12)], []) for n in p.numbers]
    ['3.5']
    """
    names = sorted(
        NamedSpan(span, place, entity.type, entity.role)
        for place, entity in enumerate(entities)
        for span in entity.spans
    )
    for sentence in (piece for whole in sentences for piece in _pieces(text, whole)):
        inside = tuple(name for name in names if sentence.start <= name.span.start and name.span.end <= sentence.end)
        numbers = find_numbers(text, sentence, [name.span for name in inside])
        if numbers:
            yield Passage(text, sentence, inside, tuple(numbers))


def _pieces(text: str, sentence: Span) -> Iterator[Span]:
    """Cut a sentence at spaces so that no piece is longer than sentences are, which bounds the work."""
    start = sentence.start
    while sentence.end - start > _LONGEST:
        space = text.rfind(" ", start + 1, start + _LONGEST)
        end = space if space > 0 else start + _LONGEST
        yield Span(start, end)
        start = end
    yield Span(start, sentence.end)
