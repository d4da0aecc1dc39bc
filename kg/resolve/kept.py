"""What is kept of a paper's surroundings until all papers are there: of its words no more than hashes.

Whether two papers share words, hashes tell as well, and 8 bytes a word are a tenth of what a set of words takes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from sys import intern

from kg.resolve.surroundings import Surroundings

__all__ = ["Kept", "hashed", "keep"]

# Two of a million words have one hash with a chance of one in 37 million, and then no more than a likeness shifts.
_BYTES = 8


@dataclass(frozen=True, slots=True)
class Kept:
    """The hashes of a paper's telling words, one after the other, and what it spells each short name out to."""

    words: bytes
    longs: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def spelled(self, short: str) -> tuple[str, ...]:
        """Return what the paper spells a short name out to, as stems."""
        return next((longs for name, longs in self.longs if name == short), ())


def keep(around: Surroundings, *, with_words: bool = True) -> Kept:
    """Keep what will be asked for when all papers are there; the words only where they will be.

    >>> kept = keep(Surroundings("routes tokens", {"ARM": frozenset({"adapt reaso"})}))
    >>> len(hashed([kept.words])), kept.spelled("ARM")
    (2, ('adapt reaso',))
    """
    words = b"".join(map(_hash, around.words)) if with_words else b""
    return Kept(words, tuple((intern(short), tuple(sorted(found))) for short, found in around.longs.items()))


def hashed(words: Iterable[bytes]) -> set[int]:
    """Return the hashes of all words that are kept in some runs of bytes."""
    return {number for run in words for number in memoryview(run).cast("Q")}


# Outside the surroundings, since nearly all words of a paper are those of others.
@lru_cache(maxsize=1 << 15)
def _hash(word: str) -> bytes:
    return blake2b(word.encode(), digest_size=_BYTES).digest()
