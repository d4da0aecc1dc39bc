"""The model of results: for each number its kind, then the entities that fill its slots."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

from kg.extract.changes import find_change
from kg.extract.linear import Linear, Ranker
from kg.extract.link_features import Chosen, Sight
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

    def results(self, reading: Reading, entities: Sequence[DocEntity], net: NetView | None = None) -> list[FoundResult]:
        """Return the results of a text, in its order; `entities` are in the order of the text, too."""
        scene, found, places = Scene(reading, entities, net), list[FoundResult](), list[int]()
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
            chosen = self._links(scene, placed, kind, before[1] if before and before[0] == placed.sentence else None)
            pair = len(found) - 1 if found and found[-1].number is first else None
            found.append(_result(scene, placed, ResultKind(kind), chosen, pair, sure))
            before = placed.sentence, chosen
            places.append(placed.sentence)
        return _paired(scene, found, places)

    def _links(self, scene: Scene, placed: PlacedNumber, kind: str, before: Chosen | None) -> Chosen:
        chosen: dict[str, int | None] = {}
        for slot in SLOTS:
            sight = Sight(scene, placed, slot, kind, dict(chosen), before)
            options = sight.options()
            scores = self.slots[slot].scores(map(sight.features, options))
            # Of equal scores the first counts, which is that of an empty slot.
            chosen[slot] = options[scores.index(max(scores))]
        return chosen


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
