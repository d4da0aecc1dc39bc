"""The model of results: for each number its kind, then the entities that fill its slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from math import log
from operator import itemgetter

from kg.extract.changes import find_change
from kg.extract.linear import Linear, Ranker
from kg.extract.link_features import Chosen, Sight
from kg.extract.looks import Look, Looker, LookMaker
from kg.extract.net_features import kind_signs
from kg.extract.net_view import NetView
from kg.extract.number_features import number_features
from kg.extract.numbers import Number, Place
from kg.extract.reading import Reading
from kg.extract.respectively import paired_links
from kg.extract.scene import PlacedNumber, Scene
from kg.extract.slots import SLOTS
from kg.extract.things import DocEntity
from kg.model import Change, ResultKind

__all__ = ["MOST_RESULTS", "NO_RESULT", "FoundResult", "ResultModel", "kind_features"]

NO_RESULT = "none"
"""The class of numbers that state no result."""

# Ranker and second look are two opinions of one choice: their probabilities are multiplied, the second to this power
# (cross-validated, as good from 0.3 to 1). To it nothing is less probable than that, so that it needn't look where the
# ranker is sure: it could change nothing.
_TRUST, _LEAST = 0.5, 0.02

MOST_RESULTS = 600
"""How many results of one text are read; hardly any text has more than twenty."""


@dataclass(frozen=True, slots=True)
class FoundResult:
    """A number that states a result, with the entities it belongs to, by slot and by number.

    `before` is the place, among the results of the text, of the score that this one changed from.
    """

    number: Number
    kind: ResultKind
    change: Change | None
    links: Chosen
    before: int | None
    confidence: float


def kind_features(scene: Scene, placed: PlacedNumber, previous: str | None) -> dict[str, float]:
    """Return the features of a number; `previous` is the kind of the number before it."""
    sentence = scene.sentences[placed.sentence]
    features = number_features(scene.text, placed.number, previous, sentence, placed.part)
    return features | kind_signs(scene.net, scene.word(placed.number)) if scene.net else features


@dataclass
class ResultModel:
    """One classifier for the kind of a number, one ranker for each slot."""

    kind: Linear
    slots: Mapping[str, Ranker]

    def results(
        self,
        reading: Reading,
        entities: Sequence[DocEntity],
        net: NetView | None = None,
        looks: LookMaker | None = None,
    ) -> list[FoundResult]:
        """Return the results of a text, in its order; `entities` are in the order of the text, too."""
        scene, found, places = Scene(reading, entities, net), list[FoundResult](), list[int]()
        look = looks(scene) if looks else None
        previous: str | None = None
        beside: Number | None = None
        before: tuple[int, Chosen] | None = None
        for placed in scene.numbers():
            kind, sure = self.kind.predict(kind_features(scene, placed, previous))
            # Numbers that state nothing are a sign for the next one, too.
            previous = kind
            first, beside = beside, placed.number
            if kind == NO_RESULT or len(found) == MOST_RESULTS:
                continue
            last = before[1] if before and before[0] == placed.sentence else None
            chosen = self._links(scene, placed, kind, last, look)
            pair = len(found) - 1 if found and found[-1].number is first else None
            found.append(_result(scene, placed, ResultKind(kind), chosen, pair, sure))
            before = placed.sentence, chosen
            places.append(placed.sentence)
        return _paired(scene, found, places)

    def _links(
        self, scene: Scene, placed: PlacedNumber, kind: str, before: Chosen | None, look: Looker | None
    ) -> Chosen:
        chosen: dict[str, int | None] = {}
        seen: Look = {}
        for slot in SLOTS:
            sight = Sight(scene, placed, slot, kind, dict(chosen), before)
            options = sight.options()
            scores = self.slots[slot].scores(map(sight.features, options))
            if look and _in_doubt(scores):
                seen = seen or look(placed, kind)
                scores = _with_look(scores, options, seen.get(slot, {}))
            # Of equal scores the first counts, which is that of an empty slot.
            chosen[slot] = options[scores.index(max(scores))]
        return chosen


def _in_doubt(scores: Sequence[float]) -> bool:
    """Say whether a second look may change which option is the best one."""
    best, *others = sorted(scores, reverse=True)
    return bool(others) and best - others[0] < -_TRUST * log(_LEAST)


def _with_look(scores: Sequence[float], options: Sequence[int | None], seen: Mapping[int | None, float]) -> list[float]:
    return [
        score + _TRUST * log(max(seen.get(option, 0.0), _LEAST)) for score, option in zip(scores, options, strict=True)
    ]


def _result(
    scene: Scene, placed: PlacedNumber, kind: ResultKind, chosen: Chosen, beside: int | None, sure: float
) -> FoundResult:
    """Return a result; `beside` is the place of the one that the number right before states, if that states one."""
    number, sentence = placed.number, scene.sentences[placed.sentence]
    change = find_change(scene.text, sentence, number, kind)
    # The ends of "from A to B" stand beside each other, so a second end never belongs to an earlier pair.
    return FoundResult(number, kind, change, chosen, beside if number.place is Place.TO else None, sure)


def _paired(scene: Scene, found: list[FoundResult], places: Sequence[int]) -> list[FoundResult]:
    """Relink the results of sentences that pair numbers and names in order; `places` are their sentences."""
    linked: list[FoundResult] = []
    for sentence, group in groupby(zip(places, found, strict=True), key=itemgetter(0)):
        results = [result for _, result in group]
        links = paired_links(scene, sentence, [result.number for result in results], results[0].kind)
        for result, link in zip(results, links or [{}] * len(results), strict=True):
            linked.append(replace(result, links={**result.links, **link}))
    return linked
