"""Training step by step, so that no model learns from what another had seen before.

1. A table of how common words are, and taggers: for each fold one from the papers of the other folds, and one from all.
2. Views: each paper tagged by the tagger of its own fold, which has not seen it.
3. The judge, from these views.
4. Roles, from annotated entities.
5. Results, from annotated entities and from those that models which had not seen the paper predict.

What the slow steps make is kept in a folder; what lies there is not made again. All steps give the same weights
each time, on one type of CPU.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kg.extract.candidates import all_candidates, group_candidates
from kg.extract.gazetteer import Gazetteer
from kg.extract.judge import NONE, Judge
from kg.extract.judge_features import judge_features
from kg.extract.linear import Features, Linear
from kg.extract.reading import name_words
from kg.extract.roles import RoleModel, Scenery
from kg.extract.tagger import VIEW, CrfTagger
from kg.extract.tags import TAGS, Views
from kg.extract.things import DocEntity
from kg.extract.token_signs import all_features
from kg.extract.weight_files import CRF, FREQUENCIES, GAZETTEER, JUDGE, KIND, ROLES, slot_file, write_manifest
from kg.extract.word_signs import Frequencies
from kg.model import EntityType
from kg.train.fitting import fit_crf, fit_linear, read_crf
from kg.train.frequencies import count_levels
from kg.train.lessons import Lesson, fold_of
from kg.train.result_lessons import Example, fit_results

__all__ = ["Recipe", "Tagged", "Training"]

Report = Callable[[str, int, int], None]
"""Gets the name of a step, what is done of it and what there is to do."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """The settings of a training run."""

    folds: int = 5
    rounds: int = 80
    jobs: int = 1


@dataclass(frozen=True)
class Tagged:
    """A lesson as seen by a tagger and a gazetteer that have not seen it."""

    lesson: Lesson
    views: Views
    gazetteer: Gazetteer


def _train_tagger(lessons: Sequence[Lesson], table: bytes, folder: Path, rounds: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    gazetteer = Gazetteer.count((lesson.reading, lesson.names) for lesson in lessons)
    (folder / GAZETTEER).write_bytes(gazetteer.as_bytes())
    frequencies = Frequencies.from_bytes(table)
    papers = [
        (all_features(one.reading, frequencies, one.pairs, gazetteer.hits(one.reading, one.names)), one.tags)
        for one in lessons
    ]
    fit_crf(papers, folder / "crf.model", rounds=rounds)


@dataclass
class Training:
    """Lessons, and the folders for the steps and for the weights."""

    lessons: Sequence[Lesson]
    steps: Path
    out: Path
    recipe: Recipe
    report: Report

    def run(self) -> None:
        """Make all weights and their manifest."""
        self.out.mkdir(parents=True, exist_ok=True)
        self.train_taggers()
        self._save(JUDGE, self.judge(self.tagged).model.as_bytes())
        self._save(ROLES, self.roles(self.lessons).model.as_bytes())
        examples = [Example(lesson, lesson.annotated()) for lesson in self.lessons]
        predicted = [example for number in range(self.recipe.folds) for example in self.predicted(number)]
        self.report("results", 0, 1)
        results = fit_results([*examples, *predicted])
        self._save(KIND, results.kind.as_bytes())
        for slot, model in results.slots.items():
            self._save(slot_file(slot), model.as_bytes())
        shutil.copy(self._folder(None) / GAZETTEER, self.out / GAZETTEER)
        self._save(FREQUENCIES, self.table)
        self._save(CRF, self._tagger(None).crf.as_bytes())
        write_manifest(self.out)
        self.report("results", 1, 1)

    def train_taggers(self) -> None:
        """Train the taggers that are missing, several at a time if the recipe says so."""
        numbers = [number for number in (None, *range(self.recipe.folds)) if not self._model(number).exists()]
        self.report("taggers", 0, len(numbers))
        with ProcessPoolExecutor(self.recipe.jobs) as pool:
            waiting = [
                pool.submit(
                    _train_tagger,
                    [one for one in self.lessons if number is None or self._fold(one) != number],
                    self.table,
                    self._folder(number),
                    self.recipe.rounds,
                )
                for number in numbers
            ]
            for done, future in enumerate(waiting, 1):
                future.result()
                self.report("taggers", done, len(numbers))

    @cached_property
    def table(self) -> bytes:
        """The table of word levels."""
        return count_levels([lesson.reading for lesson in self.lessons])

    @cached_property
    def tagged(self) -> list[Tagged]:
        """Each lesson with the view of the tagger of its fold."""
        found = []
        for number in range(self.recipe.folds):
            tagger, gazetteer = self._tagger(number), self._gazetteer(number)
            for lesson in (one for one in self.lessons if self._fold(one) == number):
                view = tagger.view(lesson.reading, lesson.pairs, gazetteer.hits(lesson.reading))
                found.append(Tagged(lesson, {VIEW: view}, gazetteer))
                self.report("views", len(found), len(self.lessons))
        return found

    @cached_property
    def _judged(self) -> dict[str, list[tuple[Features, str]]]:
        """What the judge learns from each lesson: the features and the class of each candidate."""
        return {one.lesson.arxiv_id: list(_judge_rows(one)) for one in self.tagged}

    def judge(self, tagged: Iterable[Tagged]) -> Judge:
        """Fit the judge to some lessons."""
        self.report("judge", 0, 1)
        rows, labels = zip(*(row for one in tagged for row in self._judged[one.lesson.arxiv_id]), strict=True)
        return Judge(fit_linear(rows, labels, strength=0.05, smallest=0.02), self._gazetteer(None))

    def roles(self, lessons: Iterable[Lesson]) -> RoleModel:
        """Fit the roles to some lessons."""
        self.report("roles", 0, 1)
        gazetteer = self._gazetteer(None)
        rows, labels = zip(*(row for lesson in lessons for row in _role_rows(lesson, gazetteer)), strict=True)
        return RoleModel(fit_linear(rows, labels, strength=0.1, smallest=0.03), gazetteer)

    def predicted(self, part: int) -> list[Example]:
        """Return the lessons of a part with entities from models that have not seen them."""
        judge = self.judge(one for one in self.tagged if self.part(one.lesson) != part)
        roles = self.roles(lesson for lesson in self.lessons if self.part(lesson) != part)
        found = []
        for one in self.tagged:
            if self.part(one.lesson) == part:
                entities = _predict(one, judge.model, roles.model)
                found.append(Example(one.lesson, entities))
        self.report("entities", part + 1, self.recipe.folds)
        return found

    def part(self, lesson: Lesson) -> int:
        """Return the part of a lesson in the second cross-fitting, which is independent of its fold."""
        return fold_of(f"part {lesson.arxiv_id}", self.recipe.folds)

    def _fold(self, lesson: Lesson) -> int:
        return fold_of(lesson.arxiv_id, self.recipe.folds)

    def _folder(self, number: int | None) -> Path:
        return self.steps / f"tagger-{'all' if number is None else number}"

    def _model(self, number: int | None) -> Path:
        return self._folder(number) / "crf.model"

    def _tagger(self, number: int | None) -> CrfTagger:
        return CrfTagger(read_crf(self._model(number), TAGS), Frequencies.from_bytes(self.table))

    def _gazetteer(self, number: int | None) -> Gazetteer:
        return Gazetteer.from_bytes((self._folder(number) / GAZETTEER).read_bytes())

    def _save(self, name: str, content: bytes) -> None:
        (self.out / name).write_bytes(content)


def _judge_rows(one: Tagged) -> Iterator[tuple[Features, str]]:
    reading = one.lesson.reading
    hits = one.gazetteer.hits(reading)
    groups = group_candidates(reading, all_candidates(reading, one.lesson.pairs, hits, one.views))
    for key, row in judge_features(reading, groups, one.views, one.gazetteer).items():
        yield row, one.lesson.keys.get(key, NONE)


def _role_rows(lesson: Lesson, gazetteer: Gazetteer) -> Iterator[tuple[Features, str]]:
    scenery = Scenery(lesson.reading, lesson.places)
    for entity, places in zip(lesson.entities, lesson.places, strict=True):
        kind = EntityType(entity["type"])
        if places and kind.has_role and entity["role"]:
            known = gazetteer.lookup(name_words(lesson.reading.surface(places[0])), lesson.names)
            yield scenery.features(kind, places, known), entity["role"]


def _predict(one: Tagged, judge: Linear, roles: Linear) -> list[DocEntity]:
    reading = one.lesson.reading
    candidates = all_candidates(reading, one.lesson.pairs, one.gazetteer.hits(reading), one.views)
    found = Judge(judge, one.gazetteer).entities(reading, one.lesson.pairs, candidates, one.views)
    return RoleModel(roles, one.gazetteer).with_roles(reading, found)
