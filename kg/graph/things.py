"""The subjects of a graph one by one: each with what is said of it, straight from the sorted N-Quads file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from kg.graph.nquads import literal_parts, read_union

__all__ = ["Thing", "as_words", "read_things"]


@dataclass(frozen=True)
class Thing:
    """A subject: its IRI, and the terms of each predicate, IRIs bare and literals without their datatype."""

    iri: str
    said: dict[str, list[str]]

    def one(self, predicate: str) -> str | None:
        """Return the first term of a predicate in code point order, or None."""
        terms = self.said.get(predicate)
        return terms[0] if terms else None

    def all(self, predicate: str) -> list[str]:
        """Return all terms of a predicate, sorted."""
        return self.said.get(predicate, [])


def read_things(nquads: Path, *, start: str = "") -> Iterator[Thing]:
    """Yield every subject of a sorted N-Quads file, or those whose IRI begins with `start`, one in memory at a time."""
    for subject, triples in groupby(read_union(nquads, start=f"<{start}" if start else ""), key=itemgetter(0)):
        said: dict[str, list[str]] = {}
        for _, predicate, term in triples:
            said.setdefault(predicate[1:-1], []).append(as_words(term))
        yield Thing(subject[1:-1], said)


def as_words(term: str) -> str:
    r"""Return what a term in its N-Triples form says: an IRI without brackets, a literal without quotes.

    >>> as_words("<urn:a>"), as_words(r'"say \"hi\""'), as_words('"7"^^<urn:int>')
    ('urn:a', 'say "hi"', '7')
    """
    if term.startswith("<"):
        return term[1:-1]
    words = literal_parts(term)[0]
    return str(json.loads(words, strict=False)) if "\\" in words else words[1:-1]
