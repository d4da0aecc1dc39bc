"""Names of one thing within one paper: it says "sentence stress understanding" once, "stress understanding" later.

Across papers the longer name is a narrower thing. Within one it is nearly always the same: of the pairs of names in the
training annotations that meet the conditions here, more than nine in ten are names of one thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from kg.model import EntityType
from kg.names import name_key
from kg.phrases import Words
from kg.resolve.occurrences import Occurrence, is_apart

__all__ = ["IsKind", "same_within"]

IsKind = Callable[[Occurrence, str], bool]
"""Says whether a lone name is that of a kind of what a root stands for."""

_TYPES = (EntityType.TASK, EntityType.METRIC, EntityType.METHOD)
_STEM = 5


@dataclass
class _Paper:
    """The things of one type in a paper: the stems of their names, by root; `heads` holds the last of each name."""

    names: Mapping[str, set[Words]]
    type: EntityType
    known: Mapping[str, EntityType]
    heads: Mapping[str, set[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.heads = {root: {name[-1] for name in names if name} for root, names in self.names.items()}

    def joined(self) -> dict[str, str | None]:
        """Return for each root the one that it is joined with: the longer name, or a measure that is known.

        So scores stay comparable: a paper's "listening accuracy" is the accuracy that it reports.
        """
        longer = {root: self.longer(root) for root in sorted(self.names)}
        for root, other in list(longer.items()) if self.type is EntityType.METRIC else ():
            if other and root in self.known:
                longer[root], longer[other] = None, root
        return longer

    def longer(self, root: str) -> str | None:
        """Return the one other root with a name that says the same in as many words or more, or None.

        Of a name that two others end with nobody knows which is meant. And a term of the lexicon is what other papers
        mean by it, too; only a measure that is known takes up the longer names of its paper.
        """
        if root in self.known and self.type is not EntityType.METRIC:
            return None
        # Names of one thing end alike: seen first, since few do.
        near = (
            other for other, heads in self.heads.items() if other != root and not heads.isdisjoint(self.heads[root])
        )
        longer = [other for other in near if self._fits(root, other)]
        return longer[0] if len(longer) == 1 else None

    def _fits(self, root: str, other: str) -> bool:
        if root in self.known and other in self.known:
            return False
        pairs = ((one, name) for one in self.names[root] for name in self.names[other] if one)
        return any(self._says(one, name, root < other) for one, name in pairs)

    def _says(self, one: Words, name: Words, is_first: bool) -> bool:
        if one == name:
            return is_first and len(one) > 1  # of two that say the same, the second counts
        if not set(one) < set(name) or one[-1] != name[-1]:
            return False
        ends = name[-len(one) :] == one
        if self.type is EntityType.METHOD:
            # A method with a word before it is another method; with one inside, the same in full.
            return not ends and len(one) > 1 and len(set(name) - set(one)) == 1
        return ends or len(set(name) - set(one)) == 1 or self.known.keys().isdisjoint(self._roots_of(one))

    def _roots_of(self, name: Words) -> Iterator[str]:
        return (root for root, names in self.names.items() if name in names)


def same_within(
    found: Sequence[Occurrence],
    roots: Sequence[str],
    content: Callable[[str], Words],
    known: Mapping[str, EntityType],
    is_kind: IsKind,
) -> dict[tuple[str, str], str]:
    """Return, for papers (arXiv id) and roots in them, the root of the longer name that stands for the same thing.

    `content` gives the words of a name, `known` the types of the roots that are terms of the lexicon. What a paper
    takes for another type than the lexicon does stays what it is: RAG as a task.
    """
    places = [
        place
        for place, (occurrence, root) in enumerate(zip(found, roots, strict=True))
        if occurrence.type in _TYPES and known.get(root, occurrence.type) is occurrence.type
    ]
    # One paper after the other, so that the words of one alone are held; the rows of a paper may stand far apart.
    places.sort(key=lambda place: found[place].arxiv_id)
    same: dict[tuple[str, str], str] = {}
    for arxiv_id, of_paper in groupby(places, key=lambda place: found[place].arxiv_id):
        by_type: dict[EntityType, dict[str, list[Occurrence]]] = defaultdict(lambda: defaultdict(list))
        for place in of_paper:
            by_type[found[place].type][roots[place]].append(found[place])
        spelled: dict[int, dict[str, Words]] = {}
        for entity_type, by_root in by_type.items():
            if len(by_root) > 1:
                names = {
                    root: {words for one in members for words in _words(one, content, spelled)}
                    for root, members in by_root.items()
                }
                longer = _Paper(names, entity_type, known).joined()
                ends = {root: _last(root, longer) for root in longer}
                same.update(
                    {
                        (arxiv_id, root): end
                        for root, end in ends.items()
                        if end != root
                        # The scores of a measure of its own count as those of the known one.
                        and (entity_type is EntityType.METRIC or not any(is_kind(one, end) for one in by_root[root]))
                    }
                )
    return same


def _words(
    occurrence: Occurrence, content: Callable[[str], Words], known: dict[int, dict[str, Words]]
) -> Iterator[Words]:
    """Give the stems of each name of an occurrence; `known` keeps what a row spells out, for all its occurrences."""
    spelled = known.get(id(occurrence.around))
    if spelled is None:
        spelled = known[id(occurrence.around)] = _spelled(occurrence)
    return (_stems(content(name.surface), spelled) for name in occurrence.names if not is_apart(name.node))


def _last(root: str, longer: Mapping[str, str | None]) -> str:
    """Follow a chain of longer names to its end; of a circle, to its least member.

    >>> _last("a", {"a": "c", "c": "b", "b": "c"})
    'b'
    """
    seen = [root]
    while (above := longer.get(seen[-1])) is not None:
        if above in seen:
            return min(seen[seen.index(above) :])
        seen.append(above)
    return seen[-1]


def _spelled(occurrence: Occurrence) -> dict[str, Words]:
    """Return the stems that the paper spells acronyms out to, by the key of the acronym."""
    longs = occurrence.around.longs if occurrence.around else ()
    return {name_key(short): tuple(found[0].split()) for short, found in longs}


def _stems(words: Words, spelled: Mapping[str, Words], cut: int | None = _STEM) -> Words:
    """Cut words to their stems, with acronyms in a longer name written out.

    >>> _stems(("psc", "research"), {"psc": ("perov", "solar", "cell")}), _stems(("psc",), {"psc": ("perov",)})
    (('perov', 'solar', 'cell', 'resea'), ('psc',))
    """
    if len(words) < 2 or cut is None:
        return tuple(word[:cut] for word in words)
    return tuple(stem for word in words for stem in spelled.get(word, (word[:cut],)))
