"""Acronyms with what they stand for, as papers pair them and as the lexicon does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.lexicon import Lexicon
from kg.model import EntityType
from kg.resolution import Reason
from kg.resolve.initials import spells_out, stems
from kg.resolve.occurrences import Name, Occurrence, is_apart, is_term
from kg.resolve.surroundings import are_near
from kg.resolve.unionfind import Edge, UnionFind

__all__ = ["Acronyms", "acronyms", "nearly_all"]

_MANY, _NEARLY_ALL = 5, 0.9

Long = tuple[str, tuple[str, ...]]
"""An expansion: its node, and its stems."""


@dataclass
class Acronyms:
    """What papers and the lexicon say that acronyms stand for.

    `longs` holds, for the node of each acronym, its expansions and the arXiv ids of papers that give them.
    `in_paper` holds, for an arXiv id and the node of an acronym, the nodes that this paper expands it to. `quoted`
    joins terms with expansions that papers nearly give as the lexicon does.
    """

    longs: dict[str, dict[Long, set[str]]] = field(default_factory=lambda: defaultdict(dict))
    in_paper: dict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    quoted: set[Edge] = field(default_factory=set)

    def add(self, arxiv_id: str, short: Name, long: Name) -> None:
        """Note that a paper pairs an acronym with an expansion."""
        self.longs[short.node].setdefault((long.node, stems(long.surface)), set()).add(arxiv_id)
        self.in_paper[arxiv_id, short.node].add(long.node)

    def alike(self) -> Iterator[Edge]:
        """Join the expansions of one acronym that differ in endings and little words only, or nearly quote a term's."""
        yield from sorted(self.quoted)
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
            # Sorted, so that of equals the least counts, whichever paper came first.
            main = max(sorted(papers), key=lambda root: len(papers[root]))
            most, total = len(papers[main]), sum(map(len, papers.values()))
            if len(papers) > 1:
                unclear.add(short)
            if len(papers) == 1 or nearly_all(most, total):
                edges.append(Edge(short, main, Reason.ACRONYM))
        return edges, frozenset(unclear)


def nearly_all(some: int, total: int) -> bool:
    """Say whether some papers are so many that the others, of a total, may as well be misprints.

    >>> nearly_all(9, 10), nearly_all(8, 10), nearly_all(4, 4)
    (True, False, False)
    """
    return some >= _MANY and some >= _NEARLY_ALL * total


def acronyms(occurrences: Sequence[Occurrence], is_acronym: Callable[[str], bool], lexicon: Lexicon) -> Acronyms:
    """Collect the acronyms that papers pair with an expansion, as two names of one entity.

    `is_acronym` does what `looks_like_acronym` does.
    """
    found = Acronyms()
    own: dict[str, set[str]] = defaultdict(set)
    for occurrence in occurrences:
        for name in occurrence.names if occurrence.is_own else ():
            own[name.node].add(occurrence.arxiv_id)
        for short in occurrence.names if occurrence.names[1:] else ():
            if not is_acronym(short.surface) or is_apart(short.node):
                continue
            if _is_said_twice(short, occurrence.names):
                continue
            for long in occurrence.names:
                if (
                    long.node != short.node
                    and not is_apart(long.node)
                    and spells_out(short.surface, long.surface)
                    and not _are_two(short, long, lexicon)
                ):
                    found.add(occurrence.arxiv_id, short, long)
    for arxiv_id, short, long in _across(occurrences, is_acronym, lexicon, own):
        found.add(arxiv_id, short, long)
    for node, longs in found.longs.items():
        term = lexicon.terms.get(node.removeprefix("term ")) if is_term(node) else None
        if term is not None:
            named = {stems(long) for long in term.names for short in term.names if spells_out(short, long)}
            found.quoted.update(_quotes(node, longs, named, own))
            longs.update({(node, long): set() for long in named})
    return found


def _is_said_twice(short: Name, names: Iterable[Name]) -> bool:
    """Say whether a paper also gives an acronym the words that the lexicon has for it.

    So longer words beside it are no second meaning: machine translation (MT), machine translation personalization.
    """
    return is_term(short.node) and any(
        one.node == short.node and spells_out(short.surface, one.surface) for one in names if " " in one.surface
    )


def _are_two(short: Name, long: Name, lexicon: Lexicon) -> bool:
    """Say whether an acronym and words are of two terms of the lexicon, where those words have no such acronym."""
    if not is_term(short.node) or not is_term(long.node):
        return False
    return long.node.removeprefix("term ") not in {term.id for term in lexicon.find(short.surface)}


def _across(
    occurrences: Sequence[Occurrence],
    is_acronym: Callable[[str], bool],
    lexicon: Lexicon,
    own: Mapping[str, set[str]],
) -> Iterator[tuple[str, Name, Name]]:
    """Pair acronyms with the one thing of the same type in the same paper whose name spells them.

    On the training annotations that is the same thing in 99 % of the cases. Acronyms that the lexicon spells out, and
    those that have an expansion beside them, need none. Who presents a thing (`own`: the papers that present what a
    node stands for) may leave a word out of its acronym; but what it presents is no term: OREO is no offline RL.
    """
    lone: dict[tuple[str, EntityType], list[Name]] = defaultdict(list)
    for one in occurrences:
        name = one.names[0]
        is_lone = len(one.names) == 1 and " " not in name.surface and not is_apart(name.node)
        is_lone = is_lone and not _is_spelled(name, lexicon)
        # JUMP++ goes beyond what JUMP is short for.
        if is_lone and "+" not in name.surface and is_acronym(name.surface):
            lone[one.arxiv_id, one.type].append(name)
    longs: dict[Name, dict[str, Name]] = defaultdict(dict)
    for one in occurrences:
        for short in lone.get((one.arxiv_id, one.type), ()):
            for long in (name for name in one.names if " " in name.surface and "+" not in name.surface):
                # A first look at the letters saves most of the work.
                is_like = long.surface[:1].casefold() == short.surface[:1].casefold() and long.node != short.node
                is_strict = one.arxiv_id not in own.get(short.node, ()) or is_term(long.node)
                if is_like and not is_apart(long.node) and spells_out(short.surface, long.surface, strictly=is_strict):
                    longs[short][long.node] = long
    for short, spelled in longs.items():
        if len(spelled) == 1:
            yield short.place[1], short, next(iter(spelled.values()))


def _is_spelled(name: Name, lexicon: Lexicon) -> bool:
    """Say whether a name stands for a term of the lexicon that has a name in several words, too."""
    term = lexicon.terms.get(name.node.removeprefix("term ")) if is_term(name.node) else None
    return term is not None and any(" " in other for other in term.names)


def _quotes(
    node: str, said: Mapping[Long, set[str]], longs: Collection[tuple[str, ...]], own: Mapping[str, set[str]]
) -> Iterator[Edge]:
    """Join a term with an expansion near to its own; not where a paper presents that as its own."""
    for (long, stem), papers in said.items():
        near = (one for one in longs if len(one) == len(stem) and are_near(" ".join(stem), " ".join(one)))
        if long != node and not papers & own.get(node, set()) and any(near):
            yield Edge(node, long, Reason.ACRONYM)
