"""A linear-chain conditional random field at run time, in numpy: the weights are crfsuite's, this code reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import accumulate, chain

import numpy as np
from numpy.typing import NDArray

from kg.extract.linear import pack_names, unpack_names

__all__ = ["Crf", "best_path"]

Array = NDArray[np.float64]
# How many words forward and backward sums may grow over before they are scaled: eight are far from a double's bounds.
_STRIDE = 8


def best_path(scores: Array, moves: Array) -> list[int]:
    """Return the path with the greatest sum of `scores` (words, tags) and `moves` (tag, next tag).

    >>> best_path(np.array([[1.0, 0.0], [0.0, 0.5]]), np.array([[1.0, 0.0], [0.0, 1.0]]))
    [0, 0]
    """
    if not len(scores):
        return []
    state, back = scores[0], []
    columns = np.arange(scores.shape[1])
    for row in scores[1:]:
        options = state[:, None] + moves
        last = options.argmax(0)
        back.append(last)
        state = options[last, columns] + row
    path = [int(state.argmax())]
    for last in reversed(back):
        path.append(int(last[path[-1]]))
    return path[::-1]


@dataclass
class Crf:
    """Tags, names of features, their weights (features and a last row of zeros, tags), and moves (tag, next tag)."""

    tags: list[str]
    names: list[str]
    weights: NDArray[np.float32]
    moves: NDArray[np.float32]
    _index: dict[str, int] = field(init=False, repr=False)
    _moves: Array = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._index = {name: number for number, name in enumerate(self.names)}
        self._moves = np.exp(self.moves.astype(np.float64))

    @property
    def no_feature(self) -> int:
        """The number of the row of zeros."""
        return len(self.names)

    def number(self, name: str) -> int | None:
        """Return the number of a feature's row, None if it has no weights."""
        return self._index.get(name)

    def scores(self, rows: Sequence[Sequence[str]]) -> Array:
        """Return the summed weights of the features of each word, (words, tags)."""
        # For a row of no features reduceat would take the first weights of the next row; hence the row of zeros.
        get, none = self._index.get, self.no_feature
        return self.summed([[get(name, none) for name in row] or [none] for row in rows])

    def summed(self, rows: Sequence[Sequence[int]]) -> Array:
        """Return the summed weights of numbered features, at least one a row: (rows, tags)."""
        weights = self.weights.take(list(chain.from_iterable(rows)), axis=0)
        starts = [0, *accumulate(len(row) for row in rows[:-1])]
        return np.add.reduceat(weights, starts, axis=0).astype(np.float64)

    def marginals(self, scores: Array) -> Array:
        """Return the probability of each tag at each word.

        Forward and backward sums go through one loop: of each pair, row 0 comes from the left, row 1 from the
        right.
        """
        # The greatest score of a word cancels out; without it exp can't overflow.
        local = np.exp(scores - scores.max(axis=1, keepdims=True))
        both = np.stack([local, local[::-1]], axis=1)[:, :, None, :]
        moves = np.stack([self._moves, self._moves.T])
        reached = np.empty_like(both)
        state = np.ones_like(both[0])
        for index, here in enumerate(both):
            reached[index] = state
            state = (state * here) @ moves
            if index % _STRIDE == 0:
                state /= state.sum(axis=-1, keepdims=True)
        product = reached[:, 0, 0] * local * reached[::-1, 1, 0]
        return np.asarray(product / product.sum(axis=1, keepdims=True), dtype=np.float64)

    def as_bytes(self) -> bytes:
        """Return names, tags and the weights that are not zero in half precision: the same bytes each time."""
        rows, columns = np.nonzero(self.weights[:-1])
        file = BytesIO()
        np.savez_compressed(
            file,
            names=pack_names(self.names),
            tags=pack_names(self.tags),
            # A feature has at most one weight a tag, and there are few tags: a byte holds count and column.
            counts=np.bincount(rows, minlength=len(self.names)).astype(np.uint8),
            columns=columns.astype(np.uint8),
            values=self.weights[rows, columns].astype(np.float16),
            moves=self.moves.astype(np.float32),
        )
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Crf:
        """Read what `as_bytes` wrote."""
        with np.load(BytesIO(content), allow_pickle=False) as stored:
            names, tags = unpack_names(stored["names"]), unpack_names(stored["tags"])
            rows = np.repeat(np.arange(len(names)), stored["counts"])
            weights = np.zeros((len(names) + 1, len(tags)), dtype=np.float32)
            weights[rows, stored["columns"]] = stored["values"]
            return cls(tags, names, weights, stored["moves"])
