"""What the network learns from an annotated paper: tags, roles, kinds of numbers, and which words numbers belong to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor

from kg.extract.gazetteer import Gazetteer
from kg.extract.net_input import NetInput, net_input
from kg.extract.net_view import KINDS, ROLES
from kg.extract.scene import Scene
from kg.extract.slots import SLOTS
from kg.extract.tags import TAGS
from kg.extract.wordpieces import WordPieces
from kg.train.lessons import Lesson
from kg.train.result_lessons import Example, entity_of, take

__all__ = ["IGNORED", "NetLesson", "Pointing", "net_lesson"]

# torch leaves this one out of a loss by itself.
IGNORED = -100
"""The target of pieces from which nothing is learnt."""


@dataclass(frozen=True, slots=True)
class Pointing:
    """The piece at which a result is stated, the number of a slot, and the pieces that fill it; 0 for nothing."""

    piece: int
    slot: int
    targets: list[int]


@dataclass(frozen=True, slots=True)
class NetLesson:
    """The pieces of a paper (n) with their signs (n, signs), and what is learnt from them.

    `targets` holds tag, role and kind of each piece (3, n); the first piece of a word stands for it.
    """

    pieces: Tensor
    signs: Tensor
    targets: Tensor
    pointings: list[Pointing]


def net_lesson(lesson: Lesson, wordpieces: WordPieces, gazetteer: Gazetteer) -> NetLesson:
    """Return what there is to learn; the gazetteer leaves the paper's own names out."""
    read = net_input(lesson.reading, wordpieces, lesson.pairs, gazetteer.hits(lesson.reading, lesson.names))
    targets = np.full((3, len(read.pieces)), IGNORED)
    tags, roles, kinds = targets
    count = len(read.starts)
    tags[read.starts] = [TAGS.index(tag) for tag in lesson.tags[:count]]
    for entity, places in zip(lesson.entities, lesson.places, strict=True):
        # A long text was cut: its last words have no pieces.
        words = [word for place in places for word in range(*place) if word < count]
        if entity["role"]:
            roles[read.starts[words]] = ROLES.index(entity["role"])
    pointings = []
    for word, gold, found in _numbers(lesson, read):
        kinds[read.starts[word]] = KINDS.index(gold["kind"]) if gold else 0
        pointings += found
    inputs = torch.from_numpy(read.pieces), torch.from_numpy(read.signs)
    return NetLesson(*inputs, torch.from_numpy(targets), pointings)


def _numbers(lesson: Lesson, read: NetInput) -> Iterator[tuple[int, dict[str, Any] | None, list[Pointing]]]:
    """Yield the word of each number, the annotated result stated there, if any, and where that points."""
    example = Example(lesson, lesson.annotated())
    scene = Scene(lesson.reading, example.entities)
    left = list(lesson.record["results"])
    for placed in scene.numbers():
        gold = take(placed.number, left)
        word = scene.word(placed.number)
        if word < len(read.starts):
            yield word, gold, list(_pointings(example, scene, read, word, gold)) if gold else []


def _pointings(example: Example, scene: Scene, read: NetInput, word: int, gold: dict[str, Any]) -> Iterator[Pointing]:
    for number, slot in enumerate(SLOTS):
        filler = entity_of(gold[slot], example)
        words = [] if filler is None else [index for index in scene.words[filler] if index < len(read.starts)]
        targets = [0] if gold[slot] is None else [int(read.starts[index]) for index in words]
        # Where what fills the slot stands in no word that was read, there is nothing to learn.
        if targets:
            yield Pointing(int(read.starts[word]), number, targets)
