"""From names to groups: which of a paper's names stand for the same thing as names elsewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kg.lexicon import Lexicon
from kg.model import EntityType
from kg.overrides import Override
from kg.resolution import Reason
from kg.resolve.acronyms import Acronyms, acronyms
from kg.resolve.affixes import affix_edges
from kg.resolve.decisions import Decisions
from kg.resolve.further import first_roots
from kg.resolve.heads import Heads
from kg.resolve.misprints import misprint_edges
from kg.resolve.occurrences import Name, Occurrence, is_apart, is_sense, is_term
from kg.resolve.surfaces import Surfaces
from kg.resolve.terms import Terms
from kg.resolve.unionfind import Edge, UnionFind
from kg.resolve.within import same_within
from kg.resolve.wording import wording_edges

__all__ = ["Group", "Use", "group"]


class Use(NamedTuple):
    """One name that one row uses for the thing of a group, and why it counts as a name of it.

    `is_own` says that the name means this thing wherever it stands: it may give the group its key.
    """

    name: Name
    arxiv_id: str
    reason: Reason
    is_own: bool = True


@dataclass(slots=True)
class Group:
    """All that papers call one thing: its node in the graph of names, where it occurs, and the uses of its names.

    `name` and `type` are there where somebody decided on them.
    """

    root: str
    term_id: str | None
    found: list[Occurrence] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    name: str | None = None
    type: EntityType | None = None


class _Names:
    """The finished graph of names: the root of each name of an occurrence, and the reason it has it."""

    def __init__(self, found: Sequence[Occurrence], terms: Terms, overrides: Sequence[Override]) -> None:
        lexicon, surfaces = terms.lexicon, terms.surfaces
        self._lexicon = lexicon
        self.acronyms: Acronyms = acronyms(found, lambda surface: surfaces[surface].is_acronym, lexicon)
        self.groups = UnionFind(is_term)
        # Decisions come before rules; acronyms come last, since whether their expansions agree shows only when these
        # are joined.
        self.decisions = Decisions.join(found, overrides, lexicon, self.groups)
        edges = [*_edges(found, terms), *self.acronyms.alike()]
        self.groups.join(edges)
        clear, unclear = self.acronyms.clear(self.groups)
        self.unclear = unclear - self.decisions.joined
        self.groups.join(clear)
        self.decisions.settle(self.groups)
        self._reasons = dict(_node_reasons([*edges, *clear]))

    def root(self, occurrence: Occurrence, name: Name) -> str:
        """Return the root of a name; an acronym of many meanings has the one that its own paper gives it."""
        if name.node in self.unclear:
            longs = self.acronyms.in_paper.get((occurrence.arxiv_id, name.node), ())
            roots = {self.groups.find(node) for node in longs}
            if len(roots) == 1:
                return roots.pop()
        return self.groups.find(name.node)

    def types_of(self, roots: Iterable[str], lexicon: Lexicon) -> dict[str, EntityType]:
        """Return the types of the terms of the lexicon that roots stand for; others are not in it."""
        terms = ((root, self.groups.sole_of(root)) for root in set(roots))
        return {root: lexicon.terms[term.removeprefix("term ")].type for root, term in terms if term}

    def known_names(self, root: str) -> tuple[str, ...]:
        """Return the names that the lexicon has for what a root stands for; none where it has no term."""
        term = self.groups.sole_of(root)
        return self._lexicon.terms[term.removeprefix("term ")].names if term else ()

    def is_kind(self, one: Occurrence, root: str, heads: Heads) -> bool:
        """Say whether a lone name ends in the words of a term that a root stands for, and so is a kind of it."""
        term = self.groups.sole_of(root) if len(one.names) == 1 else None
        return term is not None and term.removeprefix("term ") in heads.of(one.names[0].surface, one.type)

    def reason(self, name: Name) -> Reason:
        if self.decisions.merges(name.surface, name.node):
            return Reason.OVERRIDE
        if is_apart(name.node):
            return Reason.SPLIT
        if name.node in self.unclear:
            return Reason.ACRONYM
        return self._reasons.get(name.node, Reason.KEY)


def _edges(found: Sequence[Occurrence], terms: Terms) -> Iterator[Edge]:
    """Give the edges between names that look like one thing, whichever paper they stand in; homographs have none."""
    types: dict[str, dict[EntityType, int]] = defaultdict(dict)
    papers: dict[str, set[str]] = defaultdict(set)
    distinct: set[tuple[str, str]] = set()
    for occurrence in found:
        of_first = types[occurrence.names[0].surface]
        of_first[occurrence.type] = of_first.get(occurrence.type, 0) + 1
        for name in occurrence.names:
            distinct.add((name.surface, name.node))
            papers[name.node].add(occurrence.arxiv_id)
    counts = {node: len(arxiv_ids) for node, arxiv_ids in papers.items() if not is_sense(node)}
    names = sorted(name for name in distinct if name[1] in counts)
    surfaces, lexicon = terms.surfaces, terms.lexicon
    affixes = affix_edges(names, lambda surface: surfaces[surface].bases, types, lexicon)
    wordings = wording_edges(names, lambda surface: surfaces[surface].phrase, terms.wordings)
    misprints = misprint_edges(
        names, lambda surface: surfaces[surface].mended, lambda surface: surfaces[surface].words, counts, lexicon
    )
    owners = _owners(found, papers)
    for edge in (*affixes, *wordings, *misprints):
        mine, theirs = owners.get(edge.a, set()), owners.get(edge.b, set())
        if not mine or not theirs or mine & theirs:
            yield edge


def _owners(found: Iterable[Occurrence], papers: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Return the papers that present what a node stands for as their own, where they are a third of all or more.

    Things that two papers present are two, however alike their names are: Critique-RL is not critique
    reinforcement learning.
    """
    own: dict[str, set[str]] = defaultdict(set)
    for occurrence in found:
        for name in occurrence.names if occurrence.is_own else ():
            own[name.node].add(occurrence.arxiv_id)
    return {node: mine for node, mine in own.items() if 3 * len(mine) >= len(papers[node])}


