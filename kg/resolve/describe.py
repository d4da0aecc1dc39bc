"""From a group to an entity: its type, its name, and why each surface form belongs to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator

from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.names import name_key
from kg.resolution import Entity, Merge, Reason
from kg.resolve.affixes import base_name
from kg.resolve.groups import Group, Use
from kg.resolve.keys import Keys
from kg.resolve.occurrences import Place
from kg.resolve.unionfind import SCORES

__all__ = ["describe", "from_term"]

_MARKUP = re.compile(r"[$\\\"“”]|['’]s$")
_ORDER = {entity_type: rank for rank, entity_type in enumerate(EntityType)}
_NAMED = (EntityType.METHOD, EntityType.MODEL, EntityType.DATASET)


def describe(group: Group, keys: Keys, lexicon: Lexicon) -> Entity:
    """Make the entity of a group; its links to other entities are added later."""
    term = lexicon.terms[group.term_id] if group.term_id else None
    typed = {(occurrence.arxiv_id, occurrence.type) for occurrence in group.found}
    counts = _type_counts(typed)
    entity_type = group.type or (term.type if term else counts[0][0])
    name = group.name or (term.name if term else _best_name(group, entity_type))
    return Entity(
        key=keys.key,
        type=entity_type,
        name=name,
        merges=tuple(_merges(group, name, term)),
        alias_keys=keys.alias_keys,
        type_counts=counts,
        papers=len({arxiv_id for arxiv_id, _ in typed}),
        lexicon_id=group.term_id,
        better=term.better if term else None,
        unit=term.unit if term else None,
        fraction=term.fraction if term else False,
    )


def from_term(term: Term) -> Entity:
    """Make the entity of a term that no paper names.

    >>> from_term(Term("llama", "Llama", EntityType.MODEL, ("LLaMA",))).aliases
    ('LLaMA',)
    """
    return Entity(
        key=term.id,
        type=term.type,
        name=term.name,
        merges=tuple(sorted(_unseen(term, set()), key=lambda merge: merge.surface)),
        lexicon_id=term.id,
        better=term.better,
        unit=term.unit,
        fraction=term.fraction,
    )


def _type_counts(typed: Collection[tuple[str, EntityType]]) -> tuple[tuple[EntityType, int], ...]:
    """Count the papers for each type, the most first, equals in the order of EntityType."""
    if len(typed) == 1:
        return tuple((entity_type, 1) for _, entity_type in typed)
    counts: dict[EntityType, int] = {}
    for _, entity_type in typed:
        counts[entity_type] = counts.get(entity_type, 0) + 1
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], _ORDER[item[0]])))


def _best_name(group: Group, entity_type: EntityType) -> str:
    """Choose the surface form in most papers; of equals the better printed, then the earliest."""
    if len(group.uses) == 1:
        return group.uses[0].name.surface
    papers: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Place] = {}
    for use in [use for use in group.uses if use.is_own] or group.uses:
        surface = use.name.surface
        papers[surface].add(use.arxiv_id)
        first[surface] = min(first.get(surface, use.name.place), use.name.place)
    most = max(map(len, papers.values()))
    names = [name for name in papers if len(papers[name]) == most]
    if len(names) == 1:
        return names[0]
    return min(names, key=lambda name: (_flaws(name, entity_type), first[name], name))


def _flaws(name: str, entity_type: EntityType) -> int:
    """Count what makes a spelling a worse name: a tail, mark-up, a genitive, unlucky case."""
    letters = [character for character in name if character.isalpha()]
    flaws = 2 * (base_name(name) is not None) + 2 * (_MARKUP.search(name) is not None)
    # A proper name has capitals, but not only, unless it is short; a measure or a task has them in headings alone.
    if entity_type in _NAMED:
        return flaws + 2 * (name == name.lower()) + (len(letters) > 5 and name == name.upper())
    return flaws + (" " in name and name == name.title())


def _merges(group: Group, name: str, term: Term | None) -> Iterator[Merge]:
    if term is None and len(group.uses) == 1 and group.uses[0].name.surface == name:
        reason = _reason(group.uses[0], name, None, ())
        yield Merge(name, reason, SCORES[reason], 1)  # most things have one name, in one paper
        return
    papers: dict[str, set[str]] = {}
    reasons: dict[str, Reason] = {}
    keys = frozenset(map(name_key, term.names if term else (name,)))
    for use in group.uses:
        surface = use.name.surface
        reason = _reason(use, name, term, keys)
        if surface in papers:
            papers[surface].add(use.arxiv_id)
            reasons[surface] = max(reasons[surface], reason, key=_sureness)
        else:
            papers[surface] = {use.arxiv_id}
            reasons[surface] = reason
    found = [Merge(surface, best, SCORES[best], len(papers[surface])) for surface, best in reasons.items()]
    unseen = _unseen(term, set(papers)) if term else ()
    yield from sorted([*found, *unseen], key=lambda merge: (-merge.papers, merge.surface))


def _sureness(reason: Reason) -> tuple[float, str]:
    return SCORES[reason], reason


def _reason(use: Use, name: str, term: Term | None, keys: Collection[str]) -> Reason:
    surface = use.name.surface
    # That a name stands alone since somebody said so tells more than that it is one.
    if use.reason is Reason.SPLIT:
        return Reason.SPLIT
    if surface == name:
        return Reason.NAME
    if use.reason is Reason.OVERRIDE:
        return Reason.OVERRIDE
    if term and surface in term.aliases:
        return Reason.LEXICON
    return Reason.KEY if name_key(surface) in keys else use.reason


def _unseen(term: Term, seen: set[str]) -> Iterator[Merge]:
    """Give the names that only the lexicon knows."""
    for surface in dict.fromkeys(term.names):
        if surface not in seen:
            reason = Reason.NAME if surface == term.name else Reason.LEXICON
            yield Merge(surface, reason, SCORES[reason], 0)
