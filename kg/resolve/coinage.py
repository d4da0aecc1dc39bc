"""Names that a paper coins for what it presents as its own: proper names, though made of words of the field."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from kg.model import PaperEntity
from kg.names import name_key
from kg.resolve.initials import is_linking, looks_like_acronym, spells_out

__all__ = ["coined_names", "is_written_otherwise"]

_WORD = re.compile(r"[^\W_]+")
# What parts no name from another: MedSAM-2, MedSAM2; and spaces.
_LOOSE = re.compile(r"[\s_^$]+|-(?=\d)")
_FEW = 4


def coined_names(
    entities: Iterable[PaperEntity], own: Collection[str], summary: str, are_one: Callable[[str, str], bool]
) -> frozenset[str]:
    """Return the keys of the names that a paper coins for what it presents as its own.

    `own` holds the keys of its own names. A phrase is coined when one of these is an acronym of it, or when it is one
    and the summary has it in capitals only; an acronym, when the paper gives it a name beside it. What the lexicon has
    as two names of one term (`are_one`) was coined by others.

    >>> from kg.model import EntityType
    >>> thing = PaperEntity(EntityType.METHOD, ("Knowledge Transfer",), None, (), 1.0)
    >>> coined_names([thing], {"knowledgetransfer"}, "We introduce Knowledge Transfer.", lambda a, b: False)
    frozenset({'knowledgetransfer'})
    >>> coined_names([thing], {"knowledgetransfer"}, "Knowledge Transfer: knowledge transfer.", lambda a, b: False)
    frozenset()
    """
    things = [entity for entity in entities if entity.type.has_role] if own else []
    names: dict[str, set[str]] = defaultdict(set)
    for entity in things:
        for name in entity.names:
            names[name].update(entity.names)
    shorts = [name for name in names if looks_like_acronym(name) and name_key(name) in own]
    coined = set()
    for name, beside in names.items():
        mine = name_key(name) in own
        if " " in name:
            spelled = [short for short in shorts if spells_out(short, name)] if shorts else []
            in_capitals = mine and not spelled and _in_capitals(name, summary)
            is_coined = in_capitals or any(not are_one(short, name) for short in spelled)
        else:
            others = beside - {name} if mine and name in shorts else set()
            is_coined = bool(others) and not any(are_one(name, one) for one in others)
        if is_coined:
            coined.add(name_key(name))
    return frozenset(coined)


def _in_capitals(name: str, summary: str) -> bool:
    """Say whether a text has a phrase, and always with a capital at each of its words."""
    words = [word for word in _WORD.findall(name) if not is_linking(word)]
    if not all(word[0].isupper() for word in words) or all(map(str.isupper, words)):
        return False
    return 0 < summary.count(name) == summary.casefold().count(name.casefold())


def is_written_otherwise(name: str, names: Iterable[str]) -> bool:
    """Say whether a proper name is none of some names, though it has the letters of one: Spacer, SpaceR.

    Small capitals make no other name (FLATQUANT), nor does a capital at the beginning of a word.

    >>> [is_written_otherwise(*pair) for pair in (("Spacer", ["SpaceR"]), ("P-LLaVA", ["PLLaVA"]))]
    [True, True]
    >>> [is_written_otherwise(*pair) for pair in (("FLATQUANT", ["FlatQuant"]), ("Phi-4-Mini", ["phi-4-mini"]))]
    [False, False]
    """
    key = name_key(name)
    alike = [_LOOSE.sub("", one).removesuffix("s") for one in names if name_key(one) == key and not one.islower()]
    mine = _LOOSE.sub("", name).removesuffix("s")
    return bool(alike) and not any(_is_one_spelling(mine, one) for one in alike)


def _is_one_spelling(name: str, other: str) -> bool:
    letters = sum(map(str.isalpha, name))
    if name.isupper() and not other.isupper() and letters >= _FEW:
        return True
    parts, others = name.split("-"), other.split("-")
    return len(parts) == len(others) and all(map(_is_one_part, parts, others))


def _is_one_part(part: str, other: str) -> bool:
    if part.casefold() != other.casefold():
        return unicodedata.normalize("NFKC", part) == unicodedata.normalize("NFKC", other)
    is_small_capitals = part.isupper() and sum(map(str.isalpha, part)) >= _FEW
    return part == other or is_small_capitals or (part[1:].islower() and other[1:].islower())
