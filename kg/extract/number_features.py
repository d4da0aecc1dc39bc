"""What says whether a number is a result and how it is to be read: the words around it, its unit and form."""

from __future__ import annotations

import re

from kg.extract.number_cues import number_cues
from kg.extract.numbers import Number
from kg.model import Span

__all__ = ["number_features"]

_WORD = re.compile(r"[A-Za-z]+|\d+|[^\w\s]")
# Stems, sought anywhere in the clause before a number, and in the one behind it.
_LEFT = re.compile(
    r"improv|increas|reduc|decreas|gain|higher|lower|outperform|surpass|faster|speed|achiev|compar|from|by|score|accuracy"
    r"|of|up to|dataset|parameter|sampl|train|exceed|drop|cut|sav"
)
_RIGHT = re.compile(
    r"improv|increas|reduc|decreas|gain|higher|lower|faster|speed|compar|over|than|score|accuracy|rate|param|token|sampl"
    r"|task|data|question|example|fewer|less|more"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


# The weights know features by name: to change one, or what it stands for, is to train anew.
def number_features(text: str, number: Number, previous: str | None, sentence: Span, part: int) -> dict[str, float]:
    """Return the features of a number.

    `previous` is the kind of the number before it, `part` the fifth of the text it stands in.
    """
    start, end = number.span.start, number.span.end
    before = _around(text[max(sentence.start, start - 70) : start])
    after = _around(text[end : min(sentence.end, end + 80)])
    found = _neighbours(before, after) | _form(text, number) | number_cues(text, sentence, number)
    found |= {f"fifth={part}", f"previous={previous}"}
    if before and before[-1] in ("and", ",", "("):
        found.add(f"joined={previous}{number.unit}")
    clause = re.split(r"[;:]", text[max(sentence.start, start - 200) : start])[-1].lower()[-60:]
    rest = re.split(r"[;,.] ", text[end : min(sentence.end, end + 80)])[0].lower()[:60]
    left = _LEFT.findall(clause)
    found |= {f"cl={word}" for word in left} | {f"cl={word}{number.unit}" for word in left}
    found |= {f"cr={word}" for word in _RIGHT.findall(rest)}
    # Sorted: sums of floats depend on their order, and that of a set on the hash seed.
    return dict.fromkeys(sorted(found), 1.0)


def _around(text: str) -> list[str]:
    # That there is another number near by says something; which one it is does not.
    return ["0" if word.isdigit() else word.lower() for word in _WORD.findall(text)]


def _neighbours(before: list[str], after: list[str]) -> set[str]:
    """Return the words on both sides, with their place, and runs of two and three."""
    found = set()
    for side, words, places in (("p", before[::-1][:8], 4), ("n", after[:9], 5)):
        found |= {f"{side}={word}" for word in words}
        found |= {f"{side}{place}={word}" for place, word in enumerate(words[:places])}
        found |= {f"{side * size}={' '.join(words[:size])}" for size in (2, 3) if len(words) >= size}
    return found


def _form(text: str, number: Number) -> set[str]:
    """Return how the number itself is printed."""
    whole, _, fraction = number.value.partition(".")
    found = {f"unit={number.unit}", f"part={number.part}", f"part={number.part}{number.unit}", f"bound={number.bound}"}
    found |= {f"decimals={min(3, len(fraction))}", f"digits={min(5, len(whole))}", f"signed={number.sign}"}
    if _YEAR.fullmatch(number.value):
        found.add("year")
    behind, before = text[number.span.end : number.span.end + 1], text[number.span.start - 1 : number.span.start]
    if behind.isalpha():
        found |= {"glued", f"glued={behind}"}
    if before and before in "+~-±≈$<>=":
        found.add(f"sign={before}")
    return found
