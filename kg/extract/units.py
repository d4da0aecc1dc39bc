"""What stands around a printed number: its unit behind it, and before it the words that make it a bound."""

from __future__ import annotations

import re

from kg.model import Bound

__all__ = ["find_bound", "find_unit"]

# "×10^{-3}", "x 10⁻³".
_POWER = r"(?:\s?(?:[x×]|\\times)\s?10\s?(?:\^?\{?[-−]\s?\d+\}?|⁻[⁰¹²³⁴-⁹]+))"
# "×", "x", "$\times$", "-fold", "times", but not "5-fold cross-validation" and "timesteps".
_TIMES = r"\$?\\times\$?|×|[xX](?![A-Za-z0-9])|-?fold(?![- ]?cross)|times(?!teps?)"
# "/s", " per image".
_PER = (
    r"(?:\s?(?:/|per\s)(?:seconds?|sec|s|minutes?|min|hours?|h|days?|images?|tokens?|steps?|frames?|samples?|"
    r"tasks?|quer(?:ies|y)))"
)
_WORDS = (
    r"percentage[- ]points?|points?|pts?|pp|ppt|milliseconds?|msec|ms|microseconds?|[μµ]s|"
    r"(?:GPU|[A-Z]\d{2,3}(?:[- ]GPU)?)[- ](?:hours?|days?|months?)|"
    r"seconds?|secs?|s|minutes?|mins?|hours?|hrs?|h|days?|weeks?|months?|years?|"
    r"GBs?|MBs?|KBs?|TBs?|GiB|MiB|Gbps|Mbps|[KMGT]?(?:FLOPs?|FLOPS|MACs)|TOPS|"
    r"FPS|fps|dB|Hz|kHz|bpp|bits?|mm|cm|km|m|degrees?|radians?|kWh|Wh|mJ|J|W|eV|meV|"
    r"mAP|AP|mIoU|IoU|cIoU|PQ|NFEs?|BLEU|Elo|USD|dollars?|cents?"
)
_UNIT = re.compile(
    rf"(?P<power>{_POWER})|(?P<times>\s?(?:{_TIMES}))|(?P<percent>\s?\\?%p?(?![A-Za-z])|[\s-]percent(?![A-Za-z]))"
    rf"|[\s-]?(?P<other>(?:tokens|frames|images|samples|words){_PER}|(?:{_WORDS}){_PER}?)(?![A-Za-z0-9])|°C?"
)

_BOUNDS = {
    Bound.AT_LEAST: r"over|above|more than|at least|greater than|exceeds?|exceeding|exceeded|beyond"
    r"|upwards of|surpass(?:es|ing)|no less than|as low as|a minimum of|>=?|≥|\\geq?|\\gt",
    Bound.AT_MOST: r"up to|at most|less than|fewer than|under|below|within|as much as|as high as|as many as"
    r"|a maximum of|no more than|<=?|≤|\\leq?|\\lt",
    Bound.APPROXIMATELY: r"about|around|approximately|approx\.?|roughly|nearly|almost|close to"
    r"|~|≈|∼|\\sim|\\approx",
}
_WORDS_OF_BOUND = "|".join(rf"(?P<{bound.name}>(?<![A-Za-z])(?:{words}))" for bound, words in _BOUNDS.items())
# Right before the number; a dollar between may be money or the beginning of TeX.
_BOUND = re.compile(rf"(?:{_WORDS_OF_BOUND})(?:\s+an?)?\s*\$?\s*$", re.IGNORECASE)


def find_unit(text: str, at: int, stop: int) -> tuple[str | None, int]:
    r"""Return the unit that begins at an offset, or None, and the offset where it ends.

    Percent signs are "%", every way to say "times" is "x"; other units are as printed.

    >>> find_unit("2.5-fold", 3, 8), find_unit("3 GPU hours", 1, 11), find_unit(r"$2\times$", 2, 9)
    (('x', 8), ('GPU hours', 11), ('x', 9))
    """
    match = _UNIT.match(text, at, stop)
    if match is None:
        return None, at
    if match["power"]:
        return re.sub(r"\s|\{|\}", "", match[0]).replace("\\times", "x").replace("×", "x"), match.end()
    if match["times"]:
        return "x", match.end()
    return "%" if match["percent"] else match[0].strip(" -"), match.end()


def find_bound(text: str, start: int, end: int) -> tuple[Bound | None, int]:
    """Return what the words just before `end` make of a number there, and the offset where they begin.

    >>> find_bound("over 60%", 0, 5)
    (<Bound.AT_LEAST: 'at-least'>, 0)
    """
    match = _BOUND.search(text[max(start, end - 30) : end])
    if match is None:
        return None, end
    bound = next(bound for bound in _BOUNDS if match[bound.name])
    return bound, end - len(match[0])
