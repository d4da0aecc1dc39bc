"""The table of word levels: how common a word in lower case is in the training papers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kg.extract.reading import Reading

__all__ = ["count_levels"]

_SHARES = {7: 4, 6: 12, 5: 40, 4: 150}
_LEAST = 8


def count_levels(readings: Sequence[Reading]) -> bytes:
    """Return the table, one level a line, as `kg.extract.word_signs.Frequencies` reads it.

    A word of level 7 stands in a quarter of the texts or more, one of level 3 in eight texts.
    """
    # Only where it is in lower case: a word with a capital may be a name, and names shall look rare.
    counts = Counter(word for one in readings for word in set(one.words) if word.islower() and word.isalpha())
    found: dict[int, list[str]] = {level: [] for level in sorted((3, *_SHARES))}
    for word, count in sorted(counts.items()):
        level = next((level for level, share in _SHARES.items() if count * share >= len(readings)), 3)
        if level > 3 or count >= _LEAST:
            found[level].append(word)
    return "".join(f"{level}\t{' '.join(words)}\n" for level, words in found.items()).encode()
