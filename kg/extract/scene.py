"""The ground on which results grow: a text with its entities, and where they stand by sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from kg.extract.net_view import NetView
from kg.extract.number_settings import is_setting
from kg.extract.numbers import Number, find_numbers
from kg.extract.reading import Reading
from kg.extract.things import DocEntity
from kg.model import EntityType, Role, Span

__all__ = ["Away", "PlacedNumber", "Scene", "Standing"]


class Standing(NamedTuple):
    """One place where an entity stands: half-open character offsets and the entity's number."""

    start: int
    end: int
    entity: int


class PlacedNumber(NamedTuple):
    """A number, the number of its sentence, and the fifth of the text that it stands in."""

    number: Number
    sentence: int
    part: int


@dataclass(frozen=True, slots=True)
class Away:
    """What is known of an entity for numbers in sentences that do not name it."""

    sentences: frozenset[int]
    in_title: bool
    begins: bool
    peers: int
    is_first: bool
    is_most: bool


class Scene:
    """A reading and the entities in it, the first-mentioned first."""

    def __init__(self, reading: Reading, entities: Sequence[DocEntity], net: NetView | None = None) -> None:
        self.text, self.entities, self.net = reading.text, entities, net
        self.reading = reading
        self.sentences = [reading.span(place) for place in reading.bounds]
        self._title_end = reading.title_end
        self._starts = [sentence.start for sentence in self.sentences]
        self._body = reading.body
        self._body_starts = [span.start for span in reading.body]
        self._here: dict[int, list[Standing]] = defaultdict(list)
        for number, entity in enumerate(entities):
            for span in entity.spans:
                self._here[self._sentence(span.start)].append(Standing(span.start, span.end, number))
        for standings in self._here.values():
            standings.sort()
        self.away = self._facts()

    def word(self, number: Number) -> int:
        """Return the word in which the digits of a number begin."""
        word = self.reading.word_at(number.span.start)
        # ".85" is two words, and the network knows a number by the one that begins with a digit.
        return word + (self.reading.words[word] == ".")

    @cached_property
    def words(self) -> list[list[int]]:
        """The words at all places of each entity."""
        places = [[self.reading.place(span) for span in entity.spans] for entity in self.entities]
        return [[word for place in group if place for word in range(*place)] for group in places]

    def within(self, sentence: int) -> list[Standing]:
        """Return where entities stand in a sentence, in order."""
        return self._here.get(sentence, [])

    def numbers(self) -> Iterator[PlacedNumber]:
        """Yield the numbers of the body behind the title, those inside names left out."""
        for place, sentence in enumerate(self.sentences):
            # What a title says in numbers, the summary says again.
            if sentence.start <= self._title_end:
                continue
            names = [Span(start, end) for start, end, _ in self.within(place)]
            part = min(4, 5 * place // len(self.sentences))
            for number in find_numbers(self.text, sentence, names):
                if self._counts(number.span) and not is_setting(self.text, sentence, number):
                    yield PlacedNumber(number, place, part)

    def _counts(self, span: Span) -> bool:
        place = bisect_right(self._body_starts, span.start) - 1
        return place >= 0 and span.start < self._body[place].end

    def _sentence(self, offset: int) -> int:
        return max(0, bisect_right(self._starts, offset) - 1)

    def _facts(self) -> list[Away]:
        sorts: dict[tuple[EntityType, Role | None], list[int]] = defaultdict(list)
        for number, entity in enumerate(self.entities):
            sorts[entity.type, entity.role].append(number)
        most = {sort: max(len(self.entities[n].spans) for n in numbers) for sort, numbers in sorts.items()}
        sizes = Counter({sort: len(numbers) for sort, numbers in sorts.items()})
        return [
            Away(
                frozenset(self._sentence(s.start) for s in entity.spans if s.start >= self._title_end),
                any(span.start < self._title_end for span in entity.spans),
                any(span.start == 0 for span in entity.spans[:1]),
                min(4, sizes[sort]),
                sorts[sort][0] == number,
                len(entity.spans) == most[sort],
            )
            for number, entity in enumerate(self.entities)
            for sort in [(entity.type, entity.role)]
        ]
