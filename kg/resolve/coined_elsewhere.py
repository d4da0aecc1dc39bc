"""Names that a paper coins for its own thing out of words that others use for a task or a measure.

Knowledge Transfer, in capitals, is the method of one paper; knowledge transfer is what many work on. "Visual grounded
reasoning (VGR)" is a framework where a paper gives it an acronym of its own, and a task elsewhere. Whether a type is
another one proves nothing by itself: that the paper coins the name is the second sign.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.model import EntityType
from kg.resolution import Reason
from kg.resolve.initials import spells_out
from kg.resolve.occurrences import Occurrence, is_sense, is_term, sense_node
from kg.resolve.unionfind import Edge, UnionFind

__all__ = ["coined_elsewhere"]

_PLAIN = frozenset({EntityType.TASK, EntityType.METRIC})


@dataclass(slots=True)
class _Seen:
    """The papers with one name: those that coin it, those that take it for a task or a measure, and what is beside."""

    coined: set[str] = field(default_factory=set)
    types: dict[str, set[EntityType]] = field(default_factory=lambda: defaultdict(set))
    beside: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def coined_elsewhere(found: Sequence[Occurrence], people: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """Return new nodes for the names of papers (arXiv id, node) that are coined in some, and plain words in others."""
    coined = {
        name.node
        for occurrence in found
        for name in occurrence.names
        if name.is_coined and not is_term(name.node) and not is_sense(name.node)
    }
    nodes: dict[str, _Seen] = defaultdict(_Seen)
    for occurrence in found:
        for name in (name for name in occurrence.names if name.node in coined):
            seen = nodes[name.node]
            if name.is_coined:
                seen.coined.add(occurrence.arxiv_id)
            seen.types[occurrence.arxiv_id].add(occurrence.type)
            shorts = (one.node for one in occurrence.names if spells_out(one.surface, name.surface))
            seen.beside[occurrence.arxiv_id].update(shorts)
    return {
        (arxiv_id, node): sense_node(node, sense)
        for node, seen in nodes.items()
        if len(seen.types) > 1
        for arxiv_id, sense in (*_plain(seen, people), *_several(seen, people))
    }


def _plain(seen: _Seen, people: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Give the fewer of two sorts of papers: those that mean what was coined, and those that mean a task or a measure.

    A paper that has the coined acronym, or lists a person of those who coined it, means that.
    """
    shorts = {short for paper in seen.coined for short in seen.beside[paper]}
    authors = {person for paper in seen.coined for person in people.get(paper, ())}
    plain = {
        paper
        for paper, types in seen.types.items()
        if types <= _PLAIN
        and paper not in seen.coined
        and shorts.isdisjoint(seen.beside[paper])
        and authors.isdisjoint(people.get(paper, ()))
    }
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
