"""What a result measures: its metric and its dataset, linked by what stands between number and name.

Every name of the sentence gets a cost (0 is "accuracy of 93%" or "93% on GSM8K"); the cheapest wins. Lists
with "respectively" are paired off in order. A trained linker can take the place of `link_metric` and
`link_dataset`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from kg.extract.numbers import Number
from kg.extract.passages import NamedSpan, Passage
from kg.extract.result_words import CHANGE_NOUN
from kg.model import EntityType, Span

__all__ = ["link_dataset", "link_metric", "paired"]

_REACH = 160
_I = re.IGNORECASE
_STOP = "and|on|for|with|while|to|over|in|of|at|by|vs|but|than|compared|using|from|across|when|versus|which|that"
_FILLER = rf"(?:(?!(?:{_STOP})\b)[\w@/+'-]+\s+)"
# Between neighbours in a list: ", ", " and ", " (%), ".
_IN_LIST = re.compile(r"^s?\s*(?:\([^()]*\)\s*)?(?:%|[,&/+]|and|or|\s)*(?:the |its |an? |by |\$)*$", _I)
# Where another statement begins: "; ", " while ", ", outperforming".
_NEW_CLAUSE = re.compile(r"[;:]\s|\)\.\s|\b(?:while|whereas|but|although)\b|,\s(?:outperform|surpass|exceed)\w+", _I)
# Before a number that begins the next item of a list: ", ", " and an ".
_OTHER_HALF = re.compile(r"^s?\s*(?:\([^()]*\)\s*)?(?:,|and|, and|or|/)\s*(?:an?\s|the\s|its\s)*(?:average\s)?$", _I)

# Metric, then number: "accuracy of 93", "success rates reaching only 40".
_METRIC_LEFT = re.compile(
    r"^s?\s*(?:\([^()]*\)\s*)?(?:(?:scores?|rates?|values?|metric|results?)\s)?"
    r"(?:of|to|by|from|at|is|was|were|with|reaching|reached|:|=|\(|as high as|as low as)?"
    r"\s*(?:an?\s|only\s|just\s|average\s|the\s)*[($]*$",
    _I,
)
# Number, then metric: "93% accuracy", "93% zero-shot top-1 accuracy".
_METRIC_RIGHT = re.compile(rf"^\)?[\s-]*{_FILLER}{{0,3}}$", _I)
# Number, then metric behind a preposition: "3% improvement in the accuracy".
_METRIC_IN = re.compile(
    rf"^[\s-]*{_FILLER}{{0,3}}?(?:{CHANGE_NOUN}\s+)?(?:in|of|on|for|as)\s+"
    rf"(?:the\s|its\s|their\s|average\s|overall\s|an?\s)*{_FILLER}{{0,2}}$",
    _I,
)
# Number, then dataset: "93% accuracy on the GSM8K", "3 points across both A".
_DATASET_ON = re.compile(
    rf"^\)?[\s-]*(?:{_FILLER}|in\s|of\s|for\s){{0,5}}?\(?(?:on|for|in|across|over|at|of|from|against)\s+"
    rf"(?:the\s|a\s|both\s|its\s|their\s)*{_FILLER}{{0,3}}['`\"*]*$",
    _I,
)
# Dataset, then number: "GSM8K: 93", "GSM8K accuracy of 93".
_DATASET_LEFT = re.compile(
    r"^(?:\s+(?:benchmark|dataset|test set|scores?|accuracy|leaderboard|task|performance))?"
    r"\s*(?:of|to|by|from|at|is|:|=|\(|with)?\s*(?:an?\s)?\(*$",
    _I,
)


def link_metric(passage: Passage, number: Number, inherited: int | None = None) -> int | None:
    """Return the place of the metric that a number measures, or None.

    `inherited` is the metric of the number before in the same list; it counts unless another is close by.
    """
    names = passage.named(EntityType.METRIC)
    if (pair := paired(passage, number, names)) is not None:
        return pair
    return _link(passage, number, names, _metric_cost, inherited)


def link_dataset(passage: Passage, number: Number, inherited: int | None = None) -> int | None:
    """Return the place of the dataset that a number was measured on, or None; several at once are none."""
    names = passage.named(EntityType.DATASET)
    if (pair := paired(passage, number, names)) is not None:
        return pair
    best = _link(passage, number, names, _dataset_cost, inherited)
    return None if best is not None and _among_several(passage, number, best, names) else best


def paired(passage: Passage, number: Number, names: Sequence[NamedSpan]) -> int | None:
    """Pair numbers and names off in order when the sentence says "respectively" and their lists are alike.

    Returns the place of an entity, or None when there is nothing to pair.
    """
    at = passage.text.find("respectively", number.outer.end, passage.span.end)
    if at < 0 or len(names) < 2:
        return None
    numbers = _run(passage, [n.outer for n in passage.numbers if n.outer.end <= at], number.outer)
    place = numbers.index(number.outer) if number.outer in numbers else 0
    spans = [name.span for name in names if name.span.end <= at]
    runs = [run for span in spans if len(run := _run(passage, spans, span)) == len(numbers) > 1]
    if not runs:
        return None
    nearest = min(runs, key=lambda run: abs(run[0].start - numbers[0].start))
    return next(name.entity for name in names if name.span == nearest[place])


def _run(passage: Passage, spans: Sequence[Span], one: Span) -> list[Span]:
    """Return the list that one of some stretches stands in: the neighbours that only commas or "and" part."""
    run: list[Span] = []
    for span in spans:
        if run and not _IN_LIST.search(passage.between(run[-1], span)):
            if one in run:
                return run
            run = []
        run.append(span)
    return run


def _link(
    passage: Passage,
    number: Number,
    names: Sequence[NamedSpan],
    cost_of: Callable[[Passage, Number, NamedSpan], float],
    inherited: int | None,
) -> int | None:
    costs = [(cost_of(passage, number, name), abs(name.span.start - number.span.start), name) for name in names]
    if not costs:
        return inherited
    cost, _, best = min(costs)
    return inherited if inherited is not None and cost > 1 else best.entity


def _metric_cost(passage: Passage, number: Number, name: NamedSpan) -> float:
    gap = passage.between(name.span, number.outer)
    if len(gap) > _REACH:
        return 1.5 + _distance(passage, number, name, gap)
    if name.span.start > number.span.start:
        if _METRIC_RIGHT.search(gap):
            return 0.1 + 0.1 * gap.count(" ")
        if _METRIC_IN.search(gap):
            return 0.8
        return 4 + _distance(passage, number, name, gap)
    if _OTHER_HALF.search(gap):
        return 6
    return 0 if _METRIC_LEFT.search(gap) else 1.5 + _distance(passage, number, name, gap)


def _dataset_cost(passage: Passage, number: Number, name: NamedSpan) -> float:
    gap = passage.between(name.span, number.outer)
    if len(gap) > _REACH:
        return 1.5 + _distance(passage, number, name, gap)
    if name.span.start > number.span.start:
        if _METRIC_RIGHT.search(gap) or _DATASET_ON.search(gap):
            return 0.3 + len(gap) / 200
        return 3 + _distance(passage, number, name, gap)
    if _OTHER_HALF.search(gap):
        return 6
    return 0 if _DATASET_LEFT.search(gap) else 1.5 + _distance(passage, number, name, gap)


def _distance(passage: Passage, number: Number, name: NamedSpan, gap: str) -> float:
    """Return what distance costs: words, numbers and clause ends between a name and a number."""
    numbers = passage.numbers_between(name.span, number.span)
    return len(gap) / 60 + min(numbers, 2) * 0.7 + (1.5 if _NEW_CLAUSE.search(gap) else 0)


def _among_several(passage: Passage, number: Number, best: int, names: Sequence[NamedSpan]) -> bool:
    """Say whether the chosen name stands in a list of names, "across A, B and C", that shares one number."""
    behind = [name for name in names if name.span.start > number.span.start]
    before = [name for name in names if name.span.start < number.span.start]
    side = behind if behind and behind[0].entity == best else before[::-1]
    if len(side) < 2 or side[0].entity != best or side[1].entity == best:
        return False
    between = passage.between(side[0].span, side[1].span)
    after = passage.text[side[1].span.end : side[1].span.end + 3]
    return bool(_IN_LIST.search(between)) and not between.strip().startswith("(") and not after.startswith(" (")
