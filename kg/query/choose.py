"""Pick a question of the catalogue by words: `leaderboard gsm8k` names a question and leaves a word for its dataset.

A word counts for a question where it stands in its name, in the ways to ask it, its tags, its summary or its
parameters, and the more the fewer questions have it; words that are alike (alike.txt) count as one. What the chosen
question does not know are the values of its parameters (`kg.query.fill`); what is left then is held against each
way to ask the question (`likeness`).
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

__all__ = ["Choice", "is_filler", "is_known", "likeness", "ranked"]

_WORD = re.compile(r"[^\W_]+")
_POSSESSIVE = re.compile(r"['’]s$")
_SLOT = re.compile(r"\{\w+\}")
# The longest first: "evaluations" loses ions, and not only s.
_ENDINGS = ("ions", "ion", "ory", "ings", "ing", "ed", "es", "s", "e")
_SHORTEST = 3
_WEIGHTS = {"name": 4.0, "asks": 3.0, "tags": 2.0, "summary": 0.5, "params": 0.5}
_FILLER_WEIGHT = 0.25
_FILLER = frozenset(Path(__file__).with_name("fillers.txt").read_text(encoding="utf-8").split())
_ALIKE = Path(__file__).with_name("alike.txt")


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
    fillers = {stem for word, stems in zip(said, given, strict=True) if is_filler(word) for stem in stems}
    found = []
    for question in catalogue().values():
        known = _known(question.name)
        # A word of several parts, such as "what-beats", is known if all of its parts are.
        fits = [bool(stems) and all(stem in known for stem in stems) for stems in given]
        means = any(fit and not is_filler(word) for word, fit in zip(said, fits, strict=True))
        # "What is 2410.00001 about" has no other words than those.
        if not (means or any(way and way <= fillers for way in _ways(question))):
            continue
        left = tuple(place for place, fit in enumerate(fits) if not fit)
        found.append(Choice(question, likeness(question, said), left))
    return sorted(found, key=lambda choice: (-choice.score, choice.question.name))


def likeness(question: Question, words: Iterable[str]) -> float:
    """Return how well words, without those that name values, fit a question: more is better.

    >>> two = [likeness(catalogue()[name], ["newest", "papers"]) for name in ("latest-papers", "new")]
    >>> two[0] > two[1]
    True
    """
    known, said = _known(question.name), {stem for word in words for stem in _stems(word)}
    each = sum(known[stem] * _telling(stem) for stem in said if stem in known)
    total = sum(map(_telling, said))
    way = max(2 * sum(map(_telling, said & way)) / (total + sum(map(_telling, way)) or 1.0) for way in _ways(question))
    return round(each + _AS_A_WHOLE * way, 6)


_AS_A_WHOLE = 25.0


def is_filler(word: str) -> bool:
    """Say whether a word carries no meaning of its own at either end of a name.

    >>> is_filler("on"), is_filler("GSM8K")
    (True, False)
    """
    return _POSSESSIVE.sub("", word.lower().strip("?!.,:;")) in _FILLER


def is_known(word: str) -> bool:
    """Say whether any question knows a word.

    >>> is_known("papers"), is_known("unicorn")
    (True, False)
    """
    stems = _stems(word)
    return bool(stems) and all(stem in _rarity() for stem in stems)


def _stems(text: str) -> list[str]:
    """Split words into stems, of those that are alike the first: "Papers-using" gives paper and us, as "applied" does.

    A word with a digit in it is a name and stays as it is.
    """
    alike = _alike()
    return [alike.get(stem, stem) for stem in map(_stem, _WORD.findall(_POSSESSIVE.sub("", text.lower())))]


def _stem(word: str) -> str:
    if any(letter.isdigit() for letter in word):
        return word
    # Twice: mentioning, mention, ment.
    return _shorter(_shorter(word))


def _shorter(word: str) -> str:
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        # "one" does not become "on", which says nothing.
        if stem != word and len(stem) >= _SHORTEST - 1 and not word.endswith("ss") and stem not in _FILLER:
            return stem
    return word


@cache
def _alike() -> Mapping[str, str]:
    """Return for each stem of alike.txt that of the first word in its line."""
    lines = (list(map(_stem, line.split())) for line in _ALIKE.read_text(encoding="utf-8").splitlines())
    return {stem: line[0] for line in lines for stem in line}


@cache
def _known(name: str) -> Mapping[str, float]:
    """Return the weight of each stem that a question knows; of one that stands in several places, the largest."""
    question = catalogue()[name]
    parameters = " ".join(f"{one.name} {one.type}" for one in question.parameters)
    asks = " ".join(_SLOT.sub(" ", way) for way in question.asks)
    places = {"name": name, "asks": asks, "tags": " ".join(question.tags), "summary": question.summary}
    weights: dict[str, float] = {}
    for place, text in (places | {"params": parameters}).items():
        for word in _WORD.findall(text.lower()):
            # Fillers count in names and ways to ask alone: "what" tells what-beats from who-beats-whom.
            if place in ("name", "asks") or not is_filler(word):
                (stem,) = _stems(word)
                weights[stem] = max(weights.get(stem, 0.0), _WEIGHTS[place])
    return weights


@cache
def _ways(question: Question) -> tuple[frozenset[str], ...]:
    """Return the stems of each way to ask a question, its name among them."""
    return tuple(frozenset(_stems(_SLOT.sub(" ", way))) for way in (question.name, *question.asks))


@cache
def _rarity() -> Mapping[str, float]:
    """Return for each stem how much it tells: less, the more questions know it."""
    counts = Counter(stem for name in catalogue() for stem in _known(name))
    return {stem: math.log(1 + len(catalogue()) / count) for stem, count in counts.items()}


@cache
def _telling(stem: str) -> float:
    """Return how much a stem tells; one that no question knows tells the most."""
    rarity = _rarity().get(stem, math.log(1 + len(catalogue())))
    return rarity * (_FILLER_WEIGHT if stem in _FILLER else 1.0)
