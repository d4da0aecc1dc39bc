"""Acronyms and their expansions within one paper, after Schwartz and Hearst (2003), in both orders."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Doc

from kg.extract.things import AcronymPair, Candidate
from kg.model import Span

__all__ = ["AcronymPairer", "acronym_candidates", "acronym_pairs", "expansion_start"]

# "(LoRA)", "(“LoRA”, for short)": an acronym in brackets, behind its expansion.
_SHORT = re.compile(r"\(\s?[\"“]?(?P<short>[^\W_][\w.&+@-]{1,14})[\"”]?(?:,[^()]{0,40})?\s?\)")
# "LoRA (low-rank adaptation)": the other order.
_LONG = re.compile(r"\b(?P<short>[^\W_][\w.&+-]{1,14})\s\((?P<long>[^\W\d_][\w\s,&/'’-]{6,90})\)")
_WORD = re.compile(r"[^\s]+")
# No expansion reaches over these.
_BREAK = re.compile(r"[.;:!?]\s|[,()]\s|\n|[\"“”]")
_INITIAL = re.compile(r"(?<![^\W_])[^\W_]")
# How far before its bracket an expansion may begin, in characters.
_MOST_LONG = 110


class AcronymPairer:
    """Writes every acronym that stands beside its expansion to `doc._.kg_pairs`, and both as candidates."""

    def __call__(self, doc: Doc) -> Doc:
        """Pair acronyms with their expansions in the body."""
        doc._.kg_pairs = acronym_pairs(doc._.kg_reading.text, doc._.kg_body)
        doc._.kg_candidates.extend(acronym_candidates(doc._.kg_pairs))
        return doc


def acronym_pairs(text: str, body: Iterable[Span]) -> list[AcronymPair]:
    """Return the acronyms of some stretches of a text with their expansions.

    >>> text = "It uses Low-Rank Adaptation (LoRA)."
    >>> [text[p.long.start : p.long.end] for p in acronym_pairs(text, [Span(0, len(text))])]
    ['Low-Rank Adaptation']
    """
    return [pair for part in body for pair in _pairs(text, part)]


def acronym_candidates(pairs: Iterable[AcronymPair]) -> list[Candidate]:
    """Return both sides of pairs as candidates."""
    return [Candidate(span, "acronym") for pair in pairs for span in (pair.long, pair.short)]


def _pairs(text: str, part: Span) -> Iterator[AcronymPair]:
    for match in _SHORT.finditer(text, part.start, part.end):
        short = match.group("short")
        if _is_acronym(short):
            start = _expansion(text, part.start, match.start(), short)
            if start is not None:
                long = text[start : match.start()].rstrip()
                yield AcronymPair(Span(*match.span("short")), Span(start, start + len(long)))
    for match in _LONG.finditer(text, part.start, part.end):
        short, long = match.group("short"), match.group("long")
        if _is_acronym(short) and expansion_start(long, short) == 0 and " " in long:
            yield AcronymPair(Span(*match.span("short")), Span(*match.span("long")))


def _is_acronym(short: str) -> bool:
    return sum(c.isupper() for c in short) >= 2 or (short[:1].isupper() and any(c.isdigit() for c in short))


def _expansion(text: str, begin: int, end: int, short: str) -> int | None:
    """Return where the expansion that ends at `end` starts, or None."""
    begin = max(begin, end - _MOST_LONG)
    for match in _BREAK.finditer(text, begin, max(begin, end - 1)):
        begin = match.end()
    # As Schwartz and Hearst have it: an expansion has at most min(letters + 5, 2 letters) words.
    letters = sum(c.isalnum() for c in short)
    words = [m.start() for m in _WORD.finditer(text, begin, end)][-min(letters + 5, 2 * letters) :]
    if not words:
        return None
    place = expansion_start(text[words[0] : end], short)
    # Words that are hardly longer than the acronym do not spell it out.
    if place is None or len(text[words[0] + place : end].strip()) <= len(short) + 2:
        return None
    return words[0] + place


def expansion_start(long: str, short: str) -> int | None:
    """Return where in `long` the words that `short` abbreviates begin, or None if they are not there.

    Each letter of the acronym must be found in order, the first one at the beginning of a word.

    >>> expansion_start("uses Low-Rank Adaptation", "LoRA")
    5
    """
    letters = [c for c in short.casefold() if c.isalnum()]
    # The s of "LLMs" stands for no word.
    if len(letters) > 2 and short.endswith("s") and not short.isupper():
        letters.pop()
    folded = long.casefold()
    # Initials come first: letters sought from the right alone would let SSL begin at the second word of
    # "Self-Supervised Learning".
    starts = [m.start() for m in _INITIAL.finditer(folded)][-len(letters) :]
    if [folded[start] for start in starts] == letters:
        return starts[0]
    place = len(folded)
    for number in range(len(letters) - 1, -1, -1):
        place = folded.rfind(letters[number], 0, place)
        # The first letter has to begin a word.
        while number == 0 and place > 0 and folded[place - 1].isalnum():
            place = folded.rfind(letters[0], 0, place)
        if place < 0:
            return None
    return place
