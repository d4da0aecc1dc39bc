"""The title prior: in "Name: what it does", the name is what the paper proposes."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.extract.annotations import Candidate
from kg.extract.kinds import Votes, by_context, by_form, noun_type
from kg.extract.pieces import KeyMatcher, pieces, stretch_key
from kg.model import EntityType, Span

__all__ = ["TitlePrior"]

# "ShadowKV: KV cache in shadows", "Low-Rank Adaptation (LoRA) – how": what stands before the colon or dash.
_HEAD = re.compile(
    r"\A(?:The\s)?(?P<name>[^\s:—–][^:—–\n]{1,60}?)(?:\s\((?P<short>[\w+-]{2,15})\))?\s?(?::|\s[—–-]\s)\s?(?=\S)"
)
# Words that begin a title and no name: "Towards Better Agents: ...".
_NOT_NAMES = re.compile(
    r"\A(?:On|In|To|From|Towards?|Beyond|How|What|When|Why|Where|Can|Do|Does|Is|Are|Learning|Rethinking|Exploring|"
    r"Understanding|A|An|Improving|Scaling|Unlocking|Revisiting|Training|Evaluating|Building|Making|Enhancing)\b"
)
_MOST_WORDS = 4
_SCORE, _SCORE_ONCE, _SCORE_PLAIN = 0.85, 0.6, 0.7
_TITLE_NOUN = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class TitlePrior:
    """Adds the name that a title begins with to `doc._.kg_candidates`, wherever it stands in the text."""

    def __call__(self, doc: Doc) -> Doc:
        """Propose the title's name."""
        text, title_end = doc.text, doc._.kg_title_end
        match = _HEAD.match(text[:title_end])
        if match is None or not _is_name(match.group("name")):
            return doc
        head = Span(*match.span("name"))
        matcher = KeyMatcher({stretch_key(text[head.start : head.end]): True})
        places = [
            (span, part)
            for part, run in zip(doc._.kg_body, pieces(text, doc._.kg_body), strict=True)
            for span, _ in matcher.find(text, run)
            if span.end <= head.end or any(c.isupper() for c in text[span.start : span.end])
        ]
        if len(places) < 2 and not _is_mixed(text[head.start : head.end]):
            return doc
        entity_type = _title_type(text, head, title_end, places)
        score = (_SCORE if _is_mixed(match.group("name")) else _SCORE_PLAIN) if len(places) > 1 else _SCORE_ONCE
        doc._.kg_candidates.extend(Candidate(span, entity_type, score, "title") for span, _ in places)
        return doc


def _is_name(name: str) -> bool:
    words = name.split()
    return len(words) <= _MOST_WORDS and not (_NOT_NAMES.match(name) and len(words) > 1) and not name.endswith("?")


def _is_mixed(name: str) -> bool:
    """Say whether a name is written as only names are: a capital or a digit inside a word."""
    return any(c.isupper() or c.isdigit() for word in name.split() for c in word[1:])


def _title_type(text: str, head: Span, title_end: int, places: list[tuple[Span, Span]]) -> EntityType:
    votes: Votes = by_form(text[head.start : head.end])
    for span, part in places:
        for entity_type, weight in by_context(text, span, part).items():
            votes[entity_type] += weight
    for word in _TITLE_NOUN.findall(text[head.end : title_end]):
        entity = noun_type(word)
        if entity is not None and entity is not EntityType.METRIC:
            votes[entity] += 1.2 if entity is EntityType.DATASET else 0.3
    votes.pop(EntityType.METRIC, None)
    votes[EntityType.METHOD] += 0.5
    return max(votes, key=lambda t: (votes[t], t))
