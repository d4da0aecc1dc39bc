"""What the network says, as features of names, roles, numbers and links."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.extract.net_view import KINDS, ROLES, NetView
from kg.extract.reading import Place
from kg.extract.slots import SLOTS

__all__ = ["Wanted", "kind_signs", "link_signs", "role_signs"]

_LITTLE = 0.003


# The weights know features by name: to change one, or what it stands for, is to train anew.
def _graded(name: str, value: float) -> dict[str, float]:
    """Return a probability as a value, as a logarithm and as a fifth."""
    # The logarithm, 0 to about 2 like the value beside it, tells small probabilities apart.
    log = float(np.log((value + _LITTLE) / _LITTLE)) / 3
    return {name: 2 * value, f"{name} log": log, f"{name} {int(value * 5)}": 1.0}


class Wanted:
    """Which names the numbers of a text ask for, before it is known what is a name and what a result."""

    def __init__(self, net: NetView) -> None:
        words = list(net.pointers)
        self._read = len(net.roles)
        stacked = np.array([net.pointers[word] for word in words])
        # A number that states no result (kind 0) wants nothing.
        self._pointers = stacked * (1.0 - net.kinds[words, 0])[:, None, None] if words else None

    def signs(self, places: Sequence[Place]) -> dict[str, float]:
        """Return, a slot, how much the number that wants a name most wants it."""
        if self._pointers is None:
            return {}
        # Column 0 of a pointer is "nothing".
        words = [index + 1 for start, end in places for index in range(start, end) if index < self._read]
        most = self._pointers[:, :, words].sum(axis=2).max(axis=0)
        return {
            name: value
            for slot, mass in zip(SLOTS, most.tolist(), strict=True)
            if mass > _LITTLE
            for name, value in _graded(f"wanted {slot}", mass).items()
        }


def role_signs(net: NetView, places: Sequence[Place]) -> dict[str, float]:
    """Return how probable each role is for an entity: over all its places, and at the first."""
    words = [index for start, end in places for index in range(start, end) if index < len(net.roles)]
    if not words:
        return {}
    # A role is of the entity, not of one place: its places vote, and the first, which introduces it, once more.
    mean, first = net.roles[words].mean(axis=0), net.roles[words[0]]
    logs = np.log(net.roles[words] + 0.01).mean(axis=0) / 2 + 2
    found = {f"net {role}": 3 * value for role, value in zip(ROLES, mean.tolist(), strict=True)}
    found |= {f"net first {role}": value for role, value in zip(ROLES, first.tolist(), strict=True)}
    return found | {f"net log {role}": value for role, value in zip(ROLES, logs.tolist(), strict=True)}


def kind_signs(net: NetView, word: int) -> dict[str, float]:
    """Return how probable each kind is for the number at a word."""
    # Of a long text the network read only the beginning.
    if word not in net.pointers:
        return {}
    kinds = net.kinds[word].tolist()
    found = {f"net {kind}": 3 * value for kind, value in zip(KINDS, kinds, strict=True)}
    return found | {f"net log {kind}": float(np.log(p + 0.01)) / 2 + 2 for kind, p in zip(KINDS, kinds, strict=True)}


def link_signs(net: NetView, word: int, slot: str, words: Sequence[int] | None) -> dict[str, float]:
    """Return how probable it is that the name at some words fills a slot of the result at a word; None for nothing."""
    if word not in net.pointers:
        return {}
    if words is None:
        return _graded("none net", net.nothing(word, slot))
    return _graded("net", net.mass(word, slot, words))
