"""Whose result it is, against whom, and on which base: subject, baseline and model of a number.

A trained linker can take the place of `link_subject`, `link_baseline` and `link_model`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.annotations import DocEntity
from kg.extract.numbers import Number, Place
from kg.extract.passages import NamedSpan, Passage
from kg.extract.result_measures import paired
from kg.model import EntityType, ResultKind, Role

__all__ = ["link_baseline", "link_model", "link_subject", "proposed_system"]

_I = re.IGNORECASE
_SYSTEMS = (EntityType.METHOD, EntityType.MODEL)
_ARTICLE = r"(?:the|an?|its|both|existing|base|models?|like|such as|that of|those of)"
_SCORES = (
    r"(?:\(|at|with|:|=|scor\w+|achiev\w+|attain\w*|obtain\w*|reach\w*|only|is|was|gets?|of|had|has)"
    r"\s*(?:(?:an?|the|only|just|of)\s)*[($]*"
)
# System, then its number: "B (36.8", "B’s 36.8", "B models scoring 36.8".
_OWN = re.compile(
    rf"^(?:'s|’s|s')?\s*(?:(?:models?|baseline|agents?|method)(?:'s|’s)?\s)?(?:\([^()]*\)\s)?(?:{_SCORES})?\s*$",
    _I,
)
# The same with words between: "B's zero-shot accuracy of 36.8".
_GENITIVE = re.compile(r"^(?:'s|’s|s'|s’)\s+(?:[\w@-]+\s){0,4}(?:\(|of|at|score of)?\s*$", _I)
# Number, then its system: "36.8 for B", "36.8 points by the B".
_FOR = re.compile(
    r"^\)?(?:,? (?:and|/) [\d.]+%?)?\s*(?:[\w@/'-]+\s){0,3}(?:for|by|from|with|of)\s+"
    r"(?:the\s|an?\s)?(?:[\w-]+\s){0,2}$",
    _I,
)
# "36.8 (B", "36.8 (with B".
_IN_BRACKETS = re.compile(r"^\s*\((?:[\w-]+\s)?$")
# Before a number of others that nobody names: "compared to the baseline of 36.8".
_OTHERS_NUMBER = re.compile(
    r"\b(?:compared (?:to|with)|versus|vs\.?|against|relative to|than|outperform\w*|surpass\w*|exceed\w*"
    r"|beat\w*|over the)\s+(?:the\s|an?\s|its\s)?(?:[\w'’-]+\s){0,5}?(?:\(|of\s)?\s*$",
    _I,
)
# Before a system that is set against another, or that something comes from: "outperforms the B", "from B".
_AGAINST = re.compile(
    r"\b(?:outperform\w*|surpass\w*|exceed\w*|beat\w*|than|over|to|with|against|vs\.?|versus|from|of|unlike)\s+"
    r"(?:the\s|an?\s|its\s|existing\s|\w+\s){0,3}$",
    _I,
)
# Before what a change is relative to: "over the strong B", "compared with B".
_RELATIVE_TO = re.compile(
    r"\b(?:over|than|compared (?:to|with|against)|relative to|against|versus|vs\.?|outperform\w*|surpass\w*|"
    r"exceed\w*|beat\w*|upon|improv\w+ on|behind|trail\w*|comparison (?:to|with)|in contrast to|"
    rf"underperform\w*)\s+(?:{_ARTICLE}\s)*(?:(?!and\b|on\b|with\b|in\b|for\b)[\w'’/+-]+,?\s){{0,4}}\(?$",
    _I,
)
# "surpassing B by 3%": the baseline stands right before the number.
_BEATEN_BY = re.compile(r"^\s(?:models?\s|baseline\s)?(?:\([^()]*\)\s)?by\s", _I)
# A verb of reaching behind a name: "B achieves", "B models only score".
_ACTS = re.compile(
    r"\)?(?:\s\([^()]*\))?\s(?:models?\s|agents?\s)?(?:\w+ly\s|only\s)?"
    r"(?:achiev|scor|reach|attain|obtain|record|gets\b|outperform|surpass|deliver|perform)\w*",
    _I,
)
# Before a base model: "with B", "when applied to B", "improves the B".
_BASE_WORD = re.compile(
    r"(?:\b(?:for|with|using|on|of|to|across|enabl\w+|allow\w+|improv\w+|boost\w+|enhanc\w+|increas\w+|rais\w+|"
    r"train\w+|fine-tun\w+|accelerat\w+|reduc\w+|makes?|when|equip\w+|augment\w+|including|where|elevat\w+|"
    r"integrat\w+|quantiz\w+|compress\w+|prun\w+|instance|example|leverag\w+|by)\s+"
    rf"(?:{_ARTICLE}\s|[\w-]+\s){{0,2}}|[,(]\s*)$",
    _I,
)
# Number, then base model: "36.8 on B", "36.8 when using B".
_BASE_RIGHT = re.compile(r"^\)?\s*(?:on|for|with|when|using)\s.{0,12}$")


def proposed_system(entities: Sequence[DocEntity]) -> int | None:
    """Return the place of the paper's own system: the proposed method or model that is named first."""
    own = [
        (entity.spans[0].start, place)
        for place, entity in enumerate(entities)
        if entity.role is Role.PROPOSED and entity.type in _SYSTEMS and entity.spans
    ]
    return min(own)[1] if own else None


