"""Which numbers state a measured outcome, and how each is to be read: a level, a difference or a ratio.

The rules are ordered: what is a setting, ratios, the ends of "from A to B", differences, numbers that go on
with the reading of the one before them, and at last levels. A trained classifier can take the place of
`decide`. The confidences are how often each rule was right on annotated texts, in tenths.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.numbers import Number, Place
from kg.extract.passages import Passage
from kg.extract.result_words import CHANGE, CHANGE_NOUN, DOWN, OUTCOME, SETTING, SHARE, SIZE, UP
from kg.model import Change, EntityType, ResultKind

__all__ = ["Decision", "decide", "goes_on"]


@dataclass(frozen=True, slots=True)
class Decision:
    """How a number that states a result is to be read, and how sure that is (0 to 1)."""

    kind: ResultKind
    change: Change | None = None
    confidence: float = 0.8


_I = re.IGNORECASE
_DIRECTIONS = (
    (Change.UP, re.compile(rf"\b(?:{UP})\b", _I)),
    (Change.DOWN, re.compile(rf"\b(?:{DOWN})\b", _I)),
)
# "7 layers", "12 held-out tasks": a count, no outcome.
_SIZE_AFTER = re.compile(rf"^[\s-]*(?:[\w-]+\s){{0,2}}?{SIZE}\b", _I)
# "10% of the training data": a share of the input.
_SHARE_AFTER = re.compile(rf"^\s+{SHARE}", _I)
# "7 billion", "400K": a size.
_MAGNITUDE_AFTER = re.compile(r"^\s?(?:billion|million|trillion|thousand|[BMKT]\b)")
# "rank 8", "k=5", "in 2024": a setting, a place or a date.
_SETTING_BEFORE = re.compile(rf"(?:{SETTING}|(?<![A-Za-z])[a-zα-ωϵ]\s?[=≤<>≥∈]|=)\s*\$?$", _I)
# "p < 0.05", "n = 12", "rho=": a statistic of a test.
_STATISTIC = re.compile(r"\b[prnkNKTtλαβτγεϵρ](?:-?values?)?\s*(?:of|[=<>≤≥])\s*\$?$|\brho\s*=\s*$")
# "temperature of 0.7", "CUDA 12.1": a hyperparameter or a version.
_COEFFICIENT = re.compile(
    r"\b(?:temperature|threshold|weight|coefficient|learning rate|dropout)s? (?:of |= ?)?$"
    r"|\b(?:v|version|GCC|CUDA|Python) ?$",
    _I,
)
# Around the number of an item in a list: "1) ", "2. Then".
_ITEM = re.compile(r"(?:^|[\s(*])$")
_ITEM_END = re.compile(r"^(?:[.)]\s+[A-Z*\"]|\))")
# "to 5": no number of an item, though a full stop and a capital follow.
_WORD_BEFORE = re.compile(r"\b(?:of|to|is|at|by|than) $")
_YEAR = re.compile(r"(?:19|20)\d\d(?:-(?:19|20)?\d\d)?")
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
_POINTS = re.compile(r"(?:percentage[- ])?points?|pp|pts?|ppt")
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
# Between two numbers of one list: " on A and ", ", ", " over B, and by ".
_LIST_GAP = re.compile(
    r"^\s*(?:\([^()]*\)\s*)?(?:(?:on|for|in|over|against|points|at|with|average|using|the|to)\b[^.;:]{0,70}?"
    r"|[\w\s/-]{0,25})?,?\s*(?:and|,|&|/|or)\s*(?:(?:by|an?|the|even|another|of|also)\s+)*$",
    _I,
)
# "scores 71", "scored only 71".
_SCORING = re.compile(r"\bscor(?:e|es|ed|ing)\s+(?:of\s+|only\s+)*$")
# Between a metric and its number: "latency of 12", "BLEU (31".
_METRIC_OF = re.compile(
    r"(?: \([^()]*\))?\s*(?:scores?|rates?)?\s*(?:of|:|=|is|was|to|at|reaching|\()?\s*(?:an?\s|only\s)*\$?"
)
# Between a number and its metric: "31 BLEU", "12 ms median latency".
_METRIC_NEXT = re.compile(r"\)?\s*(?:[\w-]+\s){0,2}")


def decide(passage: Passage, number: Number, before: tuple[Number, Decision] | None = None) -> Decision | None:
    """Say how a number is to be read; None when it states no result.

    `before` is the last result of the same sentence, whose reading a list goes on with.
    """
    left, right = passage.left(number), passage.right(number)
    if _is_setting(passage, number, left, right):
        return None
    if number.unit == "x":
        return _ratio(left, right)
    if number.place is not Place.ALONE:
        return Decision(ResultKind.ABSOLUTE, confidence=0.95)
    if _is_difference(number, left, right):
        return Decision(ResultKind.DIFFERENCE, _change(left[-90:], right[:60], number.sign), 0.9)
    if before and before[1].kind is not ResultKind.RATIO and goes_on(passage, number, before[0]):
        return Decision(before[1].kind, before[1].change, 0.9)
    if number.unit == "%" and _PART_OF.search(right):
        return Decision(ResultKind.RATIO, confidence=0.6)
    return Decision(ResultKind.ABSOLUTE, confidence=0.9) if _is_level(passage, number, left) else None


def goes_on(passage: Passage, number: Number, before: Number) -> bool:
    """Say whether a number stands in one list with the number before it, as in "2% on A and 3% on B"."""
    if before.unit != number.unit or before.place is not Place.ALONE:
        return False
    gap = passage.text[before.outer.end : number.outer.start]
    return len(gap) < 120 and bool(_LIST_GAP.search(gap))


def _is_setting(passage: Passage, number: Number, left: str, right: str) -> bool:
    """Say whether the number is a size, a share, a date, a hyperparameter or a place in a list."""
    start = max(passage.span.start, number.outer.start - 20)
    if _STATISTIC.search(passage.text[start : number.span.start]):
        return True
    if number.unit == "%":
        return bool(_SHARE_AFTER.search(right)) or left.lower().endswith(("top ", "top-"))
    if number.unit is not None:
        return False
    if _MAGNITUDE_AFTER.search(right) or _COEFFICIENT.search(left[-30:]):
        return True
    if not number.is_whole:
        return False
    item = len(number.value) < 3 and _ITEM.search(left) and _ITEM_END.search(right)
    return bool(
        (item and not _WORD_BEFORE.search(left))
        or _YEAR.fullmatch(number.value)
        or _SETTING_BEFORE.search(left)
        or _SIZE_AFTER.search(right)
    )


def _ratio(left: str, right: str) -> Decision | None:
    if _TIMES_OF_SIZE.search(right):
        return None
    return Decision(ResultKind.RATIO, _change(left[-60:], right[:40]), 0.9)


def _is_difference(number: Number, left: str, right: str) -> bool:
    if number.sign == "+" or (_CHANGE_AFTER.search(right[:80]) and not left.endswith("to ")):
        return True
    if number.unit in ("%", None) and _SCORE_BEFORE.search(left):
        return False
    if _BY.search(left) or _CHANGE_OF.search(left[-80:]):
        return True
    if number.unit and _POINTS.fullmatch(number.unit):
        return not _LEVEL_BEFORE.search(left)
    return number.unit in ("%", "dB") and bool(_CHANGE_BEFORE.search(left))


def _change(left: str, right: str, sign: str = "") -> Change | None:
    """Say which way a change goes: by the nearest word of change, else by its sign."""
    words = [(len(left) - m.end(), change) for change, words in _DIRECTIONS for m in words.finditer(left)]
    words += [(m.start(), change) for change, words in _DIRECTIONS if (m := words.search(right))]
    return min(words)[1] if words else {"+": Change.UP, "-": Change.DOWN}.get(sign)


def _is_level(passage: Passage, number: Number, left: str) -> bool:
    if number.unit == "%" or (number.unit is None and not number.is_whole):
        return True
    if number.unit is None:
        return bool(_SCORING.search(left)) or _is_beside_metric(passage, number)
    if passage.text.startswith("-", number.span.end):
        return False
    return bool(re.search(OUTCOME, left[-100:], _I)) or _is_beside_metric(passage, number)


def _is_beside_metric(passage: Passage, number: Number) -> bool:
    for name in passage.named(EntityType.METRIC):
        gap = passage.between(name.span, number.outer)
        pattern = _METRIC_OF if name.span.end <= number.outer.start else _METRIC_NEXT
        if len(gap) < 60 and pattern.fullmatch(gap):
            return True
    return False
