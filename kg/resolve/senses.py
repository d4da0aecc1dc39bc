"""Homographs: one name that stands for several things, told apart by the papers that present it as their own.

The type says little: annotators and extractors differ on Method and Model. What counts is that two papers, with
nobody listed in both and no expansion in common, present something of one name as their own; or that a name was in
use well before the paper that presents it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations

from kg.resolution import Reason
from kg.resolve.coined_elsewhere import coined_elsewhere
from kg.resolve.initials import spells_out, stems
from kg.resolve.kept import hashed
from kg.resolve.occurrences import Name, Occurrence, is_term, sense_node
from kg.resolve.short_names import LIKE_OWN, other_matters
from kg.resolve.sorts import other_sorts
from kg.resolve.surroundings import likeness
from kg.resolve.unionfind import Edge, UnionFind

__all__ = ["tell_apart"]

_SHORT = re.compile(r"[A-Za-z]{2,4}")
_PLAIN = re.compile(r"[A-Z][a-z]+")
_MONTH = re.compile(r"(\d\d)(\d\d)\.")
_LEAST_SHARE = 3
_SHORT_GAP, _LONG_GAP = 1, 4


@dataclass(slots=True)
class _Uses:
    """What papers say with one name: who presents it as its own, and what it is short for in each.

    `proper` says that it is no phrase of common words. `beside` holds its acronyms and expansions in the papers that
    present it, `words` what these are about. `titled` holds the papers whose title begins with it, `known` those that
    also call it another name of its term, `plain` those that write it in lower case.
    """

    surface: str
    proper: bool = False
    own: set[str] = field(default_factory=set)
    beside: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    words: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    titled: set[str] = field(default_factory=set)
    known: set[str] = field(default_factory=set)
    plain: set[str] = field(default_factory=set)
    papers: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))


def tell_apart(found: Sequence[Occurrence], people: Mapping[str, Iterable[str]]) -> list[Occurrence]:
    """Give the names of homographs a node of their own for each thing they stand for.

    `people` holds, for an arXiv id, the keys of the persons listed. A paper that says nothing of what it means by
    a name of several things keeps the node that all had.
    """
    known = {
        (arxiv_id, node): sense_node(node, sense)
        for node, uses in _uses(found).items()
        for arxiv_id, sense in _senses(node, uses, people)
    }
    found = _renamed(found, known)
    found = _renamed(found, coined_elsewhere(found, people))
    found = _renamed(found, other_sorts(found))
    return _renamed(found, other_matters(found, people))


def _renamed(found: Sequence[Occurrence], senses: Mapping[tuple[str, str], str]) -> list[Occurrence]:
    """Give the names of some papers (arXiv id, node) their new nodes."""
    papers = {arxiv_id for arxiv_id, _ in senses}
    return [_with_senses(occurrence, senses) if occurrence.arxiv_id in papers else occurrence for occurrence in found]


def _with_senses(occurrence: Occurrence, senses: Mapping[tuple[str, str], str]) -> Occurrence:
    nodes = [senses.get((occurrence.arxiv_id, name.node)) for name in occurrence.names]
    if not any(nodes):
        return occurrence
    names = (replace(name, node=node) if node else name for name, node in zip(occurrence.names, nodes, strict=True))
    return replace(occurrence, names=tuple(names))


def _uses(found: Sequence[Occurrence]) -> dict[str, _Uses]:
    """Collect the uses of each name of one word that some paper presents as its own."""
    by_node: dict[str, _Uses] = {}
    for occurrence in found:
        for name in occurrence.names if occurrence.is_own else ():
            is_proper = _may_be_homograph(name, occurrence)
            if is_proper or not is_term(name.node):
                uses = by_node.setdefault(name.node, _Uses(name.surface))
                uses.surface = min(uses.surface, name.surface)
                uses.proper |= is_proper
                uses.own.add(occurrence.arxiv_id)
                if occurrence.is_titled:
                    uses.titled.add(occurrence.arxiv_id)
    # Most stand in one paper: seen first, so that nothing else is gathered for them.
    papers: dict[str, set[str]] = {node: set() for node in by_node}
    for occurrence in found:
        for name in occurrence.names:
            if name.node in papers:
                papers[name.node].add(occurrence.arxiv_id)
    # A phrase may stand for two things only where two papers present it.
    shared = {
        node: uses for node, uses in by_node.items() if len(papers[node]) > 1 and (uses.proper or len(uses.own) > 1)
    }
    for occurrence in found:
        for name in occurrence.names:
            if name.node in shared:
                _note(shared[name.node], name, occurrence)
    return shared


def _note(uses: _Uses, name: Name, occurrence: Occurrence) -> None:
    """Note what a paper says with a name, and what tells whether it means what others do that present it."""
    arxiv_id = occurrence.arxiv_id
    uses.papers[arxiv_id] |= set(_expansions(occurrence.names))
    if name.surface.islower():
        uses.plain.add(arxiv_id)
    if sum(one.node == name.node for one in occurrence.names) > 1:
        uses.known.add(arxiv_id)
    if not occurrence.is_own or len(uses.own) < 2:
        return
    if occurrence.around is not None:
        uses.words[arxiv_id].append(occurrence.around.words)
    for one in occurrence.names:
        if " " in one.surface and one.node != name.node:
            uses.beside[arxiv_id].add(" ".join(stems(one.surface)))
        elif spells_out(one.surface, name.surface):
            uses.beside[arxiv_id].add(one.node)


def _may_be_homograph(name: Name, occurrence: Occurrence) -> bool:
    """Say whether a name that a paper presents may stand for another thing elsewhere.

    A term of the lexicon is known by its name, so a role alone does not do: the title has to begin with it, or
    the paper to spell it out. A phrase (PC Agent) or a name without capitals (m1) is proper in such a title only.
    """
    words = name.surface.split()
    is_proper = len(words) == 1 and any(map(str.isupper, name.surface))
    if not is_proper and not (occurrence.is_titled and (name.surface[-1:].isdigit() or _is_in_capitals(words))):
        return False
    return not is_term(name.node) or occurrence.is_titled or any(_expansions(occurrence.names))


def _is_in_capitals(words: Sequence[str]) -> bool:
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _expansions(names: Iterable[Name]) -> Iterator[str]:
    return (" ".join(stems(long.surface)) for long in names if " " in long.surface)


def _senses(node: str, uses: _Uses, people: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Give the papers whose meaning is known, each with the earliest paper of that meaning.

    Of the meanings of a term's name, one is the term itself and gets no other node.
    """
    if len(uses.own) * _LEAST_SHARE < len(uses.papers):
        return
    groups = _groups(uses, people) if is_term(node) else _presented(uses, people)
    roots = {groups.find(arxiv_id) for arxiv_id in uses.own}
    if len(roots) > 1:
        if is_term(node):
            roots.discard(_root_of_term(uses, groups))
        yield from ((paper, groups.find(paper)) for paper in sorted(uses.papers) if groups.find(paper) in roots)
        return
    if is_term(node) or not uses.proper:
        return
    if uses.plain and uses.plain.isdisjoint(uses.own) and _PLAIN.fullmatch(uses.surface):
        # A word that others write in lower case is theirs, and the proper name of whoever coins it.
        yield from ((paper, groups.find(paper)) for paper in sorted(uses.own))
        return
    first = min(uses.own)
    gap = _SHORT_GAP if _SHORT.fullmatch(uses.surface) else _LONG_GAP
    for paper in sorted(uses.papers):
        if groups.find(paper) not in roots and _months(first) - _months(paper) >= gap:
            yield paper, "before"


