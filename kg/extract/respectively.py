"""Numbers and names paired in order: "3.1% and 4.2% on GSM8K and MATH, respectively"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.numbers import Number
from kg.extract.scene import Scene, Standing
from kg.model import EntityType, ResultKind

__all__ = ["paired_links"]

# ", ", ", and the ", " & ", "/".
_JOINT = re.compile(r"\s?,\s?(?:and\s)?(?:the\s)?|\s(?:and|&)\s(?:the\s)?|\s?/\s?")
_SLOTS = {EntityType.DATASET: "dataset", EntityType.METRIC: "metric"}


def paired_links(
    scene: Scene, sentence: int, numbers: Sequence[Number], kind: ResultKind
) -> list[dict[str, int]] | None:
    """Return, a number, the links that the order of a list of names gives; None where nothing is paired.

    `numbers` are all results of the sentence; the list has as many names, of one type, with commas or "and" between.
    """
    span = scene.sentences[sentence]
    if len(numbers) < 2 or "respectively" not in scene.text[span.start : span.end]:
        return None
    lists = [found for found in _lists(scene, sentence) if len(found) == len(numbers)]
    # Of two lists as long as the numbers nothing says which is meant.
    if len(lists) != 1:
        return None
    slot = _SLOTS.get(scene.entities[lists[0][0].entity].type)
    # Systems in a list have the levels, and are what differences and ratios are measured against.
    slot = slot or ("subject" if kind is ResultKind.ABSOLUTE else "baseline")
    return [{slot: standing.entity} for standing in lists[0]]


def _lists(scene: Scene, sentence: int) -> list[list[Standing]]:
    """Return the lists of names of one type in a sentence."""
    lists: list[list[Standing]] = []
    for standing in scene.within(sentence):
        last = lists[-1][-1] if lists else None
        joins = last is not None and _JOINT.fullmatch(scene.text, last.end, max(last.end, standing.start))
        if last and joins and scene.entities[last.entity].type is scene.entities[standing.entity].type:
            lists[-1].append(standing)
        else:
            lists.append([standing])
    return lists
