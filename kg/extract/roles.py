"""Roles: what an entity does in the paper, by the words around its mentions."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Doc

from kg.extract.annotations import DocEntity
from kg.model import EntityType, Role, Span

__all__ = ["RoleAssigner"]

_REST = r"\s[^.;]{0,60}\Z"
# "we introduce B", "a framework called B", "our B".
_PROPOSED_BEFORE = re.compile(
    r"\b(?:introduc\w+|propos\w+|present(?:s|ed|ing)?|develop(?:s|ed|ing)?|releas\w+|creat(?:es|ed|ing)|"
    r"construct(?:s|ed)|called|named|termed|dubbed|novel|new|our|contribut\w+|built|build|curat\w+|design(?:s|ed))"
    r"\s[^.;]{0,70}\Z"
)
# "B is a", "B, a novel method", "B outperforms".
_PROPOSED_AFTER = re.compile(
    r"[\"”]?(?:\s\([^()]{1,40}\))?(?:\sis\s(?:an?|the)\s|,\s(?:an?|the|our)\s(?:novel|new|[\w-]+)\s|"
    r"\s(?:achieves?|outperforms?|introduces?|surpasses|demonstrates?|improves?|attain(?:s|ed)|achieved|outperformed|"
    r"reduces?|employs?|leverages?|consists|enables?|uses|addresses)\b)"
)
# "outperforms B", "compared with the existing B".
_COMPARED = re.compile(
    r"\b(?:than|outperform\w*|surpass\w*|exceed\w*|over|beat\w*|versus|vs\.?|compar\w+|baselines?|unlike|against|"
    r"rival\w*|match\w*|competitive with|relative to|on par with|state-of-the-art|existing|prior|previous|"
    rf"alternatives?){_REST}"
)
# "using B", "built on top of B", "fine-tuned from B".
_USED = re.compile(
    r"\b(?:us(?:es|ing|ed)|via|with|employ\w*|leverag\w*|through|appl(?:y|ies|ied|ying)|based on|built (?:up)?on|"
    r"builds? on|fine-?tun\w+|train\w*|initializ\w+|combin\w+|integrat\w+|incorporat\w+|adopt\w*|utiliz\w+|by|"
    rf"pre-?trained|backbone|distill\w*|adapt\w*|extend\w*|frozen|from){_REST}"
)
# "on B", "evaluated with B", "experiments over B".
_EVALUATED = re.compile(rf"\b(?:on|across|evaluat\w+|benchmark\w*|test\w*|assess\w*|experiments?){_REST}")
# "trained on B", "derived mostly from B": data sets that are an input.
_TRAINED_ON = re.compile(
    r"\b(?:(?:pre-?)?train\w*|fine-?tun\w+|sourced|derived|collected|built)\s(?:\w+\s){0,3}(?:on|using|from|with)"
    r"\s[^.;]{0,40}\Z"
)
_WINDOW = 100


class RoleAssigner:
    """Gives the methods, models and datasets of `doc._.kg_entities` their roles."""

    def __call__(self, doc: Doc) -> Doc:
        """Assign the roles."""
        titled = {c.span for c in doc._.kg_candidates if c.source == "title"}
        entities: list[DocEntity] = doc._.kg_entities
        study = any(e.type is EntityType.DATASET and titled.intersection(e.spans) for e in entities)
        text: str = doc.text
        doc._.kg_entities = [
            replace(e, role=_role(text, e, titled=bool(titled.intersection(e.spans)), study=study))
            if e.type.has_role
            else e
            for e in entities
        ]
        return doc


def _role(text: str, entity: DocEntity, *, titled: bool, study: bool) -> Role:
    if titled:
        return Role.PROPOSED
    scores = dict.fromkeys(Role, 0.0)
    scores[_usual(entity.type, study=study)] = 0.8
    for span in entity.spans:
        _count(text, span, entity.type, scores)
    return max(scores, key=lambda r: scores[r])


def _usual(entity_type: EntityType, *, study: bool) -> Role:
    if entity_type is EntityType.DATASET:
        return Role.EVALUATED
    if entity_type is EntityType.MODEL and study:
        return Role.EVALUATED
    return Role.USED


def _count(text: str, span: Span, entity_type: EntityType, scores: dict[Role, float]) -> None:
    before = text[max(0, span.start - _WINDOW) : span.start].rpartition("\n")[2].rpartition(". ")[2]
    after = text[span.end : span.end + _WINDOW]
    if _PROPOSED_BEFORE.search(before):
        scores[Role.PROPOSED] += 1.0
    if _PROPOSED_AFTER.match(after) and len(before) < 30:
        scores[Role.PROPOSED] += 0.8
    if entity_type is EntityType.DATASET:
        if _TRAINED_ON.search(before):
            scores[Role.USED] += 1.0
        elif _EVALUATED.search(before):
            scores[Role.EVALUATED] += 0.7
        return
    if _COMPARED.search(before):
        scores[Role.COMPARED] += 1.0
    elif _USED.search(before):
        scores[Role.USED] += 0.7
