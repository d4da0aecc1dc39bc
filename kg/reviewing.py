"""The doubtful cases of a resolution: what a person's word would settle, best gain first."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.explanations import open_resolution
from kg.names import name_key
from kg.overrides import Override, OverrideKind, read_overrides
from kg.resolution import Entity, Reason, Resolution
from kg.settings import Settings, overrides_path

__all__ = ["Doubt", "doubts"]

_DOUBTFUL = (Reason.NEAR, Reason.MISPRINT, Reason.TAIL, Reason.WORDS)


@dataclass(frozen=True, slots=True)
class Doubt:
    """One question: what is asked, the decision that a yes makes, and how many papers it touches."""

    question: str
    decision: Override
    papers: int


def doubts(*, graph: str | Path = "graph", settings: Settings | None = None) -> list[Doubt]:
    """Return the doubtful cases that no override settles or denies, those that touch the most papers first.

    They are types on which papers differ, names that rules joined less surely, and a name that two things have.
    """
    overrides = read_overrides(overrides_path(Path(graph), settings or Settings()))
    decided = {(one.kind, one.name) for one in overrides}
    denied = {_asked(one.denied) for one in overrides if one.denied}
    resolution = open_resolution(graph)
    found = [*_types(resolution), *_joined(resolution), *_shared_names(resolution)]
    left = [
        doubt
        for doubt in found
        if (doubt.decision.kind, doubt.decision.name) not in decided and _asked(doubt.decision) not in denied
    ]
    return sorted(left, key=lambda doubt: (-doubt.papers, doubt.decision.as_line()))


def _asked(decision: Override) -> tuple[OverrideKind, Collection[str]]:
    """Return what a decision is about, however its names are spelled; of two names, whichever comes first."""
    names = [name_key(name) or name for name in (decision.name, decision.value)]
    return decision.kind, frozenset(names) if decision.kind is OverrideKind.MERGE else tuple(names)


def _types(resolution: Resolution) -> Iterator[Doubt]:
    for entity in resolution.entities:
        counts = {entity_type: papers for entity_type, papers in entity.type_counts if entity_type is not entity.type}
        other = max(counts, key=lambda entity_type: counts[entity_type], default=None)
        # A third of the papers disagree, and no curated term says what it is.
        if other and not entity.lexicon_id and 3 * counts[other] >= entity.papers:
            question = f"{entity.name} is a {entity.type.lower()}. Is it a {other.lower()}?"
            yield Doubt(question, Override(OverrideKind.RETYPE, entity.name, other.value), counts[other])


def _joined(resolution: Resolution) -> Iterator[Doubt]:
    for entity in resolution.entities:
        # The most used come first in merges; from behind, these stay where several spellings have one key.
        spellings = {name_key(merge.surface): merge for merge in reversed(entity.merges)}
        for merge in spellings.values():
            if merge.reason in _DOUBTFUL and merge.surface != entity.name:
                question = f"{merge.surface} counts as {entity.name} ({merge.reason}). Is it another thing?"
                yield Doubt(question, Override(OverrideKind.SPLIT, merge.surface), merge.papers)


def _shared_names(resolution: Resolution) -> Iterator[Doubt]:
    for entity in resolution.entities:
        # Whoever split it off has answered already.
        is_split = any(merge.reason is Reason.SPLIT for merge in entity.merges)
        for other in () if is_split else resolution.find(entity.name):
            if other.name != entity.name and _comes_first(other, entity):
                question = f"{entity.name} ({_said(entity)}) and {other.name} ({_said(other)}): one thing?"
                yield Doubt(question, Override(OverrideKind.MERGE, entity.name, other.name), entity.papers)


def _comes_first(one: Entity, other: Entity) -> bool:
    return (-one.papers, one.key) < (-other.papers, other.key)


def _said(entity: Entity) -> str:
    return f"{entity.type.lower()}, {entity.papers:,} papers"