def _node_reasons(edges: Iterable[Edge]) -> Iterator[tuple[str, Reason]]:
    """Give the reason of each end of an edge; what a tail or a slip was taken from keeps its own."""
    one_way = (Reason.TAIL, Reason.MISPRINT, Reason.NEAR)
    for edge in sorted(edges):
        yield edge.a, edge.reason
        if edge.reason not in one_way:
            yield edge.b, edge.reason


def group(
    found: Sequence[Occurrence], terms: Terms, overrides: Sequence[Override] = ()
) -> tuple[list[Group], list[str]]:
    """Group occurrences by the things they name; return the groups and the root of each occurrence.

    An occurrence belongs where its first name does. A further name that leads elsewhere joins only when it
    is no name of anything else: one bad pair of names must not glue two things together.
    """
    names = _Names(found, terms, overrides)
    decisions = names.decisions
    own_roots = [tuple([names.root(occurrence, name) for name in occurrence.names]) for occurrence in found]
    first = [_telling(one, own, terms.surfaces) for one, own in zip(found, own_roots, strict=True)]
    heads = terms.heads

    def is_kind(one: Occurrence, root: str) -> bool:
        return names.is_kind(one, root, heads)

    roots, apart = first_roots(found, own_roots, first, is_kind, names.known_names, terms.surfaces.content)
    known = names.types_of(roots, terms.lexicon)
    same = same_within(found, roots, terms.surfaces.content, known, is_kind)
    same = {place: end for place, end in same.items() if place not in apart and (place[0], end) not in apart}
    roots = [same.get((one.arxiv_id, root), root) for one, root in zip(found, roots, strict=True)] if same else roots
    claimed = set(roots)
    groups: dict[str, Group] = {}
    for occurrence, own_root, root in zip(found, own_roots, roots, strict=True):
        one = groups.get(root)
        if one is None:
            term = names.groups.sole_of(root)
            term_id = term.removeprefix("term ") if term else None
            one = Group(root, term_id, name=decisions.names.get(root), type=decisions.types.get(root))
            groups[root] = one
        one.found.append(occurrence)
        for name, own in zip(occurrence.names, own_root, strict=True):
            if own == root:
                is_own = names.groups.find(name.node) == root and name.node not in decisions.joined
                one.uses.append(Use(name, occurrence.arxiv_id, names.reason(name), is_own))
            elif own not in claimed and names.groups.sole_of(own) is None and not is_apart(name.node):
                one.uses.append(Use(name, occurrence.arxiv_id, Reason.PAPER, is_own=False))
    return [groups[root] for root in sorted(groups)], roots


def _telling(occurrence: Occurrence, roots: Sequence[str], surfaces: Surfaces) -> str:
    """Return the root of an occurrence's first name; of a class of models (LLMs), that of the next name that is none.

    Else all that some paper calls LLMs as well, Qwen2 in one and GPT-4o in another, were one thing.
    """
    if len(roots) == 1 or not surfaces[occurrence.names[0].surface].is_class:
        return roots[0]
    others = (root for name, root in zip(occurrence.names, roots, strict=True) if not surfaces[name.surface].is_class)
    return next(others, roots[0])
