"""The weights that words give to themselves and to the words around them, summed and remembered by word."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.crf import Crf
from kg.extract.word_signs import OFFSETS, Frequencies

__all__ = ["WordSums"]

_MOST = 50_000


class WordSums:
    """A table with a row a word: its summed weights for itself, then for the words at `OFFSETS` from it."""

    def __init__(self, crf: Crf, frequencies: Frequencies, most: int = _MOST) -> None:
        self._crf, self._frequencies, self._most = crf, frequencies, most
        self._rows: dict[str, int] = {}
        self._table = np.empty((0, 1 + len(OFFSETS), len(crf.tags)), dtype=np.float32)

    def around(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Return what each word of a text gets from itself and the words around it, (words, tags)."""
        self._learn(words)
        given = self._table[[self._rows[word] for word in words]]
        found = given[:, 0].astype(np.float64)
        for column, offset in enumerate(OFFSETS, 1):
            # The word at place i sees the one at i + offset.
            if offset > 0:
                found[:-offset] += given[offset:, column]
            else:
                found[-offset:] += given[:offset, column]
        return found

    def _learn(self, words: Sequence[str]) -> None:
        """Add the words that are not in the table; one that is full begins anew."""
        if len(self._rows) > self._most:
            self._rows.clear()
        new = [word for word in dict.fromkeys(words) if word not in self._rows]
        if not new:
            return
        first = len(self._rows)
        if first + len(new) > len(self._table):
            # Twice as long, so that copying costs little however often the table grows.
            grown = np.empty((2 * (first + len(new)), *self._table.shape[1:]), dtype=np.float32)
            grown[:first] = self._table[:first]
            self._table = grown
        self._table[first : first + len(new)] = self._sums(new)
        self._rows.update((word, row) for row, word in enumerate(new, first))

    def _sums(self, words: Sequence[str]) -> NDArray[np.float64]:
        known = [self._frequencies[word] for word in words]
        groups = [group for word in known for group in (word.own, *(word.window[offset] for offset in OFFSETS))]
        return self._crf.scores(groups).reshape(len(words), *self._table.shape[1:])
