"""Turns of phrase beside a number that say how it is to be read, as signs for the model of kinds."""

from __future__ import annotations

import re

from kg.extract.numbers import Number
from kg.extract.result_words import CHANGE, CHANGE_NOUN, SETTING, SHARE, SIZE
from kg.model import Span

__all__ = ["number_cues"]

_I = re.IGNORECASE
_REACH = 100
# "7 layers", "12 held-out tasks": a count, no outcome.
_SIZE_AFTER = re.compile(rf"^[\s-]*(?:[\w-]+\s){{0,2}}?{SIZE}\b", _I)
# "10% of the training data": a share of the input.
_SHARE_AFTER = re.compile(rf"^\s+{SHARE}", _I)
# "7 billion", "400K": a size.
_MAGNITUDE_AFTER = re.compile(r"^\s?(?:billion|million|trillion|thousand|[BMKT]\b)")
# "rank 8", "k=5", "in 2024": a setting, a place or a date.
_SETTING_BEFORE = re.compile(rf"(?:{SETTING}|(?<![A-Za-z])[a-zα-ωϵ]\s?[=≤<>≥∈]|=)\s*\$?$", _I)
# "by 3%", "by a significant margin of 3%".
_BY = re.compile(
    r"\bby\s+(?:(?:an?(?! \d)|the|averages?|of|absolute|relative|as|much|margins?|factor|further|significant|"
    r"substantial|notable|large|impressive|remarkable)\s+)*$",
    _I,
)
# "an improvement of 3%", "gains in accuracy of 3%": a noun of change, then the number.
_CHANGE_OF = re.compile(
    rf"\b{CHANGE_NOUN}\s*(?:\([^()]*\)\s*)?(?:(?!to\b)[\w-]+ ){{0,5}}?"
    r"(?:of|is|was|being|averaging|reaching|ranging from|ranging between|between|from|=|:|\()"
    r"\s*(?:(?:an?|the|average|absolute|relative|of|as much as)\s)*$",
    _I,
)
# "improves 3%", "higher accuracy (3%": a word of change right before the number.
_CHANGE_BEFORE = re.compile(
    rf"\b{CHANGE}(?: (?:accuracy|performance|scores?|rates?))?\s*(?:\(|by|,)?\s*(?:an?|the)?\s*$", _I
)
# Words that part a number from a word of change behind it: there something else begins.
_NOT_BETWEEN = (
    r"(?!(?:of|on|in|for|at|and|with|while|by|vs|which|that|than|compared|versus|to|from|across|when|but|an?|the"
    r"|outperform\w*|surpass\w*|exceed\w*)\b)"
)
# "3% absolute improvement", "3 points higher": a word of change behind the number.
_CHANGE_AFTER = re.compile(
    r"^[\s-]*(?:\(?(?:absolute|relative|pp|average|avg\.?|abs\.?|rel\.?)\)?[\s,]*)?"
    rf"(?:{_NOT_BETWEEN}[\w@/+'-]+\s){{0,5}}?{CHANGE}\b(?!-?\s?(?:rank|order|bound|than any))",
    _I,
)
# "accuracy of 93%", "F1 is 0.8": a level, whatever else stands there.
_SCORE_BEFORE = re.compile(
    r"\b(?:scores?|accuracy|accuracies|rates?|level|mAP|F1|value|mean|average|AUC|precision|recall)\s+"
    r"(?:of|at|is|was|to|reaching|reached)\s+(?:an?\s|the\s)*$",
    _I,
)
# "to 93", "reaching only 93": points that are a level and no difference.
_LEVEL_BEFORE = re.compile(r"\b(?:to|at|of|reach\w*|attain\w*|achiev\w*|scor\w+)\s+(?:only\s|just\s|an?\s|the\s)*$", _I)
# "8x H100", "4x super-resolution": a count or a scale, no ratio.
_TIMES_OF_SIZE = re.compile(
    r"^\s*(?:H100|A100|V100|H800|RTX|super-?resolution|upsampl|upscal|SR\b|zoom|GPUs?|NVIDIA|downsampl|spatial"
    r"|temporal|compute budget|\d)|^-?\s?(?:scale|cross)",
    _I,
)
# "40% of the original cost": a ratio in per cent.
_PART_OF = re.compile(
    r"^\s+of\s+(?:(?:the|its|that|their|our)\s)*(?:original|full|baseline|cost|size|performance|compute|memory|time|"
    r"inference|computation\w*|teacher|FLOPs|training (?:steps?|time|cost|compute|resources))\b",
    _I,
)
# "scores 71", "scored only 71".
_SCORING = re.compile(r"\bscor(?:e|es|ed|ing)\s+(?:of\s+|only\s+)*$")

_BEFORE = {
    "by": _BY,
    "change of": _CHANGE_OF,
    "change": _CHANGE_BEFORE,
    "level": _LEVEL_BEFORE,
    "score of": _SCORE_BEFORE,
    "scoring": _SCORING,
    "setting": _SETTING_BEFORE,
}
_AFTER = {
    "change": _CHANGE_AFTER,
    "magnitude": _MAGNITUDE_AFTER,
    "part": _PART_OF,
    "share": _SHARE_AFTER,
    "size": _SIZE_AFTER,
    "times": _TIMES_OF_SIZE,
}


def number_cues(text: str, sentence: Span, number: Number) -> set[str]:
    """Return the names of the turns of phrase around a number.

    >>> from kg.extract.numbers import find_numbers
    >>> text = "It improves accuracy by 1.4%."
    >>> (number,) = find_numbers(text, Span(0, len(text)))
    >>> sorted(number_cues(text, Span(0, len(text)), number))
    ['before by', 'before by %', 'before change', 'before change %']
    """
    left = text[max(sentence.start, number.outer.start - _REACH) : number.outer.start]
    right = text[number.outer.end : min(sentence.end, number.outer.end + _REACH)]
    found = {f"before {name}" for name, pattern in _BEFORE.items() if pattern.search(left)}
    found |= {f"after {name}" for name, pattern in _AFTER.items() if pattern.search(right)}
    return found | {f"{name} {number.unit}" for name in found}
