"""Names that a paper coins for what it presents as its own: proper names, though made of words of the field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from kg.model import PaperEntity
from kg.names import name_key
from kg.resolve.initials import is_linking, looks_like_acronym, spells_out

__all__ = ["coined_names"]

_WORD = re.compile(r"[^\W_]+")


def coined_names(own: Iterable[PaperEntity], summary: str, is_known: Callable[[str], bool]) -> frozenset[str]:
    """Return the keys of the names that a paper coins for what it presents as its own.

    A phrase is coined when an acronym of it stands beside it, or when the summary has it in capitals only; an acronym,
    when the paper gives it a name beside it. What the lexicon knows (`is_known`) was coined by others.

    >>> from kg.model import EntityType
    >>> thing = PaperEntity(EntityType.METHOD, ("Knowledge Transfer",), None, (), 1.0)
    >>> coined_names([thing], "We introduce Knowledge Transfer.", lambda name: False)
    frozenset({'knowledgetransfer'})
    >>> coined_names([thing], "Knowledge Transfer is a knowledge transfer.", lambda name: False)
    frozenset()
    """
    things = [entity for entity in own if entity.type.has_role]
    shorts = {short for entity in things for short in entity.names if looks_like_acronym(short)}
    return frozenset(
        name_key(name)
        for entity in things
        for name in entity.names
        if _is_coined(name, (*entity.names, *shorts) if " " in name else entity.names, summary, is_known)
    )


def _is_coined(name: str, names: Sequence[str], summary: str, is_known: Callable[[str], bool]) -> bool:
    if " " in name:
        shorts = [short for short in names if spells_out(short, name)]
        return any(not is_known(short) for short in shorts) or (not shorts and _in_capitals(name, summary))
    return looks_like_acronym(name) and len(names) > 1 and not any(is_known(one) for one in names if one != name)


def _in_capitals(name: str, summary: str) -> bool:
    """Say whether a text has a phrase, and always with a capital at each of its words."""
    words = [word for word in _WORD.findall(name) if not is_linking(word)]
    if not all(word[0].isupper() for word in words) or all(map(str.isupper, words)):
        return False
    return 0 < summary.count(name) == summary.casefold().count(name.casefold())
