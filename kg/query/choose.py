"""Pick a question of the catalogue by words: `leaderboard gsm8k` names a question and leaves a word for its dataset.

A word counts for a question where it stands in its name, its tags, its summary or its parameters, and the more the
fewer questions have it. What the chosen question does not know are the values of its parameters (`kg.query.fill`).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from kg.query.catalogue import Question, catalogue

__all__ = ["Choice", "is_filler", "ranked"]

_WORD = re.compile(r"[^\W_]+")
# The longest first: "evaluations" loses ions, and not only s.
_ENDINGS = ("ions", "ion", "ory", "ings", "ing", "ed", "es", "s", "e")
_SHORTEST = 3
_WEIGHTS = {"name": 4.0, "tags": 2.0, "summary": 1.5, "params": 0.5}
_FILLER = frozenset(Path(__file__).with_name("fillers.txt").read_text(encoding="utf-8").split())


@dataclass(frozen=True, slots=True)
class Choice:
    """A question with how well the words fit it, and which of them, by their places, it does not know."""

    question: Question
    score: float
    left: tuple[int, ...]


def ranked(words: Iterable[str]) -> list[Choice]:
    """Return the questions that know at least one of the words that carry a meaning, the best first.

    >>> best = ranked("leaderboard gsm8k".split())[0]
    >>> best.question.name, best.left
    ('leaderboard', (1,))
    """
    said = list(words)
    given = [_stems(word) for word in said]
    rarity = _rarity()
    found = []
    for question in catalogue().values():
        known = _known(question.name)
        # A word of several parts, such as "what-beats", is known if all of its parts are.
        fits = [bool(stems) and all(stem in known for stem in stems) for stems in given]
        if not any(fit and not is_filler(word) for word, fit in zip(said, fits, strict=True)):
            continue
        distinct = {stem for stems, fit in zip(given, fits, strict=True) if fit for stem in stems}
        score = sum(known[stem] * rarity[stem] for stem in distinct) + _likeness(question, distinct)
        if score > 0:
            left = tuple(place for place, fit in enumerate(fits) if not fit)
            found.append(Choice(question, round(score, 6), left))
    return sorted(found, key=lambda choice: (-choice.score, choice.question.name))


def is_filler(word: str) -> bool:
    """Say whether a word carries no meaning of its own at either end of a name.

    >>> is_filler("on"), is_filler("GSM8K")
    (True, False)
    """
    return word.lower().strip("?!.,:;") in _FILLER


def _likeness(question: Question, stems: set[str]) -> float:
    """Return how much of the question's name the words say, so that a whole name beats a part of a longer one."""
    name = set(_stems(question.name))
    return 2.0 * len(name & stems) / len(name) if stems & name else 0.0


def _stems(text: str) -> list[str]:
    """Split words into stems: "Papers-using" gives paper and us, as "used" does.

    A word with a digit in it is a name and stays as it is.
    """
    return [_stem(word) for word in _WORD.findall(text.lower())]


def _stem(word: str) -> str:
    if any(letter.isdigit() for letter in word):
        return word
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        # "one" does not become "on", which says nothing.
        if stem != word and len(stem) >= _SHORTEST - 1 and not word.endswith("ss") and stem not in _FILLER:
            return stem
    return word


@cache
def _known(name: str) -> Mapping[str, float]:
    """Return the weight of each stem that a question knows; of one that stands in several places, the largest."""
    question = catalogue()[name]
    parameters = " ".join(f"{one.name} {one.type}" for one in question.parameters)
    places = {"name": name, "tags": " ".join(question.tags), "summary": question.summary, "params": parameters}
    weights: dict[str, float] = {}
    for place, text in places.items():
        for word in _WORD.findall(text.lower()):
            # Fillers count in names alone: "what" tells what-beats from who-beats-whom.
            if place == "name" or not is_filler(word):
                stem = _stem(word)
                weights[stem] = max(weights.get(stem, 0.0), _WEIGHTS[place] * (0.25 if is_filler(word) else 1.0))
    return weights


@cache
def _rarity() -> Mapping[str, float]:
    """Return for each stem how much it tells: less, the more questions know it."""
    counts = Counter(stem for name in catalogue() for stem in _known(name))
    return {stem: math.log(1 + len(catalogue()) / count) for stem, count in counts.items()}
