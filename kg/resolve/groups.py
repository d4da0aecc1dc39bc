"""From names to groups: which of a paper's names stand for the same thing as names elsewhere."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from kg.lexicon import Lexicon
from kg.model import EntityType
from kg.resolution import Reason
from kg.resolve.edges import Acronyms, acronyms, tail_edges
from kg.resolve.occurrences import Name, Occurrence, is_term
from kg.resolve.unionfind import Edge, UnionFind

__all__ = ["Group", "Use", "group"]


@dataclass(frozen=True, slots=True)
class Use:
    """One name that one row uses for the thing of a group, and why it counts as a name of it.

    `is_own` says that the name means this thing wherever it stands: it may give the group its key.
    """

    name: Name
    arxiv_id: str
    reason: Reason
    is_own: bool = True


@dataclass(slots=True)
class Group:
    """All that papers call one thing: its node in the graph of names, its uses, and its types by paper."""

    root: str
    term_id: str | None
    uses: list[Use] = field(default_factory=list)
    typed: set[tuple[str, EntityType]] = field(default_factory=set)


class _Names:
    """The finished graph of names: the root of each name of an occurrence, and the reason it has it."""

    def __init__(self, found: Sequence[Occurrence], lexicon: Lexicon) -> None:
        types: dict[str, Counter[EntityType]] = defaultdict(Counter)
        for occurrence in found:
            types[occurrence.names[0].surface][occurrence.type] += 1
        self.acronyms: Acronyms = acronyms(found, lexicon)
        self.groups = UnionFind(is_term)
        names = (name for occurrence in found for name in occurrence.names)
        edges = [*tail_edges(names, types, lexicon), *self.acronyms.alike()]
        self.groups.join(edges)
        clear, self.unclear = self.acronyms.clear(self.groups)
        self.groups.join(clear)
        self._reasons = dict(_node_reasons([*edges, *clear]))

    def root(self, occurrence: Occurrence, name: Name) -> str:
        """Return the root of a name; an acronym of many meanings has the one that its own paper gives it."""
        if name.node in self.unclear:
            longs = self.acronyms.in_paper.get((occurrence.arxiv_id, name.node), ())
            roots = {self.groups.find(node) for node in longs}
            if len(roots) == 1:
                return roots.pop()
        return self.groups.find(name.node)

    def reason(self, name: Name) -> Reason:
        if name.node in self.unclear:
            return Reason.ACRONYM
        return self._reasons.get(name.node, Reason.KEY)


def _node_reasons(edges: Iterable[Edge]) -> Iterator[tuple[str, Reason]]:
    """Give the reason of each end of an edge; what a tail was taken from keeps its own."""
    for edge in sorted(edges):
        yield edge.a, edge.reason
        if edge.reason is not Reason.TAIL:
            yield edge.b, edge.reason


def group(found: Sequence[Occurrence], lexicon: Lexicon) -> tuple[list[Group], list[str]]:
    """Group occurrences by the things they name; return the groups and the root of each occurrence.

    An occurrence belongs where its first name does. A further name that leads elsewhere joins only when it
    is no name of anything else: one bad pair of names must not glue two things together.
    """
    names = _Names(found, lexicon)
    roots = [names.root(occurrence, occurrence.names[0]) for occurrence in found]
    claimed = set(roots)
    groups: dict[str, Group] = {}
    for occurrence, root in zip(found, roots, strict=True):
        term = names.groups.sole_of(root)
        one = groups.setdefault(root, Group(root, term.removeprefix("term ") if term else None))
        one.typed.add((occurrence.arxiv_id, occurrence.type))
        for name in occurrence.names:
            own = names.root(occurrence, name)
            if own == root:
                is_own = names.groups.find(name.node) == root
                one.uses.append(Use(name, occurrence.arxiv_id, names.reason(name), is_own))
            elif own not in claimed and names.groups.sole_of(own) is None:
                one.uses.append(Use(name, occurrence.arxiv_id, Reason.PAPER, is_own=False))
    return [groups[root] for root in sorted(groups)], roots
