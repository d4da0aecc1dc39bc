"""The family grammar: which name is left when size, tuning, date or version is taken off a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, takewhile

from kg.model import EntityType

__all__ = ["relatives"]

# Where a name comes apart: spaces, hyphens and brackets, and between a version and an edition ("2.5VL").
_PARTS = re.compile(r"[\s_/()-]+|(?<=\d)(?=(?:VL|Omni|Coder|Math|Audio)\b)")
# 8B, 1.5B, 8x7B, A3B, 770M.
_SIZE = re.compile(r"(\d+(\.\d+)?|\d+x\d+(\.\d+)?|A\d+(\.\d+)?|E\d+)[BMKT]B?", re.IGNORECASE)
# 3, v1.5, 4o, 0613.
_VERSION = re.compile(r"[vV]?\d+(\.\d+)*[a-z]?")
# A version without a hyphen before it: Qwen2.5, YOLOv8.
_GLUED = re.compile(r"^(.*[A-Za-z]{2})([vV]?\d+(?:\.\d+)*)$")
_WORDS = {
    EntityType.MODEL: frozenset(
        {"chat", "instruct", "base", "it", "sft", "dpo", "rl", "thinking", "preview", "turbo", "mini", "nano"}
        | {"tiny", "small", "medium", "large", "huge", "xl", "xxl", "pro", "flash", "lite", "max", "plus"}
        | {"ultra", "opus", "sonnet", "haiku", "high", "low", "exp", "experimental", "latest", "zero"}
        | {"vl", "vision", "audio", "omni", "coder", "code", "math", "video", "image", "dev", "schnell"}
    ),
    EntityType.DATASET: frozenset(
        {"verified", "lite", "mini", "pro", "hard", "easy", "full", "plus", "test", "val", "dev", "multimodal"}
    ),
    EntityType.METHOD: frozenset(),
}
# All subsets of the loose parts are tried: 255 of eight.
_MOST_PARTS = 8


def relatives(name: str, entity_type: EntityType) -> Iterator[str]:
    """Give the names of the families that a name may be a variant of, the nearest first.

    >>> list(relatives("Llama-3.1-8B-Instruct", EntityType.MODEL))
    ['Llama-3.1-8B', 'Llama-3.1-Instruct', 'Llama-3.1', 'Llama-Instruct', 'Llama']
    >>> list(relatives("Qwen2.5", EntityType.MODEL)), list(relatives("MATH-500", EntityType.DATASET))
    (['Qwen'], ['MATH'])
    >>> list(relatives("DPM-Solver++", EntityType.METHOD))
    ['DPM-Solver']

    Only parts at the end go, and a version only after the size behind it. Whether there is anything of such a
    name is another question.
    """
    if name.endswith("+"):
        yield name.rstrip("+")
        return
    parts = [part for part in _PARTS.split(name) if part]
    glued = _GLUED.match(parts[0]) if parts else None
    if glued and (entity_type is not EntityType.METHOD or glued[2][0] in "vV"):
        parts = [glued[1], glued[2], *parts[1:]]
    loose = _loose_end(parts, entity_type)
    if len(loose) > _MOST_PARTS:
        return
    for size in range(1, len(loose) + 1):
        for gone in combinations(loose, size):
            if _keeps_size_of_version(parts, gone):
                continue
            yield _join([part for place, part in enumerate(parts) if place not in gone], glued is not None)


def _loose_end(parts: Sequence[str], entity_type: EntityType) -> list[int]:
    """Return the places of the parts at the end that may go, the last first; the very first part stays."""
    places = range(len(parts) - 1, 0, -1)
    return list(takewhile(lambda place: _is_loose(parts[place], entity_type), places))


def _is_loose(part: str, entity_type: EntityType) -> bool:
    words = _WORDS.get(entity_type, frozenset())
    return bool(_SIZE.fullmatch(part) or _VERSION.fullmatch(part)) or part.casefold() in words


def _keeps_size_of_version(parts: Sequence[str], gone: Sequence[int]) -> bool:
    """Say whether a version is gone and a size behind it is not."""
    first = min((place for place in gone if _VERSION.fullmatch(parts[place])), default=len(parts))
    return any(_SIZE.fullmatch(parts[place]) and place not in gone for place in range(first, len(parts)))


def _join(parts: list[str], glued: bool) -> str:
    """Put the parts together again, a version right behind the first where it stood so."""
    if glued and len(parts) > 1 and parts[1][:1] in "vV0123456789":
        parts = [parts[0] + parts[1], *parts[2:]]
    return "-".join(parts)
