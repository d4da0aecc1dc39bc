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
_REACH = 30


def is_setting(text: str, sentence: Span, number: Number) -> bool:
    """Say whether the words before a number make it a setting.

    >>> from kg.extract.numbers import find_numbers
    >>> text = "We use a learning rate of 0.001 and gain 3%."
    >>> [is_setting(text, Span(0, 44), number) for number in find_numbers(text, Span(0, 44))]
    [True, False]
    """
    before = text[max(sentence.start, number.span.start - _REACH) : number.span.start]
    return number.unit is None and bool(_STATISTIC.search(before) or _COEFFICIENT.search(before))
