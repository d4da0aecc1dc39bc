"""Linear classifiers over named features, in numpy: one that sorts into classes, one that chooses among options.

Fitting them is the business of `kg.train`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from math import exp

import numpy as np
from numpy.typing import NDArray

__all__ = ["Features", "Linear", "Ranker", "pack_names", "unpack_names"]

Features = Mapping[str, float]
Floats = NDArray[np.float32]


def pack_names(names: Sequence[str]) -> NDArray[np.uint8]:
    """Return names as bytes, for a file of arrays; a name holds no line break."""
    # An array of str would hold each name at the length of the longest, four bytes a character.
    return np.frombuffer("\n".join(names).encode(), dtype=np.uint8)


def unpack_names(packed: NDArray[np.uint8]) -> list[str]:
    """Return what `pack_names` packed.

    >>> unpack_names(pack_names(["a", "b"]))
    ['a', 'b']
    """
    return packed.tobytes().decode().split("\n") if len(packed) else []


def _softmax(scores: Sequence[float]) -> list[float]:
    # Differences alone count; without the greatest score exp can't overflow.
    greatest = max(scores)
    weights = [exp(score - greatest) for score in scores]
    total = sum(weights)
    return [weight / total for weight in weights]


@dataclass
class Linear:
    """Softmax over classes of the summed weights of named features.

    `weights` has a row a feature and one for the bias, which is the last, and a column a class.
    """

    classes: list[str]
    names: list[str]
    weights: Floats
    _index: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._index = {name: number for number, name in enumerate(self.names)}

    def probabilities(self, features: Features) -> dict[str, float]:
        """Return the probability of each class.

        >>> weights = np.array([[0, 1], [0, 0]], dtype=np.float32)
        >>> round(Linear(["no", "yes"], ["wet"], weights).probabilities({"wet": 1.0})["yes"], 2)
        0.73
        """
        get, rows, values = self._index.get, [], []
        for name, value in features.items():
            row = get(name)
            if row is not None:
                rows.append(row)
                values.append(value)
        # The last row is the bias, with the value 1.
        weights = self.weights.take([*rows, len(self.names)], axis=0)
        weighted = np.array([*values, 1.0], dtype=np.float32) @ weights
        return dict(zip(self.classes, _softmax(weighted.tolist()), strict=True))

    def predict(self, features: Features) -> tuple[str, float]:
        """Return the likeliest class and its probability; the first in order among equals."""
        found = self.probabilities(features)
        best = max(found, key=found.__getitem__)
        return best, found[best]

    def as_bytes(self) -> bytes:
        """Return names, classes and weights in half precision: the same bytes each time."""
        # numpy gives the parts of the file no time of day.
        file = BytesIO()
        names, classes = pack_names(self.names), pack_names(self.classes)
        np.savez_compressed(file, names=names, classes=classes, weights=self.weights.astype(np.float16))
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Linear:
        """Read what `as_bytes` wrote."""
        with np.load(BytesIO(content), allow_pickle=False) as stored:
            names, classes = unpack_names(stored["names"]), unpack_names(stored["classes"])
            return cls(classes, names, stored["weights"].astype(np.float32))


@dataclass
class Ranker:
    """Weights of named features; the scores of the options of a case go through one softmax."""

    names: list[str]
    weights: Floats
    _weight: dict[str, float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self._weight = dict(zip(self.names, map(float, self.weights), strict=True))

    def scores(self, options: Iterable[Features]) -> list[float]:
        """Return the summed weights of the features of each option."""
        get = self._weight.get
        return [sum([get(name, 0.0) * value for name, value in option.items()]) for option in options]

    def probabilities(self, options: Iterable[Features]) -> NDArray[np.float64]:
        """Return the probability of each option."""
        return np.array(_softmax(self.scores(options)))

    def as_bytes(self) -> bytes:
        """Return names and weights in half precision: the same bytes each time."""
        file = BytesIO()
        np.savez_compressed(file, names=pack_names(self.names), weights=self.weights.astype(np.float16))
        return file.getvalue()

    @classmethod
    def from_bytes(cls, content: bytes) -> Ranker:
        """Read what `as_bytes` wrote."""
        with np.load(BytesIO(content), allow_pickle=False) as stored:
            return cls(unpack_names(stored["names"]), stored["weights"].astype(np.float32))
