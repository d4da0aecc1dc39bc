"""How much of what papers name the lexicon knows: names that are often annotated, looked up wherever they stand."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kg.lexicon import Term
from kg.model import EntityType
from kg.records import Record

__all__ = ["CommonName", "Coverage", "common_names", "measure_coverage"]

Find = Callable[[str, EntityType, str], Term | None]
"""Gives the term that a name of a type stands for in a text."""

_WORD = re.compile(r"\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class CommonName:
    """A name that many papers have annotated, as it is spelled there, and the type that most of them give it."""

    spelling: str
    type: EntityType
    papers: int


@dataclass
class Coverage:
    """How many (paper, name) pairs there are, and how many resolve to a term of the name's type.

    `found` and `total` count the pairs of each name.
    """

    names: tuple[CommonName, ...]
    found: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)

    def share(self, entity_type: EntityType | None = None) -> float:
        """Return the share of the pairs that resolve, of one type or of all; 1 when there are none."""
        names = [name.spelling for name in self.names if entity_type in (None, name.type)]
        total = sum(self.total[name] for name in names)
        return sum(self.found[name] for name in names) / total if total else 1.0

    def missed(self) -> list[tuple[str, EntityType, int, int]]:
        """Return spelling, type, missed pairs and all pairs of each name that does not always resolve."""
        rows = [
            (name.spelling, name.type, self.total[name.spelling] - self.found[name.spelling], self.total[name.spelling])
            for name in self.names
        ]
        return sorted((row for row in rows if row[2]), key=lambda row: (-row[2], row[0]))

    def as_record(self) -> dict[str, Any]:
        """Return the figures for a program; shares run from 0 to 1."""
        return {
            "names": len(self.names),
            "occurrences": self.total.total(),
            "resolved": self.found.total(),
            "share": self.share(),
            "types": {entity_type.value: self.share(entity_type) for entity_type in EntityType},
        }

    def as_text(self) -> str:
        """Return the figures as lines for a terminal."""
        head = f"{len(self.names)} names; {self.total.total():,} occurrences (paper, name)"
        rows = [f"{entity_type.value:10}{100 * self.share(entity_type):6.1f} %" for entity_type in EntityType]
        return "\n".join([head, *rows, f"{'all':10}{100 * self.share():6.1f} % resolve to a term of the majority type"])


def common_names(records: Iterable[Record], *, least: int = 5) -> tuple[CommonName, ...]:
    """Return the names that at least `least` annotated papers hold, sorted.

    Of types that equally many papers give a name the first in the order of EntityType counts.

    >>> lora = {"type": "Method", "names": ["LoRA"]}
    >>> common_names([{"id": str(number), "entities": [lora]} for number in range(5)])
    (CommonName(spelling='LoRA', type=<EntityType.METHOD: 'Method'>, papers=5),)
    """
    types: dict[str, Counter[EntityType]] = defaultdict(Counter)
    papers: Counter[str] = Counter()
    for record in records:
        held = {(name, EntityType(entity["type"])) for entity in record["entities"] for name in entity["names"]}
        for name, entity_type in held:
            types[name][entity_type] += 1
        papers.update({name for name, _ in held})
    common = sorted(name for name, count in papers.items() if count >= least)
    return tuple(CommonName(name, _mostly(types[name]), papers[name]) for name in common)


def _mostly(counts: Mapping[EntityType, int]) -> EntityType:
    return max(EntityType, key=lambda entity_type: counts.get(entity_type, 0))


def measure_coverage(texts: Iterable[str], names: Iterable[CommonName], find: Find) -> Coverage:
    """Look each name up in each text that holds it; a name counts once a text.

    An occurrence is the name as it was annotated, whole words only, and no part of a longer one of the names.
    """
    coverage = Coverage(tuple(names))
    by_word: _ByWord = defaultdict(list)
    # The longest first: the first that stands somewhere is taken.
    for name in sorted(coverage.names, key=lambda name: (-len(name.spelling), name.spelling)):
        by_word[_WORD.findall(name.spelling)[0]].append(name)
    for text in texts:
        for name in dict.fromkeys(_standing(text, by_word)):
            term = find(name.spelling, name.type, text)
            coverage.total[name.spelling] += 1
            coverage.found[name.spelling] += term is not None and term.type is name.type
    return coverage


_ByWord = dict[str, list[CommonName]]


def _standing(text: str, by_word: _ByWord) -> Iterator[CommonName]:
    end = 0
    for word in _WORD.finditer(text):
        # Behind a hyphen stands the end of a longer name.
        if word.start() < end or text[word.start() - 1 : word.start()] == "-":
            continue
        found = next((name for name in by_word.get(word[0], ()) if _stands(name.spelling, text, word.start())), None)
        if found:
            end = word.start() + len(found.spelling)
            yield found


def _stands(spelling: str, text: str, start: int) -> bool:
    end = start + len(spelling)
    return text.startswith(spelling, start) and not (spelling[-1].isalnum() and text[end : end + 1].isalnum())
