"""What the models of results learn from: numbers with their kinds, and slots with what fills them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.extract.linear import Features
from kg.extract.link_features import Sight
from kg.extract.looks import LookMaker
from kg.extract.net_view import NetView
from kg.extract.numbers import Number
from kg.extract.result_model import NO_RESULT, ResultModel, kind_features
from kg.extract.scene import PlacedNumber, Scene
from kg.extract.slots import SLOTS
from kg.extract.things import DocEntity
from kg.names import name_key
from kg.train.fitting import Case, fit_linear, fit_ranker
from kg.train.lessons import Lesson

__all__ = ["Example", "entity_of", "fit_results", "take"]

Chosen = dict[str, int | None]


@dataclass(frozen=True)
class Example:
    """A lesson with entities, annotated or predicted, in the order of the text, and the network's view and looks."""

    lesson: Lesson
    entities: Sequence[DocEntity]
    net: NetView | None = None
    looks: LookMaker | None = None


@dataclass
class _Cases:
    """The rows and labels of kinds, and the cases of each slot."""

    rows: list[Features] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    slots: dict[str, list[Case]] = field(default_factory=lambda: {slot: [] for slot in SLOTS})

    def add(self, example: Example) -> None:
        """Walk through the numbers of an example as the extractor does."""
        scene = Scene(example.lesson.reading, example.entities, example.net)
        left = list(example.lesson.record["results"])
        previous: str | None = None
        before: tuple[int, Chosen] | None = None
        for placed in scene.numbers():
            gold = take(placed.number, left)
            self.rows.append(kind_features(scene, placed, previous))
            # What came before is the right answer here, and the model's own where it is used.
            previous = gold["kind"] if gold else NO_RESULT
            self.labels.append(previous)
            if gold:
                last = before[1] if before and before[0] == placed.sentence else None
                before = placed.sentence, self._add_slots(example, scene, placed, gold, last)

    def _add_slots(
        self, example: Example, scene: Scene, placed: PlacedNumber, gold: dict[str, Any], before: Chosen | None
    ) -> Chosen:
        chosen: Chosen = {}
        for slot, cases in self.slots.items():
            right = entity_of(gold[slot], example)
            sight = Sight(scene, placed, slot, gold["kind"], dict(chosen), before)
            options = sight.options()
            # Sorted: the order decides over the last digits of the weights, and a set's differs from run to run.
            rows = [dict(sorted(sight.features(option).items())) for option in options]
            # What is not among the options (0 is nothing) can't be chosen either.
            cases.append(Case(rows, options.index(right) if right in options else 0))
            chosen[slot] = right
        return chosen


def take(number: Number, left: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Take the annotated result with the value of a number, one with a like unit first."""
    fitting = [result for result in left if str(result["value"]).replace("–", "-").lstrip("-") == number.value]
    fitting.sort(key=lambda result: (result.get("unit") is None) != (number.unit is None))
    if not fitting:
        return None
    # Two numbers alike in a text are two results, or one is none.
    left.remove(fitting[0])
    return fitting[0]


def entity_of(name: str | None, example: Example) -> int | None:
    """Return the number of the entity that shares a name with the annotated entity of that name."""
    if name is None:
        return None
    names = next((e["names"] for e in example.lesson.entities if name in e["names"]), [name])
    wanted = set(map(name_key, names))
    found = (n for n, entity in enumerate(example.entities) if wanted & set(map(name_key, entity.names)))
    return next(found, None)


def fit_results(examples: Iterable[Example]) -> ResultModel:
    """Fit the models of results."""
    cases = _Cases()
    for example in examples:
        cases.add(example)
    kind = fit_linear(cases.rows, cases.labels, strength=1.0, smallest=0.03)
    slots = {slot: fit_ranker(found, strength=0.2, smallest=0.03) for slot, found in cases.slots.items()}
    return ResultModel(kind, slots)
