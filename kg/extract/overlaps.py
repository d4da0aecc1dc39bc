"""Which of two names keeps the words that both claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.extract.merging import Judged
from kg.extract.reading import Place

__all__ = ["apart"]

# From which confidence on a name keeps words that are a surer name elsewhere. From 0.35 to 0.5 the F1 is the same.
_LONGER = 0.5


def apart(scored: Sequence[Judged], words: int) -> list[Judged]:
    """Return, of the judged places in a text of that many words, those that do not overlap, in order.

    Of two that overlap the surer one stays, of equals the longer, then the earlier. But a name inside a longer one
    gives way if it stands elsewhere, too: a text that says "RAG" in one place may call its own system "Wob-RAG".
    """
    within = _within([one for one in scored if one.sure >= _LONGER], scored)
    inner = {short.place for shorts in within.values() for short in shorts}
    free = {one.key for one in scored if one.place not in inner}
    rank: dict[Place, float] = {}
    # The shortest first, so that a name of three parts is as sure as the surest of its parts' parts.
    for one in sorted(scored, key=lambda one: one.place[1] - one.place[0]):
        parts = [rank[short.place] for short in within.get(one.place, ()) if short.key in free]
        rank[one.place] = max([one.sure, *parts])
    taken, kept = bytearray(words), []
    for one in sorted(scored, key=lambda one: (-rank[one.place], one.place[0] - one.place[1], one.place)):
        start, end = one.place
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.place)


def _within(longer: Sequence[Judged], scored: Sequence[Judged]) -> Mapping[Place, list[Judged]]:
    """Return the shorter places inside each of the longer ones."""
    beginning: dict[int, list[Judged]] = defaultdict(list)
    for one in scored:
        beginning[one.place[0]].append(one)
    found: dict[Place, list[Judged]] = {}
    for one in longer:
        start, end = one.place
        inside = [short for word in range(start, end) for short in beginning.get(word, ()) if short.place[1] <= end]
        found[one.place] = [short for short in inside if short.place != one.place]
    return found
