"""Names that a paper gives its own thing, or coins for it out of words that others use for a task or a measure.

Knowledge Transfer, in capitals, is the method of one paper; knowledge transfer is what many work on. "Visual grounded
reasoning (VGR)" is a framework where a paper gives it an acronym of its own, and a task elsewhere. Whether a type is
another one proves nothing by itself: that the paper coins the name, or presents what has it, is the second sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import EntityType
from kg.resolution import Reason
from kg.resolve.initials import spells_out
from kg.resolve.occurrences import Occurrence, is_sense, is_term, sense_node
from kg.resolve.unionfind import Edge, UnionFind

__all__ = ["coined_elsewhere"]

_TASK = frozenset({EntityType.TASK})
_PLAIN = frozenset({EntityType.TASK, EntityType.METRIC})


@dataclass(slots=True)
class _Seen:
    """The papers with one name: who coins it, who presents a thing so called, its types, and the acronyms beside it.

    `is_phrase` says that it is in several words where a paper presents what has it.
    """

    is_phrase: bool = False
    own: set[str] = field(default_factory=set)
    coined: set[str] = field(default_factory=set)
    types: dict[str, set[EntityType]] = field(default_factory=lambda: defaultdict(set))
    beside: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def coined_elsewhere(found: Sequence[Occurrence], people: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """Return new nodes for the names of papers (arXiv id, node) that are coined in some, and plain words in others."""
    presented = {
        name.node
        for occurrence in found
        for name in occurrence.names
        if (name.is_coined or occurrence.is_own) and not is_term(name.node) and not is_sense(name.node)
    }
    nodes = {node: _Seen() for node in _shared(found, presented)}
    for occurrence in found:
        for name in (name for name in occurrence.names if name.node in nodes):
            seen = nodes[name.node]
            if occurrence.is_own:
                seen.own.add(occurrence.arxiv_id)
                seen.is_phrase |= " " in name.surface
            if name.is_coined:
                seen.coined.add(occurrence.arxiv_id)
            seen.types[occurrence.arxiv_id].add(occurrence.type)
            shorts = (one.node for one in occurrence.names if spells_out(one.surface, name.surface))
            seen.beside[occurrence.arxiv_id].update(shorts)
    return {
        (arxiv_id, node): sense_node(node, sense)
        for node, seen in nodes.items()
        for arxiv_id, sense in _senses(seen, people)
    }


def _shared(found: Iterable[Occurrence], presented: Collection[str]) -> set[str]:
    """Return those nodes that stand in several papers, which most do not."""
    first: dict[str, str] = {}
    return {
        name.node
        for occurrence in found
        for name in occurrence.names
        if name.node in presented and first.setdefault(name.node, occurrence.arxiv_id) != occurrence.arxiv_id
    }


def _senses(seen: _Seen, people: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    if seen.coined:
        yield from _plain(seen, people)
        yield from _several(seen, people)
    # A proper word may be a method and its score: EditScore.
    elif any(_others(seen, seen.own, _PLAIN if seen.is_phrase else _TASK, people)):
        yield from ((paper, "own") for paper in sorted(seen.own))


def _others(
    seen: _Seen, mine: Collection[str], types: Collection[EntityType], people: Mapping[str, Iterable[str]]
) -> Iterator[str]:
    """Give the papers that mean something of some types, and not what the papers that are `mine` do.

    A paper that has an acronym of these, or lists a person of theirs, means what they do.
    """
    shorts = {short for paper in mine for short in seen.beside[paper]}
    authors = {person for paper in mine for person in people.get(paper, ())}
    for paper, its in seen.types.items():
        is_same = paper in mine or not shorts.isdisjoint(seen.beside[paper])
        if its.issubset(types) and not is_same and authors.isdisjoint(people.get(paper, ())):
            yield paper


def _plain(seen: _Seen, people: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Give the fewer of the papers that mean what was coined, and of those that mean a task or a measure."""
    plain = set(_others(seen, seen.coined, _PLAIN, people))
    others = seen.types.keys() - plain
    fewer, sense = (plain, "plain") if len(plain) < len(others) else (others, "coined")
    if plain:
        yield from ((paper, sense) for paper in sorted(fewer))


def _several(seen: _Seen, people: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Give the papers that coin one name for several things: Dual Preference Optimization is DuPO, and D2PO.

    Papers with one acronym for it, or with one person, mean one thing.
    """
    groups = UnionFind()
    told = sorted(seen.coined)
    for paper in told:
        signs = (*seen.beside[paper], *(f"~{person}" for person in people.get(paper, ())))
        groups.join(Edge(f"/{paper}", sign, Reason.KEY) for sign in signs)
    roots = {paper: groups.find(f"/{paper}") for paper in told}
    if len(set(roots.values())) > 1:
        firsts = {root: min(paper for paper in told if roots[paper] == root) for root in roots.values()}
        yield from ((paper, f"coined {firsts[roots[paper]]}") for paper in told)
