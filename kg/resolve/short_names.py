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
from kg.resolve.kept import hashed
from kg.resolve.occurrences import Name, Occurrence, is_apart, is_term, sense_node
from kg.resolve.surroundings import are_near, is_short, likeness
from kg.resolve.unionfind import Edge, UnionFind

__all__ = ["LIKE_OWN", "other_matters"]

# Found on names of the training annotations and of the corpus: papers that share less speak of other matters.
# More is asked where one presents the name as its own, and most where they write it in another case, or for another
# sort of thing.
_LIKE, LIKE_OWN, _LIKE_OTHER = 0.045, 0.08, 0.12
_SORTS = {EntityType.DATASET: "dataset", EntityType.METRIC: "metric"}
# A name that so many papers use is known; and each is compared with each.
_MANY = 20


@dataclass(slots=True)
class _Use:
    """How one paper uses a short name: its spellings and expansions, the paper's words, and whether it is its own."""

    written: set[str] = field(default_factory=set)
    longs: set[str] = field(default_factory=set)
    sorts: set[str] = field(default_factory=set)
    words: list[bytes] = field(default_factory=list)
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
    nodes = {node: {arxiv_id: _Use() for arxiv_id in papers} for node, papers in _shared(found).items()}
    for occurrence in found:
        for name in occurrence.names:
            if name.node in nodes and (use := nodes[name.node].get(occurrence.arxiv_id)):
                _note(use, name, occurrence)
    _add_phrases(nodes, found)
    return nodes


def _shared(found: Sequence[Occurrence]) -> dict[str, set[str]]:
    """Return the papers that use each name in a short form alone, where these are several, and not too many."""
    # Most short names stand in one paper: found first, so that nothing else is gathered for them.
    first: dict[str, str] = {}
    several: set[str] = set()
    for occurrence in found:
        for name in occurrence.names:
            if occurrence.around is None or not is_short(name.surface):
                continue
            is_free = not is_term(name.node) and not is_apart(name.node)
            if is_free and first.setdefault(name.node, occurrence.arxiv_id) != occurrence.arxiv_id:
                several.add(name.node)
    papers: dict[str, set[str]] = {node: set() for node in several}
    long_written: set[tuple[str, str]] = set()
    for occurrence in found:
        for name in occurrence.names:
            if name.node not in papers:
                continue
            if is_short(name.surface):
                papers[name.node].add(occurrence.arxiv_id)
            else:
                long_written.add((name.node, occurrence.arxiv_id))
    for node, arxiv_id in long_written:
        papers[node].discard(arxiv_id)
    return {node: of_node for node, of_node in papers.items() if 1 < len(of_node) <= _MANY}


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
        use.words.append(around.words)
        use.longs.update(around.spelled(name.surface))


def _apart(uses: Mapping[str, _Use], people: Mapping[str, Iterable[str]]) -> Iterator[tuple[str, str]]:
    """Give the papers that are not among the most with one meaning, each with the first paper of its meaning.

    Where some papers do not tell, the name stays theirs, and all others are given, unless nearly all mean one thing.
    """
    groups = UnionFind()
    told: set[str] = set()
    alike: list[tuple[str, str]] = []
    words = {arxiv_id: hashed(use.words) for arxiv_id, use in uses.items()}
    for a, b in combinations(sorted(uses), 2):
        is_by_one = bool(set(people.get(a, ())) & set(people.get(b, ())))
        same = _is_one(uses[a], uses[b], is_by_one, words[a], words[b])
        if same is not None:
            told |= {a, b}
        if same:
            alike.append((a, b))
    groups.join(Edge(a, b, Reason.KEY) for a, b in _unbridged(alike, uses))
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


def _unbridged(alike: Sequence[tuple[str, str]], uses: Mapping[str, _Use]) -> list[tuple[str, str]]:
    """Leave out what would join two papers that present something each, by way of a paper like both."""
    owners: dict[str, set[str]] = defaultdict(set)
    for a, b in alike:
        if uses[a].is_own != uses[b].is_own:
            own, other = (a, b) if uses[a].is_own else (b, a)
            owners[other].add(own)
    known = set(alike)
    bridges = {
        paper for paper, own in owners.items() if any(pair not in known for pair in combinations(sorted(own), 2))
    }
    return [(a, b) for a, b in alike if not ((a in bridges and uses[b].is_own) or (b in bridges and uses[a].is_own))]


def _is_one(a: _Use, b: _Use, is_by_one: bool, words_of_a: set[int], words_of_b: set[int]) -> bool | None:
    """Say whether two papers mean one thing; None when nothing tells."""
    if is_by_one or a.longs & b.longs:
        return True
    if a.is_own and b.is_own:
        return False  # two papers that present something each present two things
    if a.longs and b.longs and not any(are_near(one, other) for one in a.longs for other in b.longs):
        return False
    like = likeness(words_of_a, words_of_b)
    if like is None:
        return None
    if not _shapes(a) & _shapes(b) or not a.sorts & b.sorts:
        return like >= _LIKE_OTHER
    return like >= (LIKE_OWN if a.is_own or b.is_own else _LIKE)


def _shapes(use: _Use) -> set[str]:
    return {written.removesuffix("s") for written in use.written}
