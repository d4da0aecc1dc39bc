"""A text as the models read it: words, sentences, title, and which stretches count.

A word is a run of letters, digits and underscores, or a single other sign. Offsets of characters count code
points of the text, half-open; offsets of words count words, half-open, and are called places.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.model import Span

__all__ = ["WORD", "Place", "Reading", "name_words"]

Place = tuple[int, int]
"""Half-open offsets of words."""

WORD = re.compile(r"\w+(?:[\u0300-\u036f]+\w*)*|[^\w\s]")
"""One word; an accent behind its letter belongs to it."""

_LONGEST_SENTENCE = 150


def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name in lower case.

    >>> name_words("Qwen2.5-7B")
    ('qwen2', '.', '5', '-', '7b')
    """
    return tuple(WORD.findall(name.lower()))


# Without slots: a cached_property keeps what it found in __dict__.
@dataclass(frozen=True)
class Reading:
    """A text up to the end of what counts, in words and sentences.

    `title_end` is where the title ends, -1 if there is none. `sentences` are stretches of characters that
    hold all words; `body` are the stretches that count.
    """

    text: str
    title_end: int
    sentences: Sequence[Span]
    body: Sequence[Span]

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """The character offsets of each word."""
        # Plain pairs: a Span checks itself, which is costly for every word.
        return [match.span() for match in WORD.finditer(self.text)]

    @cached_property
    def words(self) -> list[str]:
        """The words as printed."""
        return [self.text[start:end] for start, end in self.spans]

    @cached_property
    def lower(self) -> list[str]:
        """The words in lower case."""
        return [word.lower() for word in self.words]

    @cached_property
    def digits(self) -> bytes:
        """Whether each word begins with a digit: 1 or 0."""
        return bytes(word[0].isdigit() for word in self.words)

    @cached_property
    def bounds(self) -> list[Place]:
        """The places of the sentences; one that does not end is cut, which bounds all work on it."""
        found = []
        for sentence in self.sentences:
            low, high = bisect_left(self.starts, sentence.start), bisect_left(self.starts, sentence.end)
            found += [(at, min(high, at + _LONGEST_SENTENCE)) for at in range(low, high, _LONGEST_SENTENCE)]
        return found

    @cached_property
    def sentence_of(self) -> list[int]:
        """The number of the sentence of each word."""
        return [number for number, (start, end) in enumerate(self.bounds) for _ in range(start, end)]

    @cached_property
    def counts(self) -> bytearray:
        """Whether each word stands in the body: 1 or 0."""
        return self._marked(self.body)

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [start for start, _ in self.spans]

    @cached_property
    def _starts(self) -> dict[int, int]:
        return {start: number for number, (start, _) in enumerate(self.spans)}

    @cached_property
    def _ends(self) -> dict[int, int]:
        return {end: number + 1 for number, (_, end) in enumerate(self.spans)}

    def _marked(self, stretches: Iterable[Span]) -> bytearray:
        marked = bytearray(len(self.starts))
        for stretch in stretches:
            low, high = bisect_left(self.starts, stretch.start), bisect_left(self.starts, stretch.end)
            marked[low:high] = b"\1" * (high - low)
        return marked

    def is_title(self, word: int) -> bool:
        """Say whether a word stands in the title."""
        return self.spans[word][0] < self.title_end

    def in_body(self, place: Place) -> bool:
        """Say whether all words of a place count and stand in one sentence."""
        start, end = place
        return all(self.counts[start:end]) and self.sentence_of[start] == self.sentence_of[end - 1]

    def word_at(self, offset: int) -> int:
        """Return the number of the last word that begins at or before a character; 0 if there is none."""
        return max(0, bisect_right(self.starts, offset) - 1)

    def surface(self, place: Place) -> str:
        """Return the text of a place."""
        return self.text[self.spans[place[0]][0] : self.spans[place[1] - 1][1]]

    def span(self, place: Place) -> Span:
        """Return the character offsets of a place."""
        return Span(self.spans[place[0]][0], self.spans[place[1] - 1][1])

    def place(self, span: Span) -> Place | None:
        """Return the place of a stretch of characters, None where it cuts a word."""
        start, end = self._starts.get(span.start), self._ends.get(span.end)
        return None if start is None or end is None else (start, end)
