"""The lexicon matcher: finds the terms of the lexicon in the body of a text."""

from __future__ import annotations

import re

from spacy.tokens import Doc

from kg.extract.annotations import Candidate
from kg.extract.pieces import KeyMatcher, pieces, stretch_key
from kg.extract.words import Words
from kg.lexicon import Lexicon, Term
from kg.model import Span

__all__ = ["LexiconMatcher", "is_bound"]

_SCORE = 0.8
_SCORE_IN_CONTEXT = 0.7
_SCORE_WEAK = 0.2
_TINY, _SHORT = 3, 5
_ORDINARY = 7
_COMMON_ENDS = frozenset(
    {"based", "style", "like", "trained", "tuned", "finetuned", "powered", "driven", "generated"}
    | {"guided", "inspired", "level", "free", "only", "enhanced", "aware", "specific", "assisted"}
    | {"augmented", "compatible", "optimized", "derived", "distilled", "to", "equipped", "initialized", "type"}
    | {"aligned", "conditioned", "class", "scale", "family", "era", "wise", "and", "or"}
    | {"score", "scores"}
)

# What is glued to the front of a stretch: the "Math" of "Math-Llama".
_HEAD = re.compile(r"([^\W_]+)[-_]\Z")
_PREFIXES = frozenset(("non", "pre", "post"))
# What is glued to its end: the "based" of "CLIP-based".
_TAIL = re.compile(r"[-_]([^\W_]+)")


class LexiconMatcher:
    """Adds a candidate to `doc._.kg_candidates` for every place where a term of the lexicon stands."""

    def __init__(self, lexicon: Lexicon, words: Words | None = None) -> None:
        self._matcher: KeyMatcher[tuple[tuple[str, Term], ...]] = KeyMatcher(_by_key(lexicon))
        self._weak = words.of("weak") if words is not None else frozenset()

    def __call__(self, doc: Doc) -> Doc:
        """Propose the lexicon's terms."""
        text: str = doc.text
        licensed: dict[str, bool] = {}
        for run in pieces(text, doc._.kg_body):
            reached = 0
            for span, names in self._matcher.find(text, run):
                if span.end <= reached or not is_bound(text, span):
                    continue
                term = next((t for n, t in names if _same_case(n, text[span.start : span.end])), None)
                if term is None:
                    continue
                if term.id not in licensed:
                    licensed[term.id] = term.is_licensed(text)
                if licensed[term.id]:
                    reached = span.end
                    doc._.kg_candidates.append(Candidate(span, term.type, self._score(term), "lexicon"))
        return doc

    def _score(self, term: Term) -> float:
        if term.name.casefold() in self._weak:
            return _SCORE_WEAK
        return _SCORE_IN_CONTEXT if term.context else _SCORE


def _by_key(lexicon: Lexicon) -> dict[str, tuple[tuple[str, Term], ...]]:
    table: dict[str, tuple[tuple[str, Term], ...]] = {}
    for term in lexicon:
        for name in term.names:
            key = stretch_key(name)
            table[key] = (*table.get(key, ()), (name, term))
    return table


def _same_case(name: str, found: str) -> bool:
    """Say whether a stretch is written as a name is: short acronyms exactly, proper names with a capital.

    >>> _same_case("DROP", "drop"), _same_case("ImageNet", "IMAGENET"), _same_case("LoRA", "LoRAs")
    (False, True, True)
    """
    if name.islower() or (" " in name and len(name) > 2 * _SHORT):
        return True
    if len(name) <= _SHORT and name.isalpha():
        return found in (name, name + "s", name.upper(), name + "es")
    if len(name) > _TINY and any(character.isdigit() for character in name):
        return True
    capitals = sum(character.isupper() for character in found)
    return capitals >= (2 if len(name) <= _ORDINARY and sum(c.isupper() for c in name) > 1 else 1)


def is_bound(text: str, span: Span) -> bool:
    """Say whether a stretch is a name by itself, not a part of a longer one.

    >>> is_bound("Qwen2.5-VL-7B", Span(0, 10)), is_bound("CLIP-based", Span(0, 4))
    (False, True)
    """
    before, after = text[max(0, span.start - 20) : span.start], text[span.end : span.end + 16]
    if before.endswith("@") or (after[:1] == "@" and after[1:2].isalnum()):
        return False
    head = _HEAD.search(before)
    plain = text[span.start : span.end].islower()
    if head and head.group(1).casefold() not in _PREFIXES and (plain or not head.group(1).islower()):
        return False
    tail = _TAIL.match(after)
    return tail is None or tail.group(1).casefold() in _COMMON_ENDS
