"""Names that no lexicon knows: found by their form, typed by form, context and their neighbours in a list."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc

from kg.extract.annotations import Candidate
from kg.extract.kinds import Votes, by_context, by_form
from kg.extract.words import Words
from kg.model import EntityType, Span

__all__ = ["NameFinder"]

_LETTERS = r"[^\W_]"
# One word of a name: GPT-4o, F1@k, C++, AIME’24.
_TOKEN = rf"{_LETTERS}+(?:[-_@.]{_LETTERS}+|['’](?=\d){_LETTERS}+)*[+*]*"
# A further word that is a version, a size or a year: "v1.5", "70B", "2024", and no measured number.
_NUMBER = r"(?:v?\d(?:\.\d)?[a-zA-Z]?|\d+(?:\.\d+)?[BM]|20[12]\d)(?![\w.]*[%x×\w])"
# A further word that names an edition: "Claude Sonnet", "Gemini Flash".
_EDITION = (
    r"(?:[Mm]ini|Pro|Flash|Turbo|Sonnet|Opus|Haiku|Large|Instruct|Preview|Thinking|XL|Coder|Math|Chat|Verified|Diamond|Lite|"
    r"Hard|Plus|Bench|Nemo)\b"
)
_NAME = re.compile(rf"(?:[A-Z]{_LETTERS}+\s{_NUMBER}|{_TOKEN})(?:\s(?:{_NUMBER}|{_EDITION}))*")
_EDITED = re.compile(rf"\A[A-Z][a-z]+(?:\s{_EDITION})+\Z")
# A word of a name in title case: "Chain", "Fine-Grained".
_WORD = r"[A-Z][\w’']*(?:-[A-Za-z]\w*){0,4}"
# Such words, with little ones between: "Chain of Thought", "Massive Multitask Language Understanding".
_PHRASE = re.compile(rf"(?<![\w-]){_WORD}(?:\s(?:(?:of|for|to|the|in|from|by)\s){{0,2}}{_WORD}){{1,7}}")
# Numbers with a unit, which are no names: "512x512", "8 GB", "100K-sample".
_BARE = re.compile(r"(?:\w+\s)?[\d.,x-]*\d[\d.,x-]*\s?(?:[BMKTGkmx]|GB|MB|TB|D|DoF|bit|px|p|st|nd|rd|th)?(?:-\w+)*\Z")
# Words that a title or the start of a sentence explains: "Learning", "Fine-tuning".
_TITLE_CASE = re.compile(r"(?:[A-Z]?[a-z]+-)*[A-Z]?[a-z]+\Z")
# What hangs on a name and is not part of it: "GPT-4-based", "CLIP-guided".
_TAIL = re.compile(
    r"-(?:based|style|like|trained|tuned|powered|driven|generated|guided|level|free|enhanced|aware|specific|assisted|"
    r"augmented|derived|optimized|equipped|inspired|compatible|and|only|to|scale|family|as|series|produced|calculated|"
    r"selected|repurposed|oriented|type|enabled|integrated|finetuned|distilled|initialized|adapted|conditioned|"
    r"conditional|compressed|augmentation|related|centric|length|sample)\b.*\Z"
)
# What stands between two names of one list: ", ", " and the ", " (ours), and ", "/".
_JOINT = re.compile(
    r"(?:\s?\([^()]{1,60}\))?(?:\s?,\s?(?:and\s|or\s|as well as\s)?|\s(?:and|or|&)\s|/|\s\+\s)(?:the\s)?\Z"
)
_SHAPE, _PHRASE_SHAPE = 0.45, 0.42
_CLASS_DOUBT = 0.12
_SHORTEST, _LONGEST = 3, 80


class NameFinder:
    """Adds to `doc._.kg_candidates` what looks like a proper name."""

    def __init__(self, words: Words) -> None:
        self._classes = words.of("class")

    def __call__(self, doc: Doc) -> Doc:
        """Propose names."""
        text: str = doc.text
        for part in doc._.kg_body:
            in_title = part.start < doc._.kg_title_end
            found = list(self._names(text, part))
            votes = [_votes(text, span, part) for span, _ in found]
            shared = _shared(text, [span for span, _ in found], votes)
            for (span, score), own in zip(found, shared, strict=True):
                if in_title and score < _SHAPE:
                    continue
                doc._.kg_candidates.extend(_candidates(span, score, own))
        return doc

    def _names(self, text: str, part: Span) -> Iterator[tuple[Span, float]]:
        reached = part.start
        phrases = {m.start(): m.end() for m in _PHRASE.finditer(text, part.start, part.end)}
        for match in _NAME.finditer(text, part.start, part.end):
            start = match.start()
            if start < reached or len(match.group()) > _LONGEST:
                continue
            if start in phrases and start > part.start and self._is_phrase(text[start : phrases[start]]):
                reached = phrases[start]
                yield Span(start, reached), _PHRASE_SHAPE
                continue
            name = self._without_false_edition(_TAIL.sub("", match.group()).rstrip("-"))
            if self._is_name(name):
                reached = start + len(name)
                yield Span(start, reached), _PHRASE_SHAPE if _TITLE_CASE.match(name) else _SHAPE

    def _without_false_edition(self, name: str) -> str:
        head, _, rest = name.partition(" ")
        return head if rest and not rest.lstrip("v")[:1].isdigit() and not self._is_name(head) else name

    def _is_phrase(self, phrase: str) -> bool:
        return not all(self._is_class(word) for word in phrase.split())

    def _is_class(self, word: str) -> bool:
        folded = word.casefold()
        return folded in self._classes or folded.removesuffix("s") in self._classes

    def _is_name(self, name: str) -> bool:
        """Say whether a token is written as only names are: with capitals inside, or a capital and a digit."""
        told = [p for p in re.split(r"[-_\s]", name) if p and not p.islower()]
        if len(name) < _SHORTEST or not told or all(map(self._is_class, told)):
            return False
        if _BARE.match(name) or _EDITED.match(name):
            return False
        capitals = sum(c.isupper() for c in name)
        return capitals >= 1 and (any(c.isdigit() for c in name) or name[1:] != name[1:].lower())


def _votes(text: str, span: Span, part: Span) -> Votes:
    votes = by_context(text, span, part)
    for entity_type, weight in by_form(text[span.start : span.end]).items():
        votes[entity_type] += weight
    return votes


def _shared(text: str, spans: list[Span], votes: list[Votes]) -> list[Votes]:
    """Give the names of a list ("A, B and C") the votes of each other, at a discount."""
    chains: list[list[int]] = [[i] for i in range(min(1, len(spans)))]
    for number, (one, other) in enumerate(pairwise(spans), start=1):
        if _JOINT.match(text, one.end, other.start) and other.start - one.end < 80:
            chains[-1].append(number)
        else:
            chains.append([number])
    shared: list[Votes] = []
    for chain in chains:
        total: Votes = defaultdict(float)
        for number in chain:
            for entity_type, weight in votes[number].items():
                total[entity_type] += weight
        for number in chain:
            own: Votes = defaultdict(float, votes[number])
            for entity_type, weight in total.items():
                own[entity_type] += 0.7 * (weight - votes[number].get(entity_type, 0.0)) / max(1, len(chain) - 1)
            shared.append(own)
    return shared


def _candidates(span: Span, score: float, votes: Votes) -> Iterator[Candidate]:
    """Yield the candidate of the likeliest type; Method when nothing speaks for any."""
    best = max(votes, key=lambda t: (votes[t], t), default=EntityType.METHOD)
    weight = votes.get(best, 0.0)
    if score < _SHAPE and best is EntityType.MODEL:
        score -= _CLASS_DOUBT
    yield Candidate(span, best, min(0.85, score + 0.15 * weight), "form")
