"""The keys of entities: what stands in their IRIs, stable, unique and the same for any order of papers."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import count

from kg.lexicon import Lexicon
from kg.names import name_slug
from kg.resolution import Reason
from kg.resolve.groups import Group
from kg.resolve.occurrences import Name

__all__ = ["Keys", "assign_keys", "slug"]


@dataclass(frozen=True, slots=True)
class Keys:
    """The key of an entity, and other keys that redirect to it, sorted."""

    key: str
    alias_keys: tuple[str, ...]


def slug(name: str) -> str:
    """Return the readable part of a key; a name of signs only gets a hash of itself.

    >>> slug("Direct Preference Optimization"), slug("★")
    ('direct-preference-optimization', 'x-26c57b0854')
    """
    return name_slug(name) or "x-" + hashlib.sha256(name.encode()).hexdigest()[:10]


def assign_keys(groups: Sequence[Group], lexicon: Lexicon) -> list[Keys]:
    """Give each group its key: the id of its term, else the slug of its earliest name.

    A slug that is taken, by an id of the lexicon or by an earlier group, goes on with "_" and the arXiv id of
    the earliest name, which no slug and no id can hold.
    """
    taken = set(lexicon.terms)
    names = [_own(group) for group in groups]
    slugs = [[slug(name.surface) for name in of_group] for of_group in names]
    order = sorted(range(len(groups)), key=lambda place: names[place][0].place)
    # All keys before any redirect: else a redirect of an early group could take the key of a later one.
    keys = {place: _key(groups[place], slugs[place][0], names[place][0], taken) for place in order}
    aliases = {place: _claim(slugs[place], taken) for place in order}
    for place in order:
        merged = sorted({use.name.surface for use in groups[place].uses if use.reason is Reason.OVERRIDE})
        aliases[place] += _claim(map(slug, merged), taken)
        term_id = groups[place].term_id
        if term_id:
            aliases[place] += _claim(map(slug, lexicon.terms[term_id].names), taken)
    return [Keys(keys[place], tuple(sorted(aliases[place]))) for place in range(len(groups))]


def _own(group: Group) -> list[Name]:
    """Return the names that may give a group its key, the earliest first.

    An acronym of many meanings, or what only one paper says, is not among them unless there is nothing else.
    """
    if len(group.uses) == 1:
        return [group.uses[0].name]
    uses = [use for use in group.uses if use.is_own] or group.uses
    earliest: dict[str, Name] = {}
    for use in uses:
        known = earliest.get(use.name.surface)
        if known is None or use.name.place < known.place:
            earliest[use.name.surface] = use.name
    return sorted(earliest.values(), key=lambda name: (name.place, name.surface))


def _key(group: Group, first: str, earliest: Name, taken: set[str]) -> str:
    if group.term_id:
        return group.term_id
    key = first if first not in taken else _distinct(f"{first}_{earliest.place[1]}", taken)
    taken.add(key)
    return key


def _distinct(key: str, taken: Collection[str]) -> str:
    return key if key not in taken else next(k for n in count(2) if (k := f"{key}_{n}") not in taken)


def _claim(slugs: Iterable[str], taken: set[str]) -> list[str]:
    claimed = []
    for one in slugs:
        if one not in taken:
            taken.add(one)
            claimed.append(one)
    return claimed