def _root_of_term(uses: _Uses, groups: UnionFind) -> str:
    """Return the meaning that is the term: of a paper that also uses another of its names, then by title and date."""
    papers = uses.own | (uses.known & set(uses.papers))
    return groups.find(min(papers, key=lambda paper: (paper not in uses.known, paper not in uses.titled, paper)))


def _groups(uses: _Uses, people: Mapping[str, Iterable[str]]) -> UnionFind:
    """Join papers that share an expansion, and papers of their own that share a person."""
    groups = UnionFind()
    edges = [Edge(paper, f"~{long}", Reason.KEY) for paper, longs in uses.papers.items() for long in longs]
    edges += [Edge(paper, f"~~{person}", Reason.KEY) for paper in uses.own for person in people.get(paper, ())]
    groups.join(edges)
    return groups


def _presented(uses: _Uses, people: Mapping[str, Iterable[str]]) -> UnionFind:
    """Join papers as `_groups` does; but not two that present the name, and share no more than its expansion.

    They have to be of one matter as well, where their words tell: short-term memories are many.
    """
    others = replace(uses, papers={paper: longs for paper, longs in uses.papers.items() if paper not in uses.own})
    groups = _groups(others, people)
    words = {paper: hashed(uses.words[paper]) for paper in uses.own} if len(uses.own) > 1 else {}
    groups.join(
        Edge(a, b, Reason.KEY)
        for a, b in combinations(sorted(uses.own), 2)
        if uses.beside[a] & uses.beside[b] and (likeness(words[a], words[b]) or 1.0) >= LIKE_OWN
    )
    longs = {long: paper for paper in sorted(uses.own, reverse=True) for long in uses.papers[paper]}
    groups.join(Edge(longs[long], f"~{long}", Reason.KEY) for long in sorted(longs))
    return groups


def _months(arxiv_id: str) -> int:
    """Count months up to that of an arXiv id (YYMM.number); 0 for an id of another form."""
    found = _MONTH.match(arxiv_id)
    return 12 * int(found[1]) + int(found[2]) if found else 0
