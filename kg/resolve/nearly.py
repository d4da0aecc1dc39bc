"""What nearly was one thing: entities whose names look like one, and what keeps them apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from kg.names import name_key
from kg.resolution import Entity, Reason, Resolution

__all__ = ["Near", "nearly"]

# Of 100, as rapidfuzz counts.
_ENOUGH = 80.0
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Near:
    """An entity that was nearly taken for another: its name that is near, how near (0 to 1), and why it was not."""

    key: str
    name: str
    score: float
    why: str


def nearly(entity: Entity, resolution: Resolution, *, most: int = 5) -> list[Near]:
    """Return the entities with names most like that of one, the nearest first.

    Families and variants of it are no near misses; nor is what no paper names.

    >>> from kg.model import EntityType
    >>> a, b = (Entity(name.lower(), EntityType.MODEL, name, papers=1) for name in ("Llama-3", "Llama-4"))
    >>> [(near.name, near.why) for near in nearly(a, Resolution((a, b)))]
    [('Llama-4', 'other digits')]
    """
    linked = {entity.variant_of, entity.broader}
    linked |= {other.key for other in resolution.entities if entity.key in (other.variant_of, other.broader)}
    near = {found.key: found for found in _alike(entity, resolution, most) if found.key not in linked}
    for found in _same_letters(entity, resolution):
        near[found.key] = found
    return sorted(near.values(), key=lambda found: (-found.score, found.name, found.key))[:most]


def _same_letters(entity: Entity, resolution: Resolution) -> Iterator[Near]:
    for other in resolution.find(entity.name):
        if other.key != entity.key and other.papers:
            yield Near(other.key, other.name, 1.0, _why(entity, other))


def _alike(entity: Entity, resolution: Resolution, most: int) -> Iterator[Near]:
    others = {other.key: other for other in resolution.entities if other.papers and other.key != entity.key}
    names = {key: other.name.casefold() for key, other in others.items()}
    # Twice as many as are wanted: families and variants among them are left out afterwards.
    found = process.extract(entity.name.casefold(), names, scorer=fuzz.ratio, limit=2 * most, score_cutoff=_ENOUGH)
    for _, score, key in found:
        yield Near(key, others[key].name, round(score / 100, 2), _why(entity, others[key]))


def _why(entity: Entity, other: Entity) -> str:
    if _DIGITS.findall(entity.name) != _DIGITS.findall(other.name):
        return "other digits"
    if any(merge.reason is Reason.SPLIT for merge in (*entity.merges, *other.merges)):
        return "one was split off by hand"
    if name_key(entity.name) == name_key(other.name):
        return "the same letters for another thing"
    if entity.lexicon_id and other.lexicon_id:
        return "two terms of the lexicon"
    return "no rule joins them"
