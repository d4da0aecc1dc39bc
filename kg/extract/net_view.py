"""What the network says of a text: tags and roles of words, kinds of numbers, and which words a number belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from kg.extract.reading import Reading
from kg.extract.slots import SLOTS
from kg.extract.tags import View
from kg.model import ResultKind, Role

__all__ = ["KINDS", "NET", "ROLES", "NetView", "number_words"]

NET = "net"
"""The name of the network among the taggers."""

KINDS = ("none", *ResultKind)
"""The kinds of numbers in the order of `NetView.kinds`."""

ROLES = tuple(Role)
"""The roles in the order of `NetView.roles`."""

_SLOT = {name: number for number, name in enumerate(SLOTS)}


def number_words(reading: Reading, read: int) -> list[int]:
    """Return the first `read` words that begin with a digit and may state results: those of the body, but the title."""
    return [
        index
        for index, word in enumerate(reading.words[:read])
        if word[0].isdigit() and reading.counts[index] and not reading.is_title(index)
    ]


@dataclass(frozen=True)
class NetView:
    """The network's probabilities.

    `tags` is (words, tags). `roles` (read, roles) and `kinds` (read, kinds) cover the words that were read, all of them
    unless the text is very long. `pointers` holds, for each number word, how probable it is that each word fills a slot
    of the result stated there: (slots, 1 + read), the first column for "nothing does".
    """

    tags: View
    roles: View
    kinds: View
    pointers: Mapping[int, NDArray[np.float32]]

    def mass(self, word: int, slot: str, words: Iterable[int]) -> float:
        """Return how probable it is that one of some words fills a slot of the result stated at a number word."""
        # Words beyond those that were read have no column; column 0 is "nothing".
        read = len(self.roles)
        return float(self.pointers[word][_SLOT[slot], [index + 1 for index in words if index < read]].sum())

    def nothing(self, word: int, slot: str) -> float:
        """Return how probable it is that nothing fills a slot of the result stated at a number word."""
        return float(self.pointers[word][_SLOT[slot], 0])
