"""Phrases in other words: names that differ in the form or the order of their words, or in words that mean the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from kg.lexicon import Lexicon
from kg.resolution import Reason
from kg.resolve.occurrences import is_term, term_node
from kg.resolve.unionfind import Edge

__all__ = ["term_wordings", "wording_edges"]

Phrase = Callable[[str], str | None]


def term_wordings(lexicon: Lexicon) -> dict[str, set[str]]:
    """Return the nodes of the terms of a lexicon by the phrase keys of their names; terms with context have none."""
    nodes: dict[str, set[str]] = defaultdict(set)
    for term in lexicon:
        for name in () if term.context else term.names:
            if key := lexicon.phrases.key(name):
                nodes[key].add(term_node(term.id))
    return dict(nodes)


def wording_edges(
    names: Iterable[tuple[str, str]], phrase: Phrase, terms: Mapping[str, Collection[str]]
) -> Iterator[Edge]:
    """Join all names of one phrase key; a term of the lexicon with that wording comes first.

    `names` are surface forms with their nodes; `phrase` gives the phrase key of a form, `terms` is what `term_wordings`
    returns.

    >>> names = [("image synthesis", "key a"), ("synthesis of images", "key b")]
    >>> list(wording_edges(names, Lexicon().phrases.key, {}))
    [Edge(a='key a', b='key b', reason=<Reason.WORDS: 'words'>)]
    """
    nodes: dict[str, set[str]] = defaultdict(set)
    for surface, node in names:
        if key := phrase(surface):
            nodes[key].add(node)
    for key, alike in nodes.items():
        first, *others = sorted({*alike, *terms.get(key, ())}, key=lambda node: (not is_term(node), node))
        for node in others:
            yield Edge(first, node, Reason.WORDS)
