"""What the components of the pipeline write on a spaCy `Doc`, and the extension attributes they use.

Offsets count code points of the doc's text (title, newline, summary), half-open. Reading this module
registers the extensions, once:

    doc._.kg_body        list of `Span`: the stretches that count (title and summary without left-out parts)
    doc._.kg_title_end   int: where the title ends in the doc's text; -1 when it has no title
    doc._.kg_candidates  list of `Candidate`: what any component proposes; `kg_entities_v1` alone decides
    doc._.kg_pairs       list of `AcronymPair`: acronyms with their expansions
    doc._.kg_entities    list of `DocEntity`: the paper's entities
    doc._.kg_results     list of results, filled by `kg_results_v1`
    doc.spans["kg_sentences"]  the sentences of the body
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Doc

from kg.model import EntityType, Role, Span

__all__ = ["SENTENCES", "AcronymPair", "Candidate", "DocEntity", "register"]

SENTENCES = "kg_sentences"
"""The key of `doc.spans` that holds the sentences of the body."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A typed stretch of text that a component takes for an entity, with how sure it is (0 to 1).

    `source` names the evidence, such as "lexicon" or "title". This is the seam for a trained tagger: it
    appends its own candidates and `kg_entities_v1` weighs them against the others.
    """

    span: Span
    type: EntityType
    score: float
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


def register() -> None:
    """Register the extension attributes on `Doc`; doing so again changes nothing."""
    for name, default in _DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


_DEFAULTS: dict[str, Sequence[object] | int] = {
    "kg_body": [],
    "kg_candidates": [],
    "kg_entities": [],
    "kg_pairs": [],
    "kg_results": [],
    "kg_title_end": -1,
}

register()
