"""Noun phrases that name a measure or a task: a known head noun with known words before it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Doc

from kg.extract.annotations import Candidate
from kg.extract.words import Words
from kg.model import EntityType, Span

__all__ = ["PhraseFinder"]

_WORD = re.compile(r"[^\W_]+(?:[-/@’'][^\W_]+)*")
_MOST_MODIFIERS = 4
_WORDS = r"\s(?:[a-z-]+\s)"
# A number before a measure: "3.5% higher accuracy".
_MEASURED_BEFORE = re.compile(rf"\d(?:\.\d+)?\s?(?:%|x|×|points?|ms|GB|dB)?\)?{_WORDS}{{0,3}}\Z")
# A number behind a measure: "accuracy of 93", "latency (ms) improves to 12".
_MEASURED_AFTER = re.compile(
    r"(?:\s\([^()]{1,20}\))?\s(?:scores?\s)?"
    r"(?:of|by|to|from|is|was|at|\(|reach\w+|improve\w*|increase\w*|reduc\w+)\s?(?:[a-z-]+\s){0,3}\(?[+-]?\d"
)
# A word of change or of measuring before it: "reduces the latency", "in terms of accuracy".
_VERB_BEFORE = re.compile(
    r"\b(?:reduc\w+|improv\w+|lower\w*|increas\w+|higher|better|faster|achiev\w+|maintain\w*|boost\w*|decreas\w+|"
    rf"cut\w*|measur\w+|in terms of|metrics? (?:such as|like|including)|and|,){_WORDS}{{0,2}}\Z"
)
# What leads up to a task: "for image generation", "tasks such as the translation".
_FOR_BEFORE = re.compile(
    r"\b(?:for|tasks? of|of|in|on|tasks? (?:such as|like|including)|improv\w+|enhanc\w+|address\w*|advanc\w+|"
    r"enabl\w+|perform\w*|problem of|challenges? (?:in|of))\s(?:the\s)?\Z"
)
# What follows one: "object detection tasks", "reasoning abilities".
_TASK_AFTER = re.compile(r"\s(?:tasks?|problems?|benchmarks?|capabilit\w+|abilit\w+|methods?|models?|systems?)\b")


class PhraseFinder:
    """Adds measures and tasks that the lexicon lacks to `doc._.kg_candidates`."""

    def __init__(self, words: Words) -> None:
        self._generic = words.of("generic")
        self._kinds = {
            EntityType.METRIC: (words.of("metric-head"), words.of("metric-modifier")),
            EntityType.TASK: (words.of("task-head"), words.of("task-modifier")),
        }

    def __call__(self, doc: Doc) -> Doc:
        """Propose measures and tasks."""
        text: str = doc.text
        for part in doc._.kg_body:
            in_title = part.start < doc._.kg_title_end
            for span, entity_type in self._phrases(text, part):
                score = _score(text, span, part, entity_type, in_title=in_title)
                doc._.kg_candidates.append(Candidate(span, entity_type, score, "phrase"))
        return doc

    def _phrases(self, text: str, part: Span) -> Iterator[tuple[Span, EntityType]]:
        words = list(_WORD.finditer(text, part.start, part.end))
        for number, word in enumerate(words):
            for entity_type, (heads, modifiers) in self._kinds.items():
                head = word.group().casefold()
                last = head.rsplit("-", 1)[-1]
                if head not in heads and last not in heads:
                    continue
                start = self._reach_back(text, words, number, modifiers)
                if start < number or (last != head and entity_type is EntityType.TASK):
                    yield Span(words[start].start(), word.end()), entity_type

    def _reach_back(self, text: str, words: list[re.Match[str]], number: int, modifiers: frozenset[str]) -> int:
        start = number
        while start > 0 and number - start < _MOST_MODIFIERS:
            before = words[start - 1]
            if text[before.end() : words[start].start()] != " " or before.group().casefold() not in modifiers:
                break
            start -= 1
        while start < number and words[start].group().casefold() in self._generic:
            start += 1
        return start


def _score(text: str, span: Span, part: Span, entity_type: EntityType, *, in_title: bool) -> float:
    before = text[max(part.start, span.start - 60) : span.start]
    after = text[span.end : min(part.end, span.end + 50)]
    if entity_type is EntityType.METRIC:
        measured = bool(_MEASURED_BEFORE.search(before)) or bool(_MEASURED_AFTER.match(after))
        return 0.7 if measured else 0.35 if _VERB_BEFORE.search(before) else 0.2
    if in_title:
        return 0.5
    return 0.5 if _FOR_BEFORE.search(before) or _TASK_AFTER.match(after) else 0.3
