"""Names that stand for one thing in training papers: for each pair, how many papers say so, and how many do not.

The table is frozen with the weights, as the gazetteer is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

__all__ = ["Aliases", "Own", "Pair", "alias_pair"]

Pair = tuple[str, str]
"""The keys of two names, in order."""

Own = Mapping[str, int]
"""The keys of the names of one paper, each with the number of the thing it names."""


def alias_pair(one: str, other: str) -> Pair:
    """Return two keys in order.

    >>> alias_pair("rl", "reinforcementlearning")
    ('reinforcementlearning', 'rl')
    """
    return (one, other) if one < other else (other, one)


@dataclass(frozen=True)
class Aliases:
    """Pairs of names with the papers in which they name one thing, and those in which they name two."""

    pairs: Mapping[Pair, tuple[int, int]]

    @classmethod
    def count(cls, papers: Iterable[Own]) -> Aliases:
        """Count the pairs of the names of papers.

        >>> Aliases.count([{"rl": 0, "reinforcementlearning": 0}, {"rl": 0, "reinforcementlearning": 1}]).pairs
        {('reinforcementlearning', 'rl'): (1, 1)}
        """
        together, apart = Counter[Pair](), Counter[Pair]()
        for own in papers:
            for pair in combinations(sorted(own), 2):
                (together if own[pair[0]] == own[pair[1]] else apart)[pair] += 1
        return cls({pair: (count, apart[pair]) for pair, count in sorted(together.items())})

    def known(self, pair: Pair, own: Own | None = None) -> tuple[int, int]:
        """Return in how many papers a pair names one thing, and two; with `own`, without the paper of these names."""
        together, apart = self.pairs.get(pair, (0, 0))
        if own and pair[0] in own and pair[1] in own:
            is_one = own[pair[0]] == own[pair[1]]
            together, apart = together - is_one, apart - (not is_one)
        # A pair that no paper has as one thing is not in the table.
        return (together, apart) if together else (0, 0)

    def as_bytes(self) -> bytes:
        """Return one pair a line: two keys and two counts, with tabs between."""
        rows = ("\t".join((*pair, *map(str, counts))) for pair, counts in sorted(self.pairs.items()))
        return ("\n".join(rows) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Aliases:
        """Read what `as_bytes` wrote."""
        rows = (row.split("\t") for row in filter(None, content.decode().split("\n")))
        return cls({(one, other): (int(together), int(apart)) for one, other, together, apart in rows})
