"""Short names that papers of other matters share: one thing only where something beside the letters says so.

Two papers with one acronym of a few letters, or with a component that is called by a plain word (Planner), mean one
thing when they spell it out alike, list a person in common, or speak of the same matter. Names of the lexicon are
left alone: there, its contexts decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from kg.model import EntityType
from kg.resolution import Reason
from kg.resolve.acronyms import nearly_all
from kg.resolve.initials import spells_out, stems
from kg.resolve.occurrences import Name, Occurrence, is_apart, is_term, sense_node
from kg.resolve.surroundings import are_near, is_short, likeness
from kg.resolve.unionfind import Edge, UnionFind

__all__ = ["other_matters"]

# Found on names of the training annotations and of the corpus: papers that share less speak of other matters.
# More is asked where one presents the name as its own, and most where they write it in another case, or for another
# sort of thing.
_LIKE, _LIKE_OWN, _LIKE_OTHER = 0.045, 0.08, 0.12
_SORTS = {EntityType.DATASET: "dataset", EntityType.METRIC: "metric"}
# A name that so many papers use is known; and each is compared with each.
_MANY = 20


@dataclass(slots=True)
class _Use:
    """How one paper uses a short name: its spellings and expansions, the paper's words, and whether it is its own."""

    written: set[str] = field(default_factory=set)
    longs: set[str] = field(default_factory=set)
    sorts: set[str] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    is_own: bool = False


def other_matters(found: Sequence[Occurrence], people: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], str]:
    """Return new nodes for the short names of papers (arXiv id, node) that speak of other matters than most.

    A paper that says too little to tell keeps the node.
    """
    return {
        (arxiv_id, node): sense_node(node, f"like {first}")
        for node, uses in sorted(_uses(found).items())
        for arxiv_id, first in _apart(uses, people)
    }


def _uses(found: Sequence[Occurrence]) -> dict[str, dict[str, _Use]]:
    """Collect, by node and paper, the uses of short names that more than one paper has."""
    nodes: dict[str, dict[str, _Use]] = defaultdict(lambda: defaultdict(_Use))
    long_written: set[tuple[str, str]] = set()
    for occurrence in found:
        for name in occurrence.names:
            if is_term(name.node) or is_apart(name.node):
                continue
            if not is_short(name.surface):
                long_written.add((name.node, occurrence.arxiv_id))
            elif occurrence.around is not None:
                _note(nodes[name.node][occurrence.arxiv_id], name, occurrence)
    for node, arxiv_id in long_written:
        nodes.get(node, {}).pop(arxiv_id, None)
    several = {node: uses for node, uses in nodes.items() if 1 < len(uses) <= _MANY}
    _add_phrases(several, found)
    return several


def _add_phrases(nodes: Mapping[str, Mapping[str, _Use]], found: Iterable[Occurrence]) -> None:
    """Count as an expansion what a paper calls another thing, where it spells the short name."""
    used: dict[str, list[_Use]] = defaultdict(list)
    for uses in nodes.values():
        for arxiv_id, use in uses.items():
            used[arxiv_id].append(use)
    for occurrence in found:
        for use in used.get(occurrence.arxiv_id, ()):
            for name in occurrence.names:
                if any(spells_out(written, name.surface) for written in use.written):
                    use.longs.add(" ".join(stems(name.surface)))


def _note(use: _Use, name: Name, occurrence: Occurrence) -> None:
    around = occurrence.around
    use.written.add(name.surface)
    use.is_own |= occurrence.is_own
    use.sorts.add(_SORTS.get(occurrence.type, "technique"))
    use.longs |= {" ".join(stems(one.surface)) for one in occurrence.names if " " in one.surface}
    if around is not None:
        use.words |= around.words
        use.longs |= around.longs.get(name.surface, frozenset())


def _apart(uses: Mapping[str, _Use], people: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Give the papers that are not among the most with one meaning, each with the first paper of its meaning.

    Where some papers do not tell, the name stays theirs, and all others are given, unless nearly all mean one thing.
    """
    groups = UnionFind()
    told: set[str] = set()
    for a, b in combinations(sorted(uses), 2):
        same = _is_one(uses[a], uses[b], bool(set(people.get(a, ())) & set(people.get(b, ()))))
        if same is not None:
            told |= {a, b}
        if same:
            groups.join([Edge(a, b, Reason.KEY)])
    sizes: dict[str, int] = defaultdict(int)
    for arxiv_id in told:
        sizes[groups.find(arxiv_id)] += 1
    if len(sizes) < 2:
        return
    main: str | None = min(sizes, key=lambda root: (-sizes[root], root))
    if told != set(uses) and not nearly_all(sizes[str(main)], len(told)):
        main = None
    for arxiv_id in sorted(told):
        if groups.find(arxiv_id) != main:
            yield arxiv_id, groups.find(arxiv_id)


def _is_one(a: _Use, b: _Use, is_by_one: bool) -> bool | None:
    """Say whether two papers mean one thing; None when nothing tells."""
    if is_by_one or a.longs & b.longs:
        return True
    if a.longs and b.longs and not any(are_near(one, other) for one in a.longs for other in b.longs):
        return False
    like = likeness(a.words, b.words)
    if like is None:
        return None
    if not _shapes(a) & _shapes(b) or not a.sorts & b.sorts:
        return like >= _LIKE_OTHER
    return like >= (_LIKE_OWN if a.is_own or b.is_own else _LIKE)


def _shapes(use: _Use) -> set[str]:
    return {written.removesuffix("s") for written in use.written}
