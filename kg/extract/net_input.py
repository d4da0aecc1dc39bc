"""What the network reads: the pieces of a text, and signs of each that the pieces do not show.

The pieces are in lower case; the signs say how a word is written, where it stands and what is known of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from kg.extract.gazetteer import Hit
from kg.extract.reading import Reading
from kg.extract.things import AcronymPair
from kg.extract.word_signs import LITTLE_WORDS
from kg.extract.wordpieces import START, STOP, WordPieces
from kg.model import EntityType

__all__ = ["MOST_PIECES", "SIGNS", "NetInput", "net_input"]

MOST_PIECES = 512
"""How many pieces a base model reads at a time; of a longer text the rest is left to the other taggers."""

# The network knows signs by their order: a new one, or another order, needs a new network.
_WRITINGS = ("digits", "sign", "lower", "lower+", "upper", "letter", "upper+", "capital", "mixed")
_LEVELS = ("lo", "mid", "hi", "seen", "new")
_HITS = [f"{place}{kind}{level}" for place, kind, level in product("BI", EntityType, _LEVELS)]

SIGNS = (
    *_WRITINGS,
    *("title", "in title", "glued left", "glued right", "repeated", "title name"),
    *_HITS,
    *(f"support{number}" for number in "0124"),
    *(f"{place}{form}" for place, form in product("BI", ("long", "short"))),
)
"""The signs, the number of a sign being its place."""

_NUMBER = {name: number for number, name in enumerate(SIGNS)}


@dataclass(frozen=True)
class NetInput:
    """The pieces of a text (n), the signs of each piece (n, signs), and where each word begins (words).

    A text that is cut has fewer words here than its reading.
    """

    pieces: NDArray[np.int64]
    signs: NDArray[np.float32]
    starts: NDArray[np.int64]


def net_input(reading: Reading, wordpieces: WordPieces, pairs: Iterable[AcronymPair], hits: Iterable[Hit]) -> NetInput:
    """Return what the network reads of a text."""
    pieces, starts, owners = [START], list[int](), [-1]
    for number, word in enumerate(reading.words):
        cut = wordpieces.cut(word)
        # One place is kept for the stop.
        if len(pieces) + len(cut) >= MOST_PIECES:
            break
        starts.append(len(pieces))
        pieces += cut
        owners += [number] * len(cut)
    words = _word_signs(reading, pairs, hits, len(starts))
    signs = np.zeros((len(pieces) + 1, len(SIGNS)), dtype=np.float32)
    signs[1:-1] = words[owners[1:]]
    return NetInput(np.array([*pieces, STOP], dtype=np.int64), signs, np.array(starts, dtype=np.int64))


def _word_signs(reading: Reading, pairs: Iterable[AcronymPair], hits: Iterable[Hit], count: int) -> NDArray[np.float32]:
    found = np.zeros((len(reading.words), len(SIGNS)), dtype=np.float32)
    spans, counts = reading.spans, Counter(reading.words)
    first = sum(1 for start, _ in spans if start < reading.title_end)
    title = set(reading.lower[:first]) - LITTLE_WORDS
    # Only a short title before a colon is a name: "ShadowKV: KV Cache in Shadows".
    colon = reading.words.index(":") if ":" in reading.words[: min(first, 8)] else 0
    for index, word in enumerate(reading.words[:count]):
        names = [_writing(word)]
        if index < first:
            names.append("title")
            if index < colon:
                names.append("title name")
        elif word[0].isalnum() and reading.lower[index] in title:
            names.append("in title")
        if index and spans[index - 1][1] == spans[index][0]:
            names.append("glued left")
        if index + 1 < len(spans) and spans[index][1] == spans[index + 1][0]:
            names.append("glued right")
        if word[0].isupper() and counts[word] > 1:
            names.append("repeated")
        found[index, [_NUMBER[name] for name in names]] = 1.0
    for hit in hits:
        _mark(found, hit.start, hit.end, f"{hit.known.type}{hit.level}")
        found[hit.start : hit.end, _NUMBER[f"support{hit.support}"]] = 1.0
    for pair in pairs:
        for form, span in (("long", pair.long), ("short", pair.short)):
            # A span that cuts a word has no place, and (0, 0) marks nothing.
            start, end = reading.place(span) or (0, 0)
            _mark(found, start, end, form)
    return found


def _mark(found: NDArray[np.float32], start: int, end: int, name: str) -> None:
    found[start : min(start + 1, end), _NUMBER[f"B{name}"]] = 1.0
    found[start + 1 : end, _NUMBER[f"I{name}"]] = 1.0


def _writing(word: str) -> str:
    if word.isdigit():
        return "digits"
    if not word[0].isalnum():
        return "sign"
    if word.islower():
        return "lower" if word.isalpha() else "lower+"
    if word.isupper():
        return ("upper" if word.isalpha() else "upper+") if len(word) > 1 else "letter"
    return "capital" if word[0].isupper() and word[1:].islower() else "mixed"
