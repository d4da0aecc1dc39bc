"""The entities of a paper: candidates merged, typed, and found again wherever they stand."""

from __future__ import annotations

import re

from spacy.tokens import Doc
from spacy.util import filter_spans

from kg.extract.annotations import DocEntity
from kg.extract.lexicon_matcher import is_bound
from kg.extract.merging import Group, group_candidates
from kg.extract.pieces import KeyMatcher, pieces, stretch_key
from kg.extract.words import Words
from kg.model import EntityType, Span

__all__ = ["EntityMerger"]

_TRUSTED = ("lexicon", "title")
# Keys (see `stretch_key`) that end in the word for a class: "diffusion language model", "web agents".
_CLASS_PHRASE = re.compile(
    r"(?:languagemodel|languageagent|diffusionmodel|reasoningmodel|actionmodel|useagent|agents?)\Z"
)


class EntityMerger:
    """Decides over `doc._.kg_candidates`; writes `doc._.kg_entities` and `doc.ents`.

    A thing counts when its confidence reaches `threshold` (0 to 1).
    """

    def __init__(self, threshold: float, words: Words) -> None:
        self._threshold = threshold
        self._classes = {stretch_key(word) for word in words.of("class")}

    def __call__(self, doc: Doc) -> Doc:
        """Merge the candidates of a doc."""
        text: str = doc.text
        groups = [
            group
            for group in group_candidates(text, doc._.kg_candidates, doc._.kg_pairs)
            if group.score(group.type) >= self._threshold and not self._is_class(group)
        ]
        spans = _occurrences(text, doc, groups)
        doc._.kg_entities = [
            _entity(text, group, spans[number]) for number, group in enumerate(groups) if spans[number]
        ]
        doc.ents = filter_spans(
            [
                found
                for entity in doc._.kg_entities
                for span in entity.spans
                if (found := doc.char_span(span.start, span.end, entity.type.value, alignment_mode="expand"))
            ]
        )
        return doc

    def _is_class(self, group: Group) -> bool:
        """Say whether a group names a class of things: "LLMs", "diffusion language models (DLMs)"."""
        if self._classes & group.keys:
            return True
        known = any(source in _TRUSTED for _, source in group.best)
        return not known and len(group.keys) > 1 and any(_CLASS_PHRASE.search(key) for key in group.keys)


def _entity(text: str, group: Group, spans: list[Span]) -> DocEntity:
    entity_type = group.type
    confidence = round(min(group.score(entity_type), 0.99), 2)
    return DocEntity(entity_type, _names(text, spans, entity_type), None, tuple(spans), confidence)


def _names(text: str, spans: list[Span], entity_type: EntityType) -> tuple[str, ...]:
    """Return the distinct surface forms: the most frequent first, then the earliest."""
    counts: dict[str, int] = {}
    for span in spans:
        name = text[span.start : span.end]
        counts[name] = counts.get(name, 0) + 1
    order = {name: number for number, name in enumerate(counts)}
    plain = not entity_type.has_role
    return tuple(sorted(counts, key=lambda n: (plain and n != n.lower(), -counts[n], order[n])))


def _occurrences(text: str, doc: Doc, groups: list[Group]) -> list[list[Span]]:
    """Find all places of all groups in the body: the longest first, none overlapping."""
    matcher = KeyMatcher({key: number for number, group in enumerate(groups) for key in sorted(group.keys)})
    lower = {c.span.start for c in doc._.kg_candidates if text[c.span.start : c.span.end].islower()}
    proper = [group.first not in lower for group in groups]
    found = [
        (span, number)
        for run in pieces(text, doc._.kg_body)
        for span, number in matcher.find(text, run)
        if is_bound(text, span) and not (proper[number] and _is_plain(text[span.start : span.end]))
    ]
    found.sort(key=lambda item: (item[0].start - item[0].end, item[0].start, item[1]))
    taken = bytearray(len(text))
    spans: list[list[Span]] = [[] for _ in groups]
    for span, number in found:
        if not any(taken[span.start : span.end]):
            taken[span.start : span.end] = b"\1" * (span.end - span.start)
            spans[number].append(span)
    return [sorted(group) for group in spans]


def _is_plain(name: str) -> bool:
    return name.islower() and " " not in name and not any(c.isdigit() for c in name)
