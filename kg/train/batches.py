"""Batches for training networks: texts of like length together, so that little is padded, in a new order each time."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

__all__ = ["BATCH", "batches"]

BATCH = 8
"""How many texts a step learns from."""

# Sorted by length in stretches of so many only, so that a batch does not always hold the same texts.
_SHUFFLED = 64

_Item = TypeVar("_Item")


def batches(items: Sequence[_Item], length: Callable[[_Item], int], order: random.Random) -> Iterator[list[_Item]]:
    """Yield all items in batches of like length.

    >>> sorted(len(batch) for batch in batches(["a text"] * 20, len, random.Random(7)))
    [4, 8, 8]
    """
    mixed = list(items)
    order.shuffle(mixed)
    chunks = [sorted(mixed[start : start + _SHUFFLED], key=length) for start in range(0, len(mixed), _SHUFFLED)]
    found = [chunk[start : start + BATCH] for chunk in chunks for start in range(0, len(chunk), BATCH)]
    order.shuffle(found)
    yield from found
