"""The edges between names: acronyms with what they stand for, and names with a word for their sort behind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.lexicon import Lexicon
from kg.model import EntityType
from kg.resolution import Reason
from kg.resolve.initials import looks_like_acronym, spells_out, stems
from kg.resolve.occurrences import Name, Occurrence, is_term, key_node, term_node
from kg.resolve.unionfind import Edge, UnionFind

__all__ = ["Acronyms", "acronyms", "base_name", "tail_edges"]

_MANY, _NEARLY_ALL = 5, 0.9
_SORTS = {
    EntityType.DATASET: ("benchmark", "benchmark suite", "corpus", "dataset", "data set", "suite", "leaderboard"),
    EntityType.MODEL: ("model", "network", "architecture"),
    EntityType.METRIC: ("score", "metric"),
    EntityType.METHOD: ("algorithm", "approach", "framework", "method", "pipeline", "strategy", "system", "technique"),
}
_SORT_OF = {word.casefold(): entity_type for entity_type, words in _SORTS.items() for word in words}
# "GSM8K benchmark", "SWE-bench data sets": a name, and a word for its sort behind it.
_TAIL = re.compile(rf"^(.+?) ({'|'.join(sorted(_SORT_OF, key=len, reverse=True))})s?$", re.IGNORECASE)


def base_name(name: str) -> tuple[str, EntityType] | None:
    """Split a descriptive tail off a name and say which type the tail speaks of; None without one.

    >>> base_name("GSM8K benchmark"), base_name("reward model"), base_name("VBench")
    (('GSM8K', <EntityType.DATASET: 'Dataset'>), None, None)

    What remains has to begin like a proper name, with a capital or a digit; measures may be lower-case words.
    """
    found = _TAIL.match(name)
    if found is None:
        return None
    sort = _SORT_OF[found[2].casefold()]
    proper = found[1][0].isupper() or found[1][0].isdigit() or sort is EntityType.METRIC
    return (found[1], sort) if proper else None


def _is_distinctive(name: str) -> bool:
    """Say whether a name has a digit, or a capital that no title case explains."""
    return any(character.isdigit() for character in name) or re.search(r"\w[A-Z]", name) is not None


def tail_edges(
    names: Iterable[Name], types: Mapping[str, Mapping[EntityType, int]], lexicon: Lexicon
) -> Iterator[Edge]:
    """Join "X benchmark" with X where X, written alike, is mostly taken for what the tail says.

    X is a term of the lexicon or written like no ordinary word (GSM8K, not Reasoning).
    `types` holds, for each surface form that stands as the first name of an entity, its types with counts.
    """
    for name in names:
        split = base_name(name.surface)
        if split is None or is_term(name.node):
            continue
        base, entity_type = split
        terms = [term for term in lexicon.find(base) if not term.context and base in term.names]
        if any(term.type is entity_type for term in terms):
            yield Edge(name.node, term_node(terms[0].id), Reason.TAIL)
        elif not terms and _is_distinctive(base) and _mostly(types.get(base, {})) is entity_type:
            yield Edge(name.node, key_node(base), Reason.TAIL)


def _mostly(counts: Mapping[EntityType, int]) -> EntityType | None:
    order = list(EntityType)
    return min(counts, key=lambda entity_type: (-counts[entity_type], order.index(entity_type)), default=None)


Long = tuple[str, tuple[str, ...]]
"""An expansion: its node, and its stems."""


@dataclass
class Acronyms:
    """What papers and the lexicon say that acronyms stand for.

    `longs` holds, for the node of each acronym, its expansions and the arXiv ids of papers that give them.
    `in_paper` holds, for an arXiv id and the node of an acronym, the nodes that this paper expands it to.
    """

    longs: dict[str, dict[Long, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    in_paper: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, arxiv_id: str, short: Name, long: Name) -> None:
        """Note that a paper pairs an acronym with an expansion."""
        self.longs[short.node].setdefault((long.node, stems(long.surface)), set()).add(arxiv_id)
        self.in_paper[arxiv_id, short.node].add(long.node)

    def alike(self) -> Iterator[Edge]:
        """Join the expansions of one acronym that differ in endings and little words only."""
        for longs in self.longs.values():
            by_stems: dict[tuple[str, ...], list[str]] = defaultdict(list)
            for node, stem in sorted(longs):
                by_stems[stem].append(node)
            for nodes in by_stems.values():
                for node in nodes[1:]:
                    yield Edge(nodes[0], node, Reason.ACRONYM)

    def clear(self, groups: UnionFind) -> tuple[list[Edge], frozenset[str]]:
        """Return edges from acronyms to their one meaning, and the acronyms that have other meanings, too.

        An acronym has one meaning when all papers that expand it agree, or nearly all (`_NEARLY_ALL`) of at
        least `_MANY`: misprinted expansions are no second meaning.
        """
        edges, unclear = [], set()
        for short, longs in self.longs.items():
            papers: dict[str, set[str]] = defaultdict(set)
            for (node, _), arxiv_ids in longs.items():
                papers[groups.find(node)] |= arxiv_ids
            main = max(sorted(papers), key=lambda root: len(papers[root]))
            most, total = len(papers[main]), sum(map(len, papers.values()))
            if len(papers) > 1:
                unclear.add(short)
            if len(papers) == 1 or (most >= _MANY and most >= _NEARLY_ALL * total):
                edges.append(Edge(short, main, Reason.ACRONYM))
        return edges, frozenset(unclear)


def acronyms(occurrences: Iterable[Occurrence], lexicon: Lexicon) -> Acronyms:
    """Collect the acronyms that papers pair with an expansion, as two names of one entity."""
    found = Acronyms()
    for occurrence in occurrences:
        for short in occurrence.names if occurrence.names[1:] else ():
            if not looks_like_acronym(short.surface):
                continue
            for long in occurrence.names:
                if long.node != short.node and spells_out(short.surface, long.surface):
                    found.add(occurrence.arxiv_id, short, long)
    for term in lexicon:
        node = term_node(term.id)
        if node in found.longs:
            longs = {long for long in term.names for short in term.names if spells_out(short, long)}
            found.longs[node].update({(node, stems(long)): set() for long in longs})
    return found
