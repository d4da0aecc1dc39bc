"""The gazetteer: names annotated in the training papers, with the types they had and how often, and the lexicon's.

It is frozen with the weights: what is edited in the lexicon changes the graph, not the extraction.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from spacy.tokens import Doc

from kg.extract.reading import Reading
from kg.extract.things import Candidate
from kg.model import EntityType

__all__ = ["Gazetteer", "GazetteerMatcher", "Hit", "Key", "Known", "hit_candidates"]

Key = tuple[str, ...]
"""The words of a name in lower case."""

_LONGEST = 8
_LEAST_SHARE = 0.25
# Words that so many papers hold, and none has annotated, are mostly no name there, whatever the lexicon says.
_PASSED_OVER = 3
TYPES = tuple(EntityType)


# Without slots: a cached_property keeps what it found in __dict__.
@dataclass(frozen=True)
class Known:
    """How a name was annotated: papers by type, and papers in which its words occur at all; its type in the lexicon.

    What the lexicon says counts only where no paper has the name annotated: most of the lexicon's names that the papers
    do annotate came to it from there, so that in training they would seem surer than they are.
    """

    types: Mapping[EntityType, int]
    papers: int
    listed: EntityType | None = None

    @cached_property
    def annotated(self) -> int:
        """In how many papers the name is annotated."""
        return sum(self.types.values())

    @cached_property
    def type(self) -> EntityType:
        """The most frequent type, the first in the order of `EntityType` among equals; else the lexicon's."""
        if self.listed and not self.annotated:
            return self.listed
        return max(TYPES, key=lambda name: self.types.get(name, 0))

    @cached_property
    def passed_over(self) -> bool:
        """Whether papers hold the words, and none has them annotated."""
        return not self.annotated and self.papers >= _PASSED_OVER

    @cached_property
    def share(self) -> float:
        """The share of the papers with these words that have them annotated."""
        return min(1.0, self.annotated / max(1, self.papers))

    def less(self, own: EntityType | None) -> Known | None:
        """Return what remains without one paper, in which the name was of type `own` or not annotated."""
        types = dict(self.types) if own is None else {**self.types, own: self.types.get(own, 0) - 1}
        # A name known from the paper itself alone would not be known to a gazetteer without it.
        left = Known(types, max(0, self.papers - 1), self.listed)
        if left.passed_over:
            return None
        return left if own is None or left.annotated > 0 or self.listed else None


@dataclass(frozen=True)
class Hit:
    """A known name at the half-open word offsets start and end."""

    start: int
    end: int
    known: Known

    @property
    def level(self) -> str:
        """How sure the name is: lo, mid or hi share of annotated papers; or listed alone, and seen in papers or new."""
        if not self.known.annotated:
            return "seen" if self.known.papers else "new"
        share = self.known.share
        return "hi" if share >= 0.7 else "mid" if share >= 0.35 else "lo"

    @property
    def support(self) -> str:
        """In how many papers it is annotated: 0, 1, 2 (to 3) or 4 (and more)."""
        count = self.known.annotated
        return str(count) if count < 2 else "2" if count < 4 else "4"


@dataclass
class Gazetteer:
    """Names with their counts; of the names that begin at a word the longest wins."""

    known: dict[Key, Known]
    _lengths: dict[Key, list[int]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Note how long the names of several words are, by their first two words."""
        # By two words and not by one: many names begin with a common word, and the second rules most of them out.
        lengths: dict[Key, set[int]] = defaultdict(set)
        for words in self.known:
            if len(words) > 1:
                lengths[words[:2]].add(len(words))
        self._lengths = {pair: sorted(found, reverse=True) for pair, found in lengths.items()}

    @classmethod
    def count(
        cls, papers: Iterable[tuple[Reading, Mapping[Key, EntityType]]], listed: Mapping[Key, EntityType] | None = None
    ) -> Gazetteer:
        """Make a gazetteer of readings with the names annotated in each, and of the names listed in the lexicon."""
        papers = list(papers)
        types: dict[Key, Counter[EntityType]] = defaultdict(Counter)
        for _, names in papers:
            for words, entity_type in names.items():
                if 0 < len(words) <= _LONGEST:
                    types[words][entity_type] += 1
        # A first gazetteer, to find the names wherever they stand: in how many papers they do is not known yet.
        listed = {words: name for words, name in (listed or {}).items() if 0 < len(words) <= _LONGEST}
        everything = types.keys() | listed.keys()
        plain = cls({words: Known({}, 0) for words in everything})
        seen: Counter[Key] = Counter()
        for reading, _ in papers:
            seen.update({words for _, words in plain._occurrences(reading)})
        known = (
            (words, Known(dict(types.get(words, {})), seen[words], listed.get(words))) for words in sorted(everything)
        )
        return cls({words: one for words, one in known if not one.passed_over})

    def _occurrences(self, reading: Reading) -> Iterator[tuple[int, Key]]:
        """Yield each known name at each word, overlapping ones too, the longest first."""
        lower = reading.lower
        for index, word in enumerate(lower):
            for length in self._lengths.get(tuple(lower[index : index + 2]), ()):
                words = tuple(lower[index : index + length])
                if words in self.known:
                    yield index, words
            if (word,) in self.known:
                yield index, (word,)

    def hits(self, reading: Reading, own: Mapping[Key, EntityType] | None = None) -> list[Hit]:
        """Return the longest known names from left to right.

        With `own`, the names annotated in the paper itself, these count nothing (leave-one-out).
        """
        found: list[Hit] = []
        end = 0
        for index, words in self._occurrences(reading):
            known = self.lookup(words, own) if index >= end else None
            if known:
                end = index + len(words)
                found.append(Hit(index, end, known))
        return found

    def lookup(self, words: Key, own: Mapping[Key, EntityType] | None = None) -> Known | None:
        """Return what is known of a name; with `own`, without the paper whose names these are."""
        known = self.known.get(words)
        return known if known is None or own is None else known.less(own.get(words))

    def as_bytes(self) -> bytes:
        """Return one name a line: words, papers, a count a type, and the type in the lexicon, with tabs between."""
        rows = (
            "\t".join(
                (
                    " ".join(words),
                    str(known.papers),
                    *(str(known.types.get(name, 0)) for name in TYPES),
                    known.listed or "",
                )
            )
            for words, known in sorted(self.known.items())
        )
        return ("\n".join(rows) + "\n").encode()

    @classmethod
    def from_bytes(cls, content: bytes) -> Gazetteer:
        """Read what `as_bytes` wrote."""
        known = {}
        for row in filter(None, content.decode().split("\n")):
            words, papers, *counts, listed = row.split("\t")
            types = {name: int(count) for name, count in zip(TYPES, counts, strict=True) if count != "0"}
            known[tuple(words.split(" "))] = Known(types, int(papers), EntityType(listed) if listed else None)
        return cls(known)


def hit_candidates(reading: Reading, hits: Iterable[Hit]) -> list[Candidate]:
    """Return the hits that are often enough annotated as candidates, and those that the papers never showed."""
    sure = (hit for hit in hits if hit.known.share >= _LEAST_SHARE or not hit.known.papers)
    return [Candidate(reading.span((hit.start, hit.end)), "known") for hit in sure]


class GazetteerMatcher:
    """The spaCy component: writes `doc._.kg_hits`, and the surer ones as candidates."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def __call__(self, doc: Doc) -> Doc:
        """Find known names."""
        reading: Reading = doc._.kg_reading
        doc._.kg_hits = self._gazetteer.hits(reading)
        doc._.kg_candidates.extend(hit_candidates(reading, doc._.kg_hits))
        return doc
