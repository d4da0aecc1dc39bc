"""Signs of words for the tagger that depend on the text they stand in: sentence, title, brackets, known names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from kg.extract.gazetteer import Hit
from kg.extract.reading import Reading
from kg.extract.things import AcronymPair
from kg.extract.word_signs import OFFSETS, SIGN, Frequencies, Word, pair_features

__all__ = ["all_features", "signs"]

Rows = list[list[str]]
_LITTLE = """a an the of for in on with to and or via from by as is are at into using towards toward through"""
_STOP = frozenset(_LITTLE.split())
_HEAD_WORDS = """
    dataset datasets benchmark benchmarks model models framework method approach score scores accuracy rate
    algorithm loss module introduces proposes presents introduce propose evaluated on outperforms called named
    achieves achieved task tasks corpus architecture agent system pipeline strategy mechanism using metrics
    metric
"""
_HEADS = frozenset(_HEAD_WORDS.split())
_CUES = {
    "evaluate": re.compile(r"\b(?:evaluat|benchmark|tested on|dataset|experiment)", re.IGNORECASE),
    "compare": re.compile(r"\b(?:outperform|compared|than|surpass|baseline|over)\b", re.IGNORECASE),
    "propose": re.compile(r"\b(?:propos|introduc|present|develop)", re.IGNORECASE),
    "imply": re.compile(r"\b(?:practitioner|implication)", re.IGNORECASE),
    "achieve": re.compile(r"\b(?:achiev|improv|reduc|increas|result)", re.IGNORECASE),
    "aim": re.compile(r"\b(?:aim|objective|investigat|address|goal)", re.IGNORECASE),
}
_PREFIX = re.compile(r"([^:\n]{2,40}):")
_REACH = 6


def signs(reading: Reading, words: Sequence[Word], pairs: Iterable[AcronymPair], hits: Iterable[Hit]) -> Rows:
    """Return, a word, the features that depend on the text; `words` are those of the reading."""
    known, forms = _known_signs(reading, hits), _acronym_signs(reading, pairs)
    layers = (
        _sentence_signs(reading),
        _title_signs(reading, words),
        _writing_signs(reading, words),
        known,
        forms,
        _near_signs(reading),
    )
    rows = [[*a, *b, *c, *d, *e, *f] for a, b, c, d, e, f in zip(*layers, strict=True)]
    last = len(rows) - 1
    for index, row in enumerate(rows):
        for offset in (-1, 1):
            if 0 <= index + offset <= last:
                row += [f"{offset:+d}{name}" for name in (*known[index + offset][:1], *forms[index + offset])]
        if index < 3 or index > last - 3:
            row += [f"{offset:+d}edge" for offset in OFFSETS if not 0 <= index + offset <= last]
    return rows


def all_features(reading: Reading, frequencies: Frequencies, pairs: Iterable[AcronymPair], hits: Iterable[Hit]) -> Rows:
    """Return all features of each word, as a trainer wants them."""
    words = [frequencies[text] for text in reading.words]
    rows = signs(reading, words, pairs, hits)
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


def _sentence_signs(reading: Reading) -> Rows:
    """Return where a word's sentence stands and what it speaks of."""
    bounds = reading.bounds
    rows: Rows = []
    for number, place in enumerate(bounds):
        text = reading.surface(place)
        found = [f"cue={name}" for name, cue in _CUES.items() if cue.search(text)]
        found.append("title" if reading.is_title(place[0]) else f"part={min(4, 5 * number // len(bounds))}")
        rows += [found] * (place[1] - place[0])
    return rows


def _title_signs(reading: Reading, words: Sequence[Word]) -> Rows:
    """Return whether a word stands in the title, before a colon there, or more than once."""
    spans, counts = reading.spans, Counter(reading.words)
    first = sum(1 for start, _ in spans if start < reading.title_end)
    prefix = _PREFIX.match(reading.text)
    title = set(reading.lower[:first]) - _STOP
    named = {word for word, (_, end) in zip(reading.words, spans, strict=True) if prefix and end <= prefix.end(1)}
    rows: Rows = []
    for index, word in enumerate(words):
        found: list[str] = []
        rows.append(found)
        if word.level == SIGN:
            continue
        if index >= first and word.lower in title:
            found.append("in_title")
        if word.text in named:
            found.append("title_name")
        if counts[word.text] > 1:
            found += _repeated(word)
    return rows


def _repeated(word: Word) -> list[str]:
    rare = ["repeated"] if word.level < 4 else []
    return [*rare, "repeated_upper"] if len(word.text) > 1 and word.text.isupper() else rare


def _writing_signs(reading: Reading, words: Sequence[Word]) -> Rows:
    """Return capitals, brackets, and the run without white space that a word belongs to."""
    depth = 0
    rows: Rows = []
    for index, word in enumerate(words):
        found = []
        if word.level != SIGN and word.text[0].isupper() and not word.text.isupper():
            found.append(f"capital{int(index == 0 or words[index - 1].text not in '.:')}")
        depth = max(0, depth + (word.text == "(") - (word.text == ")"))
        if depth:
            found.append("bracket")
        rows.append(found)
    for first, last in _runs(reading):
        rows[first + 1 : last] = [[*found, "glued"] for found in rows[first + 1 : last]]
        if last - first > 1:
            for index in range(first, last):
                run = "|".join(word.shape for word in words[first : min(last, first + 4)])
                rows[index] += (f"cs={run}", f"ci={min(3, index - first)}")
    return rows


def _runs(reading: Reading) -> list[tuple[int, int]]:
    """Return the places of words that no white space parts."""
    spans = reading.spans
    breaks = [i for i in range(len(spans) + 1) if i in (0, len(spans)) or spans[i - 1][1] != spans[i][0]]
    return list(pairwise(breaks))


def _known_signs(reading: Reading, hits: Iterable[Hit]) -> Rows:
    """Return the place of a word in a known name, with type, level and support."""
    rows: Rows = [[] for _ in reading.spans]
    for hit in hits:
        for index in range(hit.start, hit.end):
            place = f"{'B' if index == hit.start else 'I'}{hit.known.type}"
            rows[index] = [f"g={place}{hit.level}", f"g={place}", f"g={place}{hit.level}{hit.support}"]
    return rows


def _acronym_signs(reading: Reading, pairs: Iterable[AcronymPair]) -> Rows:
    """Return the place of a word in a long form or a short form."""
    rows: Rows = [[] for _ in reading.spans]
    for pair in pairs:
        for name, span in (("long", pair.long), ("short", pair.short)):
            start, end = reading.place(span) or (0, 0)
            rows[start:end] = [[f"ac={'B' if index == start else 'I'}{name}"] for index in range(start, end)]
    return rows


def _near_signs(reading: Reading) -> Rows:
    """Return the nearest head words, and whether a number is near, on either side."""
    lower, last = reading.lower, len(reading.words)
    rows: Rows = [[] for _ in lower]
    for name, order in (("hd", range(last - 1, -1, -1)), ("ph", range(last))):
        head = digit = -_REACH
        for step, index in enumerate(order):
            if step - head < _REACH:
                rows[index].append(f"{name}={lower[order[head]]}")
            if step - digit < _REACH:
                rows[index].append(f"{name}#")
            if lower[index] in _HEADS:
                head = step
            if lower[index][0].isdigit():
                digit = step
    return rows
