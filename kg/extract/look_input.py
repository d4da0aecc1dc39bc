"""What the network reads when it looks at one number again: a part of the text, in which the names found are marked.

The part is the title, the sentence before, the sentence of the number, and behind these each entity that they don't
name, where it stands first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from kg.extract.net_input import MOST_PIECES, SIGNS
from kg.extract.net_view import ROLES
from kg.extract.reading import Place
from kg.extract.scene import PlacedNumber, Scene
from kg.extract.wordpieces import START, STOP, WordPieces
from kg.model import EntityType, ResultKind

__all__ = ["MARKS", "LookInput", "Window"]

_PARTS = ("here", "before", "title", "named elsewhere")

# The network knows marks by their order: a new one, or another order, needs a new network.
MARKS = (
    *("number", "other number"),
    *(f"kind {kind}" for kind in ResultKind),
    *(f"B {kind}" for kind in EntityType),
    *(f"I {kind}" for kind in EntityType),
    *(f"role {role}" for role in ROLES),
    *_PARTS,
    "doubtful",
)
"""The marks of pieces, the number of a mark being its place."""

_NUMBER = {name: number for number, name in enumerate(MARKS)}
_MOST_TITLE, _MOST_BEFORE, _MOST_NAME = 40, 40, 8
# A long sentence is cut around its number: so many words before it at most, and so many in all.
_BEFORE_NUMBER, _MOST_HERE = 60, 90
# Entities that the part does not name are added up to this length; hardly any text has so many.
_MOST_LISTED = 230
_SURE = 0.5


@dataclass(frozen=True)
class LookInput:
    """The pieces of the part (n), their signs (n, signs) and marks (n, marks), and what stands where.

    `owners` are the numbers of the entities of the pieces (n), -1 for none; `number` is the piece at which the number
    begins, `places` the pieces at which each entity does.
    """

    pieces: NDArray[np.int64]
    signs: NDArray[np.float32]
    marks: NDArray[np.float32]
    owners: Sequence[int]
    number: int
    places: Mapping[int, Sequence[int]]


@dataclass
class Window:
    """What is seen from the numbers of a text; `signs` are those of its words (words, signs), or of the first ones."""

    scene: Scene
    signs: NDArray[np.float32]
    wordpieces: WordPieces
    _numbers: dict[int, list[int]] = field(default_factory=dict, init=False)
    _owners: dict[int, tuple[int, bool]] = field(default_factory=dict, init=False)
    _firsts: dict[int, Place] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        for placed in self.scene.numbers():
            self._numbers.setdefault(placed.sentence, []).append(self.scene.word(placed.number))
        reading = self.scene.reading
        for number, entity in enumerate(self.scene.entities):
            places = [place for span in entity.spans if (place := reading.place(span))]
            if places:
                self._firsts[number] = places[0]
            for start, end in places:
                for word in range(start, end):
                    self._owners.setdefault(word, (number, word == start))

    def at(self, placed: PlacedNumber, kind: str) -> LookInput:
        """Return what the network reads of a number of a kind."""
        number, numbers = self.scene.word(placed.number), self._numbers[placed.sentence]
        rows = _Rows(self)
        found = 0
        for part, words in self._parts(placed.sentence, number):
            for word in words:
                marks = [part]
                if part == "here" and word == number:
                    found = rows.end
                    marks += ["number", f"kind {kind}"]
                elif part == "here" and word in numbers:
                    marks.append("other number")
                rows.add(word, marks)
            rows.stop()
        for entity, (start, end) in self._firsts.items():
            if entity not in rows.places and rows.end <= _MOST_LISTED:
                rows.places[entity] = [rows.end]
                for word in range(start, min(end, start + _MOST_NAME)):
                    rows.add(word, ["named elsewhere"])
                rows.stop()
        return rows.input(found)

    def _parts(self, sentence: int, number: int) -> Iterator[tuple[str, Iterable[int]]]:
        reading = self.scene.reading
        title = sum(1 for start, _ in reading.spans[:_MOST_TITLE] if start < reading.title_end)
        yield "title", range(title)
        if sentence:
            start, end = reading.bounds[sentence - 1]
            if not reading.is_title(start):
                yield "before", range(max(start, end - _MOST_BEFORE), end)
        start, end = reading.bounds[sentence]
        if end - start > _MOST_HERE:
            start = max(start, number - _BEFORE_NUMBER)
            end = min(end, start + _MOST_HERE)
        yield "here", range(start, end)

    def owner(self, word: int) -> tuple[int, bool] | None:
        """Return the number of the entity of a word, and whether the word begins it."""
        return self._owners.get(word)


class _Rows:
    """The pieces of a part as they are put together."""

    def __init__(self, window: Window) -> None:
        self._window, self._reading = window, window.scene.reading
        self._pieces, self._words, self._marks, self._owners = [START], [-1], [list[int]()], [-1]
        self.places: dict[int, list[int]] = {}

    @property
    def end(self) -> int:
        """How many pieces there are."""
        return len(self._pieces)

    def add(self, word: int, marks: list[str]) -> None:
        """Add a word, with the marks of its entity."""
        cut = self._window.wordpieces.cut(self._reading.words[word])
        # One place is kept for each stop that may follow.
        if self.end + len(cut) > MOST_PIECES - len(_PARTS):
            return
        owner = self._window.owner(word)
        if owner is not None:
            entity, begins = self._window.scene.entities[owner[0]], owner[1]
            marks += [f"{'B' if begins else 'I'} {entity.type}"]
            marks += [f"role {entity.role}"] * (entity.role is not None) + ["doubtful"] * (entity.confidence < _SURE)
            if begins and "named elsewhere" not in marks:
                self.places.setdefault(owner[0], []).append(self.end)
        numbers = [_NUMBER[mark] for mark in marks]
        self._pieces += cut
        self._words += [word] * len(cut)
        self._marks += [numbers] * len(cut)
        self._owners += [owner[0] if owner else -1] * len(cut)

    def stop(self) -> None:
        """End a part of the text."""
        self._pieces.append(STOP)
        self._words.append(-1)
        self._marks.append([])
        self._owners.append(-1)

    def input(self, number: int) -> LookInput:
        """Return all pieces; `number` is the one at which the number begins."""
        signs = np.zeros((self.end, len(SIGNS)), dtype=np.float32)
        known = [(at, word) for at, word in enumerate(self._words) if 0 <= word < len(self._window.signs)]
        if known:
            rows, words = zip(*known, strict=True)
            signs[list(rows)] = self._window.signs[list(words)]
        marks = np.zeros((self.end, len(MARKS)), dtype=np.float32)
        for at, numbers in enumerate(self._marks):
            marks[at, numbers] = 1.0
        return LookInput(np.array(self._pieces, dtype=np.int64), signs, marks, self._owners, number, self.places)
