"""The first slow step: a conditional random field and a gazetteer of each fold's complement, and of all papers.

What is made is kept in a folder; what lies there is not made again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.extract.gazetteer import Gazetteer, Key
from kg.extract.tagger import CrfTagger
from kg.extract.tags import TAGS, View
from kg.extract.token_signs import all_features
from kg.extract.weight_files import GAZETTEER
from kg.extract.word_signs import Frequencies
from kg.model import EntityType
from kg.train.fitting import fit_crf, read_crf
from kg.train.frequencies import count_levels
from kg.train.lessons import Lesson, fold_of
from kg.train.progress import Report

__all__ = ["Taggers"]


@dataclass(frozen=True)
class Taggers:
    """The lessons, names that are listed, where the taggers are kept, and how they are trained: `jobs` at a time."""

    lessons: Sequence[Lesson]
    listed: Mapping[Key, EntityType]
    folder: Path
    folds: int
    rounds: int
    jobs: int
    report: Report

    def train(self) -> None:
        """Train the taggers that are missing."""
        numbers = [number for number in (None, *range(self.folds)) if not self._model(number).exists()]
        self.report("taggers", 0, len(numbers))
        with ProcessPoolExecutor(self.jobs) as pool:
            waiting = [
                pool.submit(
                    _train_tagger, self._others(number), self.listed, self.table, self._place(number), self.rounds
                )
                for number in numbers
            ]
            for done, future in enumerate(waiting, 1):
                future.result()
                self.report("taggers", done, len(numbers))

    def views(self) -> Iterator[tuple[Lesson, View, Gazetteer]]:
        """Yield each lesson with what the tagger of its fold, new to it, says, and that fold's gazetteer."""
        done = 0
        for number in range(self.folds):
            tagger, gazetteer = self.tagger(number), self.gazetteer(number)
            for lesson in (one for one in self.lessons if self._fold(one) == number):
                yield lesson, tagger.view(lesson.reading, lesson.pairs, gazetteer.hits(lesson.reading)), gazetteer
                done += 1
                self.report("views", done, len(self.lessons))

    @cached_property
    def table(self) -> bytes:
        """The table of word levels."""
        # Of all lessons, also those that a tagger leaves out: how common a word is gives no annotation away.
        return count_levels([lesson.reading for lesson in self.lessons])

    def tagger(self, number: int | None) -> CrfTagger:
        """Return the tagger that left out a fold; None for that of all lessons."""
        return CrfTagger(read_crf(self._model(number), TAGS), Frequencies.from_bytes(self.table))

    def gazetteer(self, number: int | None) -> Gazetteer:
        """Return the gazetteer that left out a fold; None for that of all lessons."""
        return Gazetteer.from_bytes((self._place(number) / GAZETTEER).read_bytes())

    def _fold(self, lesson: Lesson) -> int:
        return fold_of(lesson.arxiv_id, self.folds)

    def _others(self, number: int | None) -> list[Lesson]:
        return [one for one in self.lessons if number is None or self._fold(one) != number]

    def _place(self, number: int | None) -> Path:
        return self.folder / f"tagger-{'all' if number is None else number}"

    def _model(self, number: int | None) -> Path:
        return self._place(number) / "crf.model"


def _train_tagger(
    lessons: Sequence[Lesson], listed: Mapping[Key, EntityType], table: bytes, folder: Path, rounds: int
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    gazetteer = Gazetteer.count(((lesson.reading, lesson.names) for lesson in lessons), listed)
    (folder / GAZETTEER).write_bytes(gazetteer.as_bytes())
    frequencies = Frequencies.from_bytes(table)
    papers = [
        (all_features(one.reading, frequencies, one.pairs, gazetteer.hits(one.reading, one.names)), one.tags)
        for one in lessons
    ]
    fit_crf(papers, folder / "crf.model", rounds=rounds)
