"""A second look of the network at each number that states a result, when it is known which names stand in the text.

The first time the network reads a text it knows no names, and reads all numbers at once. The second time it reads the
part around one number, in which the names found are marked, and says which of them the number belongs to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from kg.extract.gazetteer import Hit
from kg.extract.look_input import LookInput, Window
from kg.extract.net_input import net_input
from kg.extract.scene import PlacedNumber, Scene
from kg.extract.slots import SLOTS
from kg.extract.things import AcronymPair
from kg.extract.wordpieces import WordPieces

__all__ = ["MOST_LOOKS", "NOTHING", "Look", "LookMaker", "LookReader", "Looker", "Looks"]

Look = Mapping[str, Mapping[int | None, float]]
"""By slot, how probable it is that an entity fills it, by the entity's number; None for nothing."""

Looker = Callable[[PlacedNumber, str], Look]
"""Looks at a number of a text again, given the number's kind."""

LookMaker = Callable[[Scene], Looker]
"""Makes what looks at the numbers of a text, once its names are known."""

MOST_LOOKS = 50
"""How many numbers of one text are looked at again; hardly any text states more than twenty results."""

NOTHING = 0
"""The piece that stands for "nothing fills the slot": the start."""


class LookReader(Protocol):
    """What looks: the network, here or in training."""

    @property
    def wordpieces(self) -> WordPieces:
        """The pieces that it knows."""

    def look(self, read: LookInput, at: Sequence[int]) -> NDArray[np.float32]:
        """Return how much speaks for each of some pieces filling the slots of the number (slots, pieces)."""


class Looks:
    """Looks at the numbers of one text, the first `MOST_LOOKS` of them; of others it says nothing."""

    def __init__(self, reader: LookReader, scene: Scene, pairs: Iterable[AcronymPair], hits: Iterable[Hit]) -> None:
        self._reader, self._scene, self._pairs, self._hits = reader, scene, pairs, hits
        self._left = MOST_LOOKS

    def __call__(self, placed: PlacedNumber, kind: str) -> Look:
        """Return the probabilities of a number's slots."""
        if not self._left:
            return {}
        self._left -= 1
        read = self._window.at(placed, kind)
        owners = [entity for entity, pieces in read.places.items() for _ in pieces]
        at = [NOTHING, *(piece for pieces in read.places.values() for piece in pieces)]
        scores = self._reader.look(read, at).astype(np.float64)
        # Differences alone count; without the greatest score exp can't overflow.
        scores = np.exp(scores - scores.max(axis=1, keepdims=True))
        return {slot: self._shares(owners, row.tolist(), slot) for slot, row in zip(SLOTS, scores, strict=True)}

    @cached_property
    def _window(self) -> Window:
        # Only now: most texts without results are never looked at.
        wordpieces = self._reader.wordpieces
        read = net_input(self._scene.reading, wordpieces, self._pairs, self._hits)
        return Window(self._scene, read.signs[read.starts], wordpieces)

    def _shares(self, owners: Sequence[int], weights: Sequence[float], slot: str) -> dict[int | None, float]:
        found: dict[int | None, float] = defaultdict(float, {None: weights[0]})
        for owner, weight in zip(owners, weights[1:], strict=True):
            if self._scene.entities[owner].type in SLOTS[slot]:
                # An entity that stands at several places is as probable as all of them together.
                found[owner] += weight
        total = sum(found.values())
        return {owner: weight / total for owner, weight in found.items()}
