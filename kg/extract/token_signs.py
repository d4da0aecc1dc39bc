"""Signs of words for the tagger that depend on the text they stand in: sentence, title, brackets, known names."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter

from kg.extract.gazetteer import Hit
from kg.extract.reading import Reading
from kg.extract.things import AcronymPair
from kg.extract.word_signs import LITTLE_WORDS, OFFSETS, SIGN, Frequencies, Word, pair_features

__all__ = ["Sign", "all_features", "signs"]

Sign = tuple[str, int, int]
"""A feature, and the half-open places of the words that have it."""

_HEAD_WORDS = """
    dataset datasets benchmark benchmarks model models framework method approach score scores accuracy rate
    algorithm loss module introduces proposes presents introduce propose evaluated on outperforms called named
    achieves achieved task tasks corpus architecture agent system pipeline strategy mechanism using metrics
    metric
"""
_HEADS = frozenset(_HEAD_WORDS.split())
_CUES = {
    "evaluate": r"(?:evaluat|benchmark|tested on|dataset|experiment)",
    "compare": r"(?:outperform|compared|than|surpass|baseline|over)\b",
    "propose": r"(?:propos|introduc|present|develop)",
    "imply": r"(?:practitioner|implication)",
    "achieve": r"(?:achiev|improv|reduc|increas|result)",
    "aim": r"(?:aim|objective|investigat|address|goal)",
}
# No two of them begin at one word, so that one search finds all.
_CUE = re.compile(rf"\b(?:{'|'.join(f'(?P<{name}>{cue})' for name, cue in _CUES.items())})")
# A title's name for what the paper presents: "ShadowKV: ...".
_PREFIX = re.compile(r"([^:\n]{2,40}):")
_REACH = 6


# The weights know features by name: who changes what one stands for, or calls it otherwise, trains anew. Names are
# short, since the field holds 86,000 of them.
def signs(reading: Reading, words: Sequence[Word], pairs: Iterable[AcronymPair], hits: Iterable[Hit]) -> Iterator[Sign]:
    """Yield the features that depend on the text; `words` are those of the reading."""
    count = len(words)
    known, forms = list(_known_signs(hits)), _acronym_signs(reading, pairs)
    yield from _sentence_signs(reading)
    yield from _title_signs(reading, words)
    yield from _writing_signs(words)
    yield from _run_signs(reading, words)
    for group in known:
        yield from group
    yield from forms
    yield from _near_signs(reading)
    for offset in (-1, 1):
        yield from _beside(offset, [*(group[0] for group in known), *forms], count)
    yield from _edge_signs(count)


def all_features(
    reading: Reading, frequencies: Frequencies, pairs: Iterable[AcronymPair], hits: Iterable[Hit]
) -> list[list[str]]:
    """Return all features of each word, as a trainer wants them."""
    words = [frequencies[text] for text in reading.words]
    rows: list[list[str]] = [[] for _ in words]
    for name, start, end in signs(reading, words, pairs, hits):
        for row in rows[start:end]:
            row.append(name)
    for index, word in enumerate(words):
        rows[index] += word.own
        for offset in OFFSETS:
            if 0 <= index - offset < len(rows):
                rows[index - offset] += word.window[offset]
        if index:
            for place, name in pair_features(reading.lower[index - 1], reading.lower[index]):
                if 0 <= index + place < len(rows):
                    rows[index + place].append(name)
    return rows


def _sentence_signs(reading: Reading) -> Iterator[Sign]:
    """Yield where sentences stand and what they speak of."""
    bounds = reading.bounds
    for number, place in enumerate(bounds):
        found = {match.lastgroup for match in _CUE.finditer(reading.surface(place).lower())}
        yield from ((f"cue={name}", *place) for name in _CUES if name in found)
        yield "title" if reading.is_title(place[0]) else f"part={min(4, 5 * number // len(bounds))}", *place


def _title_signs(reading: Reading, words: Sequence[Word]) -> Iterator[Sign]:
    """Yield which words stand in the title, before a colon there, or more than once."""
    first = bisect_left(reading.spans, (reading.title_end, 0))
    prefix = _PREFIX.match(reading.text)
    named = set(reading.words[: bisect_right(reading.spans, prefix.end(1), key=itemgetter(1))]) if prefix else set()
    title = set(reading.lower[:first]) - LITTLE_WORDS
    often = {text for text, count in Counter(reading.words).items() if count > 1}
    for index, word in enumerate(words):
        if word.level == SIGN:
            continue
        if index >= first and word.lower in title:
            yield "in_title", index, index + 1
        if word.text in named:
            yield "title_name", index, index + 1
        if word.text in often:
            yield from [(name, index, index + 1) for name in word.repeated]


def _writing_signs(words: Sequence[Word]) -> Iterator[Sign]:
    """Yield capitals, and what stands in brackets."""
    opened: list[int] = []
    brackets: list[Sign] = []
    for index, word in enumerate(words):
        if word.is_capitalised:
            yield f"capital{int(index == 0 or words[index - 1].text not in '.:')}", index, index + 1
        elif word.text == "(":
            opened.append(index)
        elif word.text == ")" and opened:
            start = opened.pop()
            if not opened:
                brackets.append(("bracket", start, index))
    yield from brackets
    if opened:
        yield "bracket", opened[0], len(words)


def _run_signs(reading: Reading, words: Sequence[Word]) -> Iterator[Sign]:
    """Yield what the words have in common that no white space parts."""
    spans = reading.spans
    breaks = [index for index, (one, two) in enumerate(pairwise(spans), 1) if one[1] != two[0]]
    for first, last in pairwise([0, *breaks, len(spans)]):
        if last - first > 1:
            yield "glued", first + 1, last
            yield f"cs={'|'.join(word.shape for word in words[first : min(last, first + 4)])}", first, last
            yield from ((f"ci={place}", first + place, first + place + 1) for place in range(min(3, last - first)))
            yield "ci=3", first + 3, last


def _known_signs(hits: Iterable[Hit]) -> Iterator[tuple[Sign, Sign, Sign]]:
    """Yield the places of words in known names, with level, alone, and with level and support."""
    for hit in hits:
        for part, start, end in (("B", hit.start, hit.start + 1), ("I", hit.start + 1, hit.end)):
            name = f"g={part}{hit.known.type}"
            yield (
                (f"{name}{hit.level}", start, end),
                (name, start, end),
                (f"{name}{hit.level}{hit.support}", start, end),
            )


def _acronym_signs(reading: Reading, pairs: Iterable[AcronymPair]) -> list[Sign]:
    """Return the places of words in long and short forms; of two forms of one word the later counts."""
    found: dict[int, Sign] = {}
    for pair in pairs:
        for name, span in (("long", pair.long), ("short", pair.short)):
            # A span that cuts a word has no place, and (0, 0) marks nothing.
            start, end = reading.place(span) or (0, 0)
            for index in range(start, end):
                found[index] = f"ac={'B' if index == start else 'I'}{name}", index, index + 1
    return list(found.values())


def _near_signs(reading: Reading) -> Iterator[Sign]:
    """Yield the nearest head words, and whether a number is near, on either side."""
    lower = reading.lower
    heads = [index for index, word in enumerate(lower) if word in _HEADS]
    digits = [index for index, digit in enumerate(reading.digits) if digit]
    yield from ((f"hd={lower[place]}", start, end) for place, start, end in _before(heads))
    yield from (("hd#", start, end) for _, start, end in _before(digits))
    yield from ((f"ph={lower[place]}", start, end) for place, start, end in _behind(heads, len(lower)))
    yield from (("ph#", start, end) for _, start, end in _behind(digits, len(lower)))


def _before(places: Sequence[int]) -> Iterator[tuple[int, int, int]]:
    """Yield each place with the bounds of the words shortly before it that no other place parts from it."""
    for last, place in pairwise([0, *places]):
        yield place, max(last, place - _REACH + 1), place


def _behind(places: Sequence[int], count: int) -> Iterator[tuple[int, int, int]]:
    """Yield each place with the bounds of the words shortly behind it, likewise."""
    for place, following in pairwise([*places, count - 1]):
        yield place, place + 1, min(place + _REACH, following + 1)


def _beside(offset: int, given: Iterable[Sign], count: int) -> Iterator[Sign]:
    """Yield signs anew for the words that see them at an offset."""
    for name, start, end in given:
        yield f"{offset:+d}{name}", max(0, start - offset), min(count, end - offset)


def _edge_signs(count: int) -> Iterator[Sign]:
    """Yield which words have no word at an offset."""
    for offset in OFFSETS:
        yield (
            f"{offset:+d}edge",
            max(0, count - offset) if offset > 0 else 0,
            min(count, -offset) if offset < 0 else count,
        )
