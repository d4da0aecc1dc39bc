"""The sectioner: which stretches of the text count, and its sentences.

Left out are the closing section "Follow-up questions", which asks about things the paper may not hold, and
what the text says is not there ("The paper does not report FID"). No component looks into these.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Doc, SpanGroup

from kg.extract.annotations import SENTENCES
from kg.extract.reading import Reading
from kg.model import Span
from kg.sentences import sentences

__all__ = ["Sectioner", "read"]

# All that is repeated in these expressions is bounded, so that no text can stall the search.
_WORDS = (
    r"(?:Follow|follow|FOLLOW)[-‐-― ]?(?:[Uu]p|UP)\s{1,3}(?:[A-Za-z]{1,12}\s)?"
    r"(?:[Qq]u[a-z]{2,6}ns?|QUESTIONS?)"
)
_TAIL = r"(?:\s?\([^()\n]{0,40}\)|(?:\s[\w'’]{1,15}){0,8})[*_]{0,3}\s{0,2}"
# The heading of the section, with list marks and misprints: "**Follow-up Questions:**", "e) Follow up qustions".
# It has a capital; in lower case it may be part of a sentence, unless a numbered list comes right behind.
_FOLLOW_UP = re.compile(
    rf"(?:\A|(?<=[.!?:\"”'’)\]*\n])\s?|(?<=[.!?:]\s))[*_#]{{0,4}}(?:(?:[a-z\d]|[ivx]{{1,4}})[.)]\s{{0,2}})?[*_#]{{0,4}}"
    rf"(?![f]){_WORDS}{_TAIL}(?:[:：]|(?=[-\d*•(\n]|$))"
    rf"|(?:Here are (?:some|the|three) )?\b{_WORDS}{_TAIL}[:：][*_\s]{{0,4}}(?=1[.)])"
)
_ADVERB = r"(?:explicitly|specifically|directly|clearly|fully|yet|currently|actually|quantitatively)"
_SAYING = (
    r"(?:report|state|provide|specify|mention|detail|include|give|disclose|discuss|present|offer|quantify|"
    r"compare|describe|contain|evaluate|list|name|elaborate|address|define|indicate|reveal|share|clarify|explain)"
)
_SAID = (
    r"(?:reported|stated|provided|specified|mentioned|detailed|included|given|disclosed|discussed|presented|"
    r"quantified|described|available|listed|named|defined|indicated|revealed|clarified|explained|found)"
)
_EXACT = r"(?:specific|explicit|quantitative|numerical|concrete|detailed)"
_SOURCE = (
    r"(?:paper|authors?|study|summary|text|document|abstract|excerpt|article|report|manuscript|publication|"
    r"researchers?|section|source|it|It)"
)
# "The paper does not report", "is not explicitly stated", "No specific metrics are given".
_ABSENT = re.compile(
    rf"\b{_SOURCE}(?:\s(?:also|itself|seems? to|appears? to|currently|still))?\s"
    rf"(?:(?:does|do|did)(?: not|n['’]t)\s(?:{_ADVERB}\s)?{_SAYING}"
    r"|lacks?\s(?:\w{1,15}\s){0,2}(?:details?|specifics?|information|results?|comparisons?|data|examples?|clear|explicit"
    r"|specific|quantitative|numerical|comparative|comprehensive))\b"
    rf"|\b(?:is|are|was|were)(?: not|n['’]t)\s(?:{_ADVERB}\s{_SAID}|(?:reported|stated|specified|mentioned|disclosed)"
    r"|(?:provided|given|detailed|included|described|available|presented)\s(?:in|within|by)\sth(?:e|is)\s"
    r"(?:\w{1,12}\s){0,2}(?:paper|text|abstract|excerpt|summary|document|study|authors))\b"
    rf"|\b(?:[Nn]o\s{_EXACT}\s(?:[\w-]{{1,20}}\s){{1,8}}|without\s{_EXACT}\s(?:[\w-]{{1,20}}\s){{1,4}})"
    rf"(?:is|are|was|were)\s{_SAID}\b"
)
# Where a sentence may be cut: "; ", ", but", " although".
_CLAUSE = re.compile(
    r"[;—]|,\s(?=(?:but|yet|however|although|though|while|whereas|it|instead)\b)"
    r"|\s(?=(?:but|although|though|whereas)\s)"
)


def read(text: str) -> Reading:
    r"""Return a text as the models read it.

    The title is what comes before the first line break, if there is one.

    >>> read("A title\nIt is fast. The paper does not report FID.").body
    [Span(start=0, end=7), Span(start=8, end=19)]
    """
    heading = _FOLLOW_UP.search(text)
    end = heading.start() if heading else len(text)
    title_end = min(text.find("\n"), end)
    found = list(sentences(text, 0, end))
    return Reading(text[:end], title_end, found, [part for sentence in found for part in _stated(text, sentence)])


class Sectioner:
    """Writes `doc._.kg_reading`, `doc._.kg_body`, `doc._.kg_title_end` and the sentences of the body."""

    def __call__(self, doc: Doc) -> Doc:
        """Mark the body and the sentences of a doc."""
        reading = read(doc.text)
        doc._.kg_reading, doc._.kg_body, doc._.kg_title_end = reading, list(reading.body), reading.title_end
        found = (doc.char_span(s.start, s.end, alignment_mode="expand") for s in reading.body)
        spans = [span for span in found if span is not None]
        doc.spans[SENTENCES] = SpanGroup(doc, name=SENTENCES, spans=spans)
        return doc


def _stated(text: str, sentence: Span) -> Iterator[Span]:
    """Yield the parts of a sentence that do not speak of what is absent."""
    absent = [m.start() for m in _ABSENT.finditer(text, sentence.start, sentence.end)]
    if not absent:
        yield sentence
        return
    cuts = [m.end() for m in _CLAUSE.finditer(text, sentence.start, sentence.end)]
    bounds = [sentence.start, *cuts, sentence.end]
    for start, end in pairwise(bounds):
        place = bisect_left(absent, start)
        if start < end and not (place < len(absent) and absent[place] < end):
            yield Span(start, end)
