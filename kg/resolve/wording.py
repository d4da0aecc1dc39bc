"""Phrases in other words: names that differ in the form or the order of their words, or in words that mean the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.lexicon import Lexicon
from kg.resolution import Reason
from kg.resolve.occurrences import Name, is_term, term_node
from kg.resolve.unionfind import Edge

__all__ = ["wording_edges"]


def wording_edges(names: Iterable[Name], lexicon: Lexicon) -> Iterator[Edge]:
    """Join all names of one phrase key; a term of the lexicon with that wording comes first.

    >>> place = ("2024-10-30", "2410.21465", 0, 0)
    >>> names = [Name("image synthesis", "key a", place), Name("synthesis of images", "key b", place)]
    >>> list(wording_edges(names, Lexicon()))
    [Edge(a='key a', b='key b', reason=<Reason.WORDS: 'words'>)]
    """
    nodes: dict[str, set[str]] = defaultdict(set)
    for surface, node in {(name.surface, name.node) for name in names}:
        if key := lexicon.phrases.key(surface):
            nodes[key].add(node)
    for term in lexicon:
        for name in () if term.context else term.names:
            key = lexicon.phrases.key(name)
            if key in nodes:
                nodes[key].add(term_node(term.id))
    for alike in nodes.values():
        first, *others = sorted(alike, key=lambda node: (not is_term(node), node))
        for node in others:
            yield Edge(first, node, Reason.WORDS)
