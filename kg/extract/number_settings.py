"""Numbers that are never results, whatever a model makes of them: hyperparameters, statistics of tests, versions."""

from __future__ import annotations

import re

from kg.extract.numbers import Number
from kg.model import Span

__all__ = ["is_setting"]

# "p < 0.05", "n = 12", "k=4", "rho=".
_STATISTIC = re.compile(r"\b[prnkNKTtλαβτγεϵρ](?:-?values?)?\s*(?:of|[=<>≤≥])\s*\$?$|\brho\s*=\s*$")
# "temperature of 0.7", "a learning rate of 0.001", "rank 16", "CUDA 12.1".
_COEFFICIENT = re.compile(
    r"\b(?:temperature|threshold|weight|coefficient|learning rate|dropout|batch size|seed|rank)s? (?:of |= ?)?$"
    r"|\b(?:version|GCC|CUDA|Python) ?$",
    re.IGNORECASE,
)
# "at 0.1% FPR", "tuned to a fixed 1% false positive rate"; "with 50% sparsity"; "masks 75% of the tokens"; "95%
# confidence interval"; "split into 80% for training": percentages that are set, each by what stands before and behind.
_SET_PERCENTAGES = tuple(
    (re.compile(rf"{before}\s*$", re.IGNORECASE), re.compile(rf"^[\s-]?{behind}", re.IGNORECASE))
    for before, behind in (
        (
            r"\b(?:at|fixed|constant|target)(?: (?:an?|the|very|fixed|low|constant|target|of))*",
            r"(?:FPR|FAR|FMR|false[- ](?:positive|alarm|accept\w*|match) rates?)\b",
        ),
        (r"\b(?:at|with|under)(?: an?)?", r"(?:(?:un)?structured |weight |activation |model )?sparsity\b"),
        (r"\bmask(?:s|ed|ing)?(?: (?:out|only|just|a|random|randomly))*", r"of\b"),
        (r"", r"(?:confidence (?:intervals?|levels?)|CI)\b"),
        (r"\bsplit\b[^.;]{0,40}", r"(?:for|as) (?:the )?(?:train|test|valid|dev|eval)\w*"),
    )
)
_REACH = 60


def is_setting(text: str, sentence: Span, number: Number) -> bool:
    """Say whether the words before a number, or those around a percentage, make it a setting.

    >>> from kg.extract.numbers import find_numbers
    >>> text = "We use a learning rate of 0.001 and gain 3%."
    >>> [is_setting(text, Span(0, 44), number) for number in find_numbers(text, Span(0, 44))]
    [True, False]
    """
    if number.unit == "%":
        before = text[max(sentence.start, number.outer.start - _REACH) : number.outer.start]
        behind = text[number.outer.end : min(sentence.end, number.outer.end + _REACH)]
        return any(left.search(before) and right.search(behind) for left, right in _SET_PERCENTAGES)
    before = text[max(sentence.start, number.span.start - _REACH) : number.span.start]
    return number.unit is None and bool(_STATISTIC.search(before) or _COEFFICIENT.search(before))
