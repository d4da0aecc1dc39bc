"""What passes between the steps of the extraction: acronyms, candidates and the entities of a paper."""

from __future__ import annotations

from dataclasses import dataclass

from kg.model import EntityType, Role, Span

__all__ = ["AcronymPair", "Candidate", "DocEntity"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of the text that a component takes for a name; `source` says which evidence that is.

    This is the seam for further taggers: each appends its own candidates, and `kg_judge_v2` weighs them.
    """

    span: Span
    source: str


@dataclass(frozen=True, slots=True)
class AcronymPair:
    """An acronym and its expansion in one text, each where they stand side by side."""

    short: Span
    long: Span


@dataclass(frozen=True, slots=True)
class DocEntity:
    """One entity of a doc: its names, the best first, and every place where it stands."""

    type: EntityType
    names: tuple[str, ...]
    role: Role | None
    spans: tuple[Span, ...]
    confidence: float
