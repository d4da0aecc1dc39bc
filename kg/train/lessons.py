"""Annotated papers to learn from: the text as the models read it, joined with what was annotated."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.extract.acronyms import acronym_pairs
from kg.extract.gazetteer import Key
from kg.extract.pipeline import paper_text
from kg.extract.reading import Place, Reading, name_words
from kg.extract.section_style import section_style
from kg.extract.sections import read
from kg.extract.things import AcronymPair, DocEntity
from kg.gather import OnProblem, read_sources
from kg.model import EntityType, Role, Span
from kg.names import name_key
from kg.records import Record, read_records

__all__ = ["Corpus", "Lesson", "fold_of", "read_corpus"]


def fold_of(identifier: str, folds: int) -> int:
    """Return the fold of a paper, the same in every run.

    >>> fold_of("2410.21465", 5) == fold_of("2410.21465", 5)
    True
    """
    # Not hash(), which gives a text another number in each run.
    return zlib.crc32(identifier.encode()) % folds


# Without slots: a cached_property keeps what it found in __dict__.
@dataclass(frozen=True)
class Lesson:
    """One annotated paper."""

    arxiv_id: str
    reading: Reading
    record: Record
    date: str = ""

    @property
    def traits(self) -> dict[str, str]:
        """What papers are told apart by when they are scored: the month, and the style of the summary."""
        summary = self.reading.text[self.reading.title_end + 1 :]
        return {"month": self.date[:7], "style": section_style(summary)}

    @property
    def entities(self) -> Sequence[dict[str, Any]]:
        """The annotated entities."""
        found: Sequence[dict[str, Any]] = self.record["entities"]
        return found

    @cached_property
    def pairs(self) -> list[AcronymPair]:
        """The acronyms of the text."""
        return acronym_pairs(self.reading.text, self.reading.body)

    @cached_property
    def names(self) -> dict[Key, EntityType]:
        """The types of the annotated names by their words."""
        return {name_words(name): EntityType(e["type"]) for e in self.entities for name in e["names"]}

    @cached_property
    def keys(self) -> dict[str, EntityType]:
        """The types of the annotated names by their keys."""
        return {name_key(name): EntityType(e["type"]) for e in self.entities for name in e["names"]}

    @cached_property
    def places(self) -> list[list[Place]]:
        """Where each annotated entity stands; of overlapping names the longest counts."""
        found = [
            (place, number)
            for number, entity in enumerate(self.entities)
            for name in entity["names"]
            for match in re.finditer(re.escape(name), self.reading.text)
            if (place := self.reading.place(Span(*match.span())))
        ]
        found.sort(key=lambda item: (item[0][0] - item[0][1], item))
        taken = bytearray(len(self.reading.words))
        places: list[list[Place]] = [[] for _ in self.entities]
        for (start, end), number in found:
            if not any(taken[start:end]):
                taken[start:end] = b"\1" * (end - start)
                places[number].append((start, end))
        return [sorted(group) for group in places]

    @cached_property
    def tags(self) -> list[str]:
        """The tags of the words."""
        tags = ["O"] * len(self.reading.words)
        for entity, places in zip(self.entities, self.places, strict=True):
            for start, end in places:
                tags[start:end] = [f"I-{entity['type']}"] * (end - start)
                tags[start] = f"B-{entity['type']}"
        return tags

    def annotated(self) -> list[DocEntity]:
        """Return the annotated entities that occur in the text, in its order."""
        found = [
            DocEntity(
                EntityType(entity["type"]),
                tuple(entity["names"]),
                Role(entity["role"]) if entity["role"] else None,
                tuple(map(self.reading.span, places)),
                1.0,
            )
            for entity, places in zip(self.entities, self.places, strict=True)
            if places
        ]
        return sorted(found, key=lambda entity: entity.spans[0])


@dataclass(frozen=True)
class Corpus:
    """The annotated papers of some digests, in the order of the annotations, and all words of all their papers."""

    lessons: list[Lesson]
    words: list[str]


def read_corpus(corpus: Iterable[Path], annotations: Path, *, on_problem: OnProblem) -> Corpus:
    """Read the annotated papers that the digests hold; a paper of two days counts as it was on the first."""
    records = {record["id"]: record for record in read_records(annotations)}
    texts: dict[str, tuple[str, str]] = {}
    words: set[str] = set()
    for source in read_sources(list(corpus), report=on_problem):
        for paper in source.papers:
            words.update(read(paper_text(paper)).words)
            if paper.arxiv_id in records:
                dated = paper.source, paper_text(paper)
                texts[paper.arxiv_id] = min(dated, texts.get(paper.arxiv_id, dated))
    found = [(arxiv_id, *texts[arxiv_id], record) for arxiv_id, record in records.items() if arxiv_id in texts]
    # A source is a day, or a day and the variant of a row.
    lessons = [Lesson(arxiv_id, read(text), record, date=day[:10]) for arxiv_id, day, text, record in found]
    return Corpus(lessons, sorted(words))
