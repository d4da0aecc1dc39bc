"""Links between entities: variants to their families, narrower terms to broader ones; never in a circle."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from kg.names import name_key
from kg.resolution import Entity, Reason
from kg.resolve.describe import from_term
from kg.resolve.family import relatives
from kg.resolve.heads import Heads

__all__ = ["link"]

_FAMILIES = {
    EntityType.METHOD: (EntityType.METHOD, EntityType.MODEL),
    EntityType.MODEL: (EntityType.MODEL, EntityType.METHOD),
    EntityType.DATASET: (EntityType.DATASET,),
}


def link(entities: Iterable[Entity], lexicon: Lexicon, heads: Heads) -> tuple[Entity, ...]:
    """Add variant_of and broader to entities, and the terms that only a link leads to; sorted by key.

    The lexicon's own parent counts; for what it gives none, the family grammar, where it leads to something
    that papers or the lexicon know; then the head of a phrase, where that is a term of the lexicon.
    """
    known = {entity.key: entity for entity in sorted(entities, key=lambda entity: entity.key)}
    names = _names(known)
    parents: dict[str, str] = {}
    broader: dict[str, str] = {}
    waiting = list(known.values())
    while waiting:
        entity = waiting.pop()
        parent, is_family = _parent(entity, names, known, lexicon, heads)
        if parent is None:
            continue
        (parents if is_family else broader)[entity.key] = parent
        if parent not in known:
            known[parent] = from_term(lexicon.terms[parent])
            waiting.append(known[parent])
    above = _without_circles(parents | broader)
    return tuple(_linked(known[key], above.get(key), is_broader=key in broader) for key in sorted(known))


def _linked(entity: Entity, above: str | None, *, is_broader: bool) -> Entity:
    if above is None:
        return entity
    return replace(entity, broader=above) if is_broader else replace(entity, variant_of=above)


def _names(entities: Mapping[str, Entity]) -> dict[str, str]:
    """Return the entity of each name key; the one in most papers where there are several."""
    found: dict[str, str] = {}
    for entity in sorted(entities.values(), key=lambda entity: (-entity.papers, entity.key)):
        for merge in entity.merges:
            # What only its own paper calls a thing leads nowhere from elsewhere.
            if merge.reason is not Reason.PAPER:
                found.setdefault(name_key(merge.surface), entity.key)
    return found


def _parent(
    entity: Entity, names: Mapping[str, str], known: Mapping[str, Entity], lexicon: Lexicon, heads: Heads
) -> tuple[str | None, bool]:
    """Return the key of the entity above one, and whether that is its family (else it is what is broader)."""
    term = lexicon.terms.get(entity.lexicon_id or "")
    if term and term.parent in lexicon.terms:
        is_family = term.type in (EntityType.MODEL, EntityType.DATASET) or _is_version(term, lexicon.terms[term.parent])
        return term.parent, is_family
    family = _family(entity, names, known, lexicon)
    return (family, True) if family else (heads.find(entity), False)


def _is_version(term: Term, parent: Term) -> bool:
    """Say whether a technique is a version of its parent by name, and no kind of it: FlashAttention-2, PruMerge+."""
    keys = set(map(name_key, parent.names))
    return term.type is EntityType.METHOD and any(name_key(name) in keys for name in relatives(term.name, term.type))


def _family(entity: Entity, names: Mapping[str, str], known: Mapping[str, Entity], lexicon: Lexicon) -> str | None:
    """Return the nearest family that the grammar finds and that is there, in papers or in the lexicon."""
    families = _FAMILIES.get(entity.type, ())
    for name in relatives(entity.name, entity.type) if families else ():
        key = names.get(name_key(name))
        if key and key != entity.key and known[key].type in families:
            return key
        terms = [term.id for term in lexicon.find(name) if term.type in families and term.id != entity.key]
        if not key and len(terms) == 1:
            return terms[0]
    return None


def _without_circles(parents: Mapping[str, str]) -> dict[str, str]:
    """Drop, from each circle of parents, the link that starts at its least key."""
    kept = dict(parents)
    done: set[str] = set()
    for start in sorted(parents):
        path: dict[str, None] = {}
        key: str | None = start
        while key is not None and key not in done and key not in path:
            path[key] = None
            key = kept.get(key)
        if key in path:
            trail = list(path)
            del kept[min(trail[trail.index(key) :])]
        done |= path.keys()
    return kept