def link_subject(passage: Passage, number: Number, kind: ResultKind, own: int | None) -> int | None:
    """Return the place of what was measured, or None; `own` is the paper's system, the default."""
    names = passage.named(*_SYSTEMS)
    if (pair := paired(passage, number, names)) is not None:
        return pair
    before = [name for name in names if name.span.end <= number.outer.start]
    if kind is ResultKind.ABSOLUTE:
        behind = [name for name in names if name.span.start >= number.outer.end]
        if beside := _beside(passage, number, before[-1:], behind[:1]):
            return beside.entity
        if number.place is Place.ALONE and _OTHERS_NUMBER.search(passage.left(number)[-60:]):
            return None
    leaders = [name for name in before if _acts(passage, name) or not _AGAINST.search(passage.before(name))]
    near = [name for name in leaders if name.role is Role.PROPOSED or own is None or _is_rival(passage, name)]
    return near[-1].entity if near else own


def _acts(passage: Passage, name: NamedSpan) -> bool:
    """Say whether a verb of reaching follows a name: "GPT-4o achieves", "with X scoring"."""
    return bool(_ACTS.match(passage.text, name.span.end, passage.span.end))


def _is_rival(passage: Passage, name: NamedSpan) -> bool:
    """Say whether a system that is not the paper's own is what acts, as in "while GPT-4o scores 40%"."""
    return name.role is Role.EVALUATED and _acts(passage, name)


def _beside(
    passage: Passage, number: Number, before: Sequence[NamedSpan], behind: Sequence[NamedSpan]
) -> NamedSpan | None:
    """Return the system that a level stands right beside, as in "B (36.8)", "B's 36.8" or "36.8 for B"."""
    for name in before:
        gap = passage.between(name.span, number.outer)
        if gap.strip() and (_OWN.search(gap) or _GENITIVE.search(gap)):
            return name
    for name in behind:
        gap = passage.between(number.outer, name.span)
        if name.role is not Role.USED and (_FOR.search(gap) or _IN_BRACKETS.search(gap)):
            return name
    return None


def link_baseline(passage: Passage, number: Number, subject: int | None) -> int | None:
    """Return the place of what a difference or a ratio is relative to, when the sentence names it."""
    names = [name for name in passage.named(*_SYSTEMS) if name.entity != subject and name.role is not Role.PROPOSED]
    against = [name for name in names if _RELATIVE_TO.search(passage.before(name))]
    if not against:
        return None
    before = [name for name in names if name.span.end <= number.outer.start]
    if before and _BEATEN_BY.search(passage.between(before[-1].span, number.outer)):
        return before[-1].entity
    behind = [name for name in against if name.span.start > number.span.start]
    if behind and (len(behind) == 1 or not passage.numbers_between(behind[0].span, number.span)):
        return behind[0].entity
    earlier = [name for name in against if name.span.end <= number.outer.start]
    return earlier[-1].entity if earlier else None


def link_model(
    passage: Passage, number: Number, subject: int | None, baseline: int | None, entities: Sequence[DocEntity]
) -> int | None:
    """Return the place of the base model that a number holds for, when it is another than the subject."""
    if subject is None or not _rests_on_others(entities[subject]):
        return None
    names = [
        name
        for name in passage.named(EntityType.MODEL)
        if name.entity not in (subject, baseline) and name.role in (Role.USED, Role.EVALUATED)
    ]
    if (pair := paired(passage, number, names)) is not None:
        return pair
    fit = [(_base_cost(passage, number, name), name) for name in names if _is_base(passage, name)]
    return min(fit)[1].entity if fit else None


def _rests_on_others(entity: DocEntity) -> bool:
    return entity.type is not EntityType.MODEL or entity.role is Role.PROPOSED


def _is_base(passage: Passage, name: NamedSpan) -> bool:
    """Say whether the words around a model make it the base of something: "with X", "improves X", "X's"."""
    after = passage.text[name.span.end : name.span.end + 3]
    at_start = name.span.start == passage.span.start
    return at_start or after in ("'s ", "’s ") or bool(_BASE_WORD.search(passage.before(name)))


def _base_cost(passage: Passage, number: Number, name: NamedSpan) -> float:
    gap = passage.between(name.span, number.outer)
    behind = name.span.start > number.span.start
    if behind and len(gap) < 60 and (_FOR.search(gap) or _BASE_RIGHT.search(gap)):
        return 0
    return len(gap) + 40 * passage.numbers_between(name.span, number.span) + 20 * behind
