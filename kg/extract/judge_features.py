"""What speaks for and against a candidate name: taggers, gazetteer, its own words, those around it, its rivals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from kg.extract.candidates import Group, places_of
from kg.extract.gazetteer import Gazetteer, Key, Known
from kg.extract.net_features import Wanted
from kg.extract.net_view import NetView
from kg.extract.reading import Place, Reading, name_words
from kg.extract.role_cues import CUES
from kg.extract.tags import Views
from kg.extract.word_signs import shape
from kg.model import EntityType

__all__ = ["judge_features"]

Table = Sequence[Sequence[float]]
"""A view as plain numbers, which single places are read from sooner, with a row of zeros behind the last word."""

_NEAR = 8


# The weights know features by name: to change one, or what it stands for, is to train anew.
def judge_features(
    reading: Reading,
    groups: Mapping[str, Group],
    views: Views,
    gazetteer: Gazetteer,
    net: NetView | None = None,
    own: Mapping[Key, EntityType] | None = None,
) -> dict[str, dict[str, float]]:
    """Return the features of each group; `own` leaves the paper out of the gazetteer, `net` adds what numbers want."""
    rows: dict[str, dict[str, float]] = {}
    weights: dict[str, float] = {}
    tables = {name: [*view.tolist(), [0.0] * view.shape[1]] for name, view in views.items()}
    for key, group in groups.items():
        rows[key] = {f"view {source}": 1.0 for source in sorted(group.sources)}
        weights[key] = 0.0
        for name, table in tables.items():
            features, weight = _view_features(name, table, group.places)
            rows[key] |= features
            weights[key] = max(weights[key], weight)
    covering = places_of(groups)
    wanted = Wanted(net) if net else None
    for key, group in groups.items():
        first = group.places[0]
        rows[key] |= _known_features(gazetteer.lookup(name_words(reading.surface(first)), own))
        signs = _name_signs(reading, first) | _place_signs(reading, group.places) | _word_signs(reading, group.places)
        # Sorted: sums of floats depend on their order, and that of a set on the hash seed.
        rows[key] |= dict.fromkeys(sorted(signs | _rivals(covering, weights, key, group.places)), 1.0)
        rows[key] |= wanted.signs(group.places) if wanted else {}
    return rows


def _view_features(name: str, table: Table, places: Sequence[Place]) -> tuple[dict[str, float], float]:
    """Return, a type, how probable the name is at its best place and on average; and the best of all."""
    found: dict[str, float] = {}
    greatest = 0.0
    for number, entity_type in enumerate(_TYPES):
        # In the order of TAGS: O, then B- and I- of each type.
        begin, inside = 1 + 2 * number, 2 + 2 * number
        touched = max(_mean([row[begin] + row[inside] for row in table[start:end]]) for start, end in places)
        # Most types show at no word of most names; they get no features at all.
        if touched <= 0.02:
            continue
        scores = [_whole(table, begin, inside, place) for place in places]
        label, top = f"{name}:{entity_type}", max(scores)
        greatest = max(greatest, top)
        # Regularisation holds down what has small values; probabilities that shall count are made larger.
        found[label] = 3 * top
        found[f"{label}:mean"] = 2 * _mean(scores)
        found[f"{label}:touched"] = 2 * touched
        found[f"{label}:{int(top * 5)}"] = 1.0
        # log(0.01) is -4.6: nothing gives 0.
        found[f"{label}:log"] = float(np.log(top + 0.01) + 4.6) / 2
    return found, greatest


def _whole(table: Table, begin: int, inside: int, place: Place) -> float:
    """Return how probable it is that a name begins, goes on and ends as a place does."""
    start, end = place
    middle = min([1.0, *(row[inside] for row in table[start + 1 : end])])
    return table[start][begin] * middle * (1.0 - table[end][inside])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


_TYPES = tuple(EntityType)


def _known_features(known: Known | None) -> dict[str, float]:
    if known is None:
        return {"unknown": 1.0}
    kind, support = known.type, min(5, known.annotated)
    if not support:
        return {f"listed={kind}": 1.0, f"listed={kind} {'seen' if known.papers else 'new'}": 1.0}
    labels = (f"known={kind}{int(known.share * 4)}", f"support={support}", f"known={kind}{support}")
    return {f"share={kind}": 2 * known.share} | dict.fromkeys(labels, 1.0)


def _name_signs(reading: Reading, place: Place) -> set[str]:
    """Return how the name is written."""
    start, end = place
    first, last = reading.lower[start], reading.lower[end - 1]
    surface = reading.surface(place)
    found = {f"length={min(6, end - start)}", f"last={last}", f"first={first}", f"last3={last[-3:]}"}
    return found | {f"shape={shape(surface[:40])[:10]}", f"whole={surface.lower()}"}


def _place_signs(reading: Reading, places: Sequence[Place]) -> set[str]:
    """Return where the name stands, and what its sentences hold."""
    lower, digits, sentences, count = reading.lower, reading.digits, reading.sentence_of, len(reading.bounds)
    titled = [place for place in places if reading.is_title(place[0])]
    found = {f"title={bool(titled):d}", f"mentions={min(5, len(places))}", f"titled={len(titled) == len(places):d}"}
    found.add(f"fifth={min(4, 5 * sentences[places[0][0]] // count)}")
    if places[0][0] == 0:
        found.add("begins_title")
    after = before = _NEAR + 1
    for start, end in places:
        low, high = reading.bounds[sentences[start]]
        behind, ahead = digits.find(1, end, min(high, end + _NEAR)), digits.rfind(1, max(low, start - _NEAR), start)
        after = min(after, behind - end) if behind >= 0 else after
        before = min(before, start - 1 - ahead) if ahead >= 0 else before
        cue = next((lower[i] for i in range(start - 1, low - 1, -1) if lower[i] in CUES), None)
        listed = (start > low and lower[start - 1] in ",;") or (end < high and lower[end] in ",;")
        found |= {f"cue={cue}", f"opens={' '.join(lower[low : low + 2])}", f"listed={listed:d}"}
    found |= {f"number after={after}", f"number before={before}", f"number={min(after, before) <= _NEAR:d}"}
    return found


def _word_signs(reading: Reading, places: Sequence[Place]) -> set[str]:
    """Return the words beside the first places."""
    lower, found = reading.lower, set()
    for start, end in places[:4]:
        if start:
            found.add(f"L={lower[start - 1]}")
        if start > 1:
            found.add(f"LL={lower[start - 2]} {lower[start - 1]}")
        if end < len(lower):
            found.add(f"R={lower[end]}")
        if end + 1 < len(lower):
            found.add(f"RR={lower[end]} {lower[end + 1]}")
    return found


def _rivals(
    covering: Mapping[int, Sequence[tuple[str, Place]]], weights: Mapping[str, float], key: str, places: Sequence[Place]
) -> set[str]:
    """Say whether surer or less sure groups overlap with this one, and how."""
    signs = set()
    for place in places:
        for other, theirs in {rival for word in range(*place) for rival in covering[word] if rival[0] != key}:
            signs.add(f"{_overlap(place, theirs)}{'+' if weights[other] > weights[key] else '-'}")
    return signs


def _overlap(mine: Place, other: Place) -> str:
    if other[0] <= mine[0] and mine[1] <= other[1]:
        return "in"
    return "over" if mine[0] <= other[0] and other[1] <= mine[1] else "across"
