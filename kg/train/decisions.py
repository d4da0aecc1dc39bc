"""What decides over a whole text: judge, coreference, roles, results, fitted to papers as seen by taggers new to them.

A second cross-fitting, over parts that do not depend on the folds of the taggers, gives the entities from which
coreference and results learn, and the figures of a cross-validation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from kg.extract.aliases import Aliases
from kg.extract.candidates import all_candidates, group_candidates
from kg.extract.coreference import Coreference
from kg.extract.gazetteer import Gazetteer
from kg.extract.judge import NONE, Judge
from kg.extract.judge_features import judge_features
from kg.extract.linear import Features, Linear
from kg.extract.net_view import NetView
from kg.extract.reading import name_words
from kg.extract.roles import RoleModel, Scenery
from kg.extract.tags import Views
from kg.extract.things import DocEntity
from kg.extract.weight_files import COREFERENCE, JUDGE, KIND, ROLES, slot_file
from kg.model import EntityType
from kg.train.coreference_lessons import count_aliases, fit_coreference, own_names
from kg.train.fitting import fit_linear
from kg.train.lessons import Lesson, fold_of
from kg.train.looks import SecondLooks
from kg.train.progress import Report
from kg.train.result_lessons import Example, fit_results

__all__ = ["Decisions", "Tagged"]


@dataclass(frozen=True)
class Tagged:
    """A lesson as seen by taggers and a gazetteer that have not seen it; `net` is the network's whole view."""

    lesson: Lesson
    views: Views
    gazetteer: Gazetteer
    net: NetView | None = None

    def annotated(self) -> Example:
        """Return the lesson with its annotated entities."""
        return Example(self.lesson, self.lesson.annotated(), self.net)


Found = tuple[Tagged, list[DocEntity]]


@dataclass
class Decisions:
    """Tagged lessons, the gazetteer of all lessons, in how many parts to cross-fit, and the second looks, if any."""

    tagged: Sequence[Tagged]
    gazetteer: Gazetteer
    parts: int
    report: Report
    looks: SecondLooks | None = None
    _cache: dict[int, list[Found]] = field(default_factory=dict, init=False, repr=False)

    def save(self, folder: Path) -> None:
        """Fit all models and write them to a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        self._save(folder / JUDGE, self.judge(self.tagged).model.as_bytes())
        self._save(folder / COREFERENCE, self.coreference(range(self.parts)).model.as_bytes())
        self._save(folder / ROLES, self.roles(self.tagged).model.as_bytes())
        examples = [one.annotated() for one in self.tagged]
        # From predicted entities, too: with annotated ones alone nothing shows what to do where the right one is
        # missing.
        predicted = [example for part in range(self.parts) for example in self.predicted(part)]
        if self.looks:
            self.looks.train(predicted)
        self.report("results", 0, 1)
        results = fit_results([*examples, *predicted])
        self._save(folder / KIND, results.kind.as_bytes())
        for slot, model in results.slots.items():
            self._save(folder / slot_file(slot), model.as_bytes())
        self.report("results", 1, 1)

    def judge(self, tagged: Iterable[Tagged]) -> Judge:
        """Fit the judge to some lessons."""
        self.report("judge", 0, 1)
        rows, labels = zip(*(row for one in tagged for row in self._judged[one.lesson.arxiv_id]), strict=True)
        return Judge(fit_linear(rows, labels, strength=0.05, smallest=0.02), self.gazetteer)

    def coreference(self, parts: Iterable[int]) -> Coreference:
        """Fit the coreference of names to what judges found in some parts that they had not seen."""
        self.report("coreference", 0, 1)
        found = ((one.lesson, entities) for part in parts for one, entities in self._found(part))
        return fit_coreference(found, self.aliases, self.gazetteer)

    def roles(self, tagged: Iterable[Tagged]) -> RoleModel:
        """Fit the roles to some lessons."""
        self.report("roles", 0, 1)
        rows, labels = zip(*(row for one in tagged for row in _role_rows(one, self.gazetteer)), strict=True)
        return RoleModel(fit_linear(rows, labels, strength=0.1, smallest=0.03), self.gazetteer)

    def predicted(self, part: int) -> list[Example]:
        """Return the lessons of a part with entities from models that have not seen them."""
        roles = self.roles(self._others(part)).model
        coreference = self.coreference(other for other in range(self.parts) if other != part)
        found = [_predict(one, entities, coreference, roles) for one, entities in self._found(part)]
        self.report("entities", part + 1, self.parts)
        return found

    @cached_property
    def aliases(self) -> Aliases:
        """Which names the lessons have as one entity."""
        return count_aliases(one.lesson for one in self.tagged)

    def _found(self, part: int) -> list[Found]:
        """Return the lessons of a part with what a judge found that had not seen them."""
        if part not in self._cache:
            judge = self.judge(self._others(part))
            mine = [one for one in self.tagged if self.part(one.lesson) == part]
            self._cache[part] = [(one, _judge(one, judge)) for one in mine]
        return self._cache[part]

    def _others(self, part: int) -> list[Tagged]:
        return [one for one in self.tagged if self.part(one.lesson) != part]

    def part(self, lesson: Lesson) -> int:
        """Return the part of a lesson."""
        # The word in front makes parts that cut across the folds of the taggers.
        return fold_of(f"part {lesson.arxiv_id}", self.parts)

    @cached_property
    def _judged(self) -> dict[str, list[tuple[Features, str]]]:
        """What the judge learns from each lesson: the features and the class of each candidate."""
        return {one.lesson.arxiv_id: list(_judge_rows(one)) for one in self.tagged}

    @staticmethod
    def _save(path: Path, content: bytes) -> None:
        path.write_bytes(content)


def _judge_rows(one: Tagged) -> Iterator[tuple[Features, str]]:
    reading = one.lesson.reading
    hits = one.gazetteer.hits(reading)
    groups = group_candidates(reading, all_candidates(reading, one.lesson.pairs, hits, one.views))
    for key, row in judge_features(reading, groups, one.views, one.gazetteer, one.net).items():
        yield row, one.lesson.keys.get(key, NONE)


def _role_rows(one: Tagged, gazetteer: Gazetteer) -> Iterator[tuple[Features, str]]:
    lesson = one.lesson
    scenery = Scenery(lesson.reading, lesson.places, one.net)
    for entity, places in zip(lesson.entities, lesson.places, strict=True):
        kind = EntityType(entity["type"])
        if places and kind.has_role and entity["role"]:
            # Leave-one-out, as if the paper had not been counted.
            known = gazetteer.lookup(name_words(lesson.reading.surface(places[0])), lesson.names)
            yield scenery.features(kind, places, known), entity["role"]


def _judge(one: Tagged, judge: Judge) -> list[DocEntity]:
    reading, pairs = one.lesson.reading, one.lesson.pairs
    candidates = all_candidates(reading, pairs, one.gazetteer.hits(reading), one.views)
    # The gazetteer of its fold: that of all lessons knows the paper's own names.
    return Judge(judge.model, one.gazetteer).entities(reading, pairs, candidates, one.views, one.net)


def _predict(one: Tagged, entities: Sequence[DocEntity], coreference: Coreference, roles: Linear) -> Example:
    reading = one.lesson.reading
    # As for the judge: the gazetteer of its fold.
    joined = replace(coreference, gazetteer=one.gazetteer).joined(reading, entities, own_names(one.lesson))
    return Example(one.lesson, RoleModel(roles, one.gazetteer).with_roles(reading, joined, one.net), one.net)
