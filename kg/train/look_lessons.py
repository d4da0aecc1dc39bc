"""What second looks learn from a paper whose names were found: which of them each annotated result belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.gazetteer import Gazetteer
from kg.extract.look_input import LookInput, Window
from kg.extract.looks import NOTHING
from kg.extract.net_input import net_input
from kg.extract.scene import Scene
from kg.extract.slots import SLOTS
from kg.extract.wordpieces import WordPieces
from kg.train.result_lessons import Example, entity_of, take

__all__ = ["Filled", "LookLesson", "look_lessons"]


@dataclass(frozen=True, slots=True)
class Filled:
    """What may fill a slot, each option by the pieces at which it begins, and the number of the right one.

    The first option is "nothing".
    """

    options: list[list[int]]
    right: int


@dataclass(frozen=True, slots=True)
class LookLesson:
    """What is read of a number, and its slots by their number."""

    read: LookInput
    slots: dict[int, Filled]


def look_lessons(example: Example, wordpieces: WordPieces, gazetteer: Gazetteer) -> Iterator[LookLesson]:
    """Yield what there is to learn; the gazetteer leaves the paper's own names out."""
    lesson, left = example.lesson, list(example.lesson.record["results"])
    read = net_input(lesson.reading, wordpieces, lesson.pairs, gazetteer.hits(lesson.reading, lesson.names))
    scene = Scene(lesson.reading, example.entities)
    window = Window(scene, read.signs[read.starts], wordpieces)
    for placed in scene.numbers():
        gold = take(placed.number, left)
        if gold is None:
            continue
        seen = window.at(placed, gold["kind"])
        slots = {}
        for number, (slot, types) in enumerate(SLOTS.items()):
            fitting = [entity for entity in seen.places if scene.entities[entity].type in types]
            right = entity_of(gold[slot], example)
            # Where what fills the slot was not found there is nothing to learn.
            if gold[slot] is None or right in fitting:
                places = [list(seen.places[entity]) for entity in fitting]
                slots[number] = Filled([[NOTHING], *places], 0 if right is None else 1 + fitting.index(right))
        yield LookLesson(seen, slots)
