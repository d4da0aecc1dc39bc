"""What a view can be asked for by name; light, since every command loads it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kg.errors import UnknownNameError

__all__ = ["ROLES", "TOGETHER", "TYPES", "Reach", "Renderer", "ViewFormat"]

TOGETHER = ("Method", "Model", "Dataset", "Task")
"""Types whose things can be looked at for what occurs together."""

TYPES = ("Paper", "Method", "Model", "Dataset", "Metric", "Task", "Person")
"""Types that a neighbourhood can be held to."""

ROLES = (
    "proposes", "uses", "evaluates", "evaluatesOn", "comparesWith", "addresses", "reportsMetric", "mentionsInPassing",
    "listsPerson", "variantOf", "broader",
)  # fmt: skip
"""Roles that a neighbourhood can be held to."""

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


class Renderer(StrEnum):
    """What draws a page."""

    PYVIS = "pyvis"
    WEBGL = "webgl"


class ViewFormat(StrEnum):
    """What a view is written as: a page, or a still picture."""

    HTML = "html"
    PNG = "png"
    SVG = "svg"


@dataclass(frozen=True)
class Reach:
    """How far a neighbourhood goes: in steps, and by which types, roles and days of papers; empty means any.

    Days are written YYYY, YYYY-MM or YYYY-MM-DD, and are within. Names are taken in any case, with or without spaces.
    Raises UnknownNameError for a type or role that is none, ValueError for steps or days that are none.

    >>> Reach(types=("method",), roles=("Evaluates on",), until="2025-01").roles
    ('evaluatesOn',)
    >>> Reach(until="2025-01").holds("2025-01-31"), Reach(since="2025").holds("2024-12-31")
    (True, False)
    """

    depth: int = 1
    types: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __post_init__(self) -> None:
        if self.depth < 1:
            raise ValueError(f"expected a depth of 1 or more steps, got {self.depth}")
        for day in filter(None, (self.since, self.until)):
            if not _DAY.fullmatch(day):
                raise ValueError(f"expected a day such as 2025-01-31, 2025-01 or 2025, got {day!r}")
        object.__setattr__(self, "types", _known("type", self.types, TYPES))
        object.__setattr__(self, "roles", _known("role", self.roles, ROLES))

    def holds(self, day: str) -> bool:
        """Say whether a day (ISO 8601) is within."""
        return day[: len(self.since)] >= self.since and (not self.until or day[: len(self.until)] <= self.until)

    @property
    def in_words(self) -> str:
        """What it is held to, in words; empty when it is held to nothing."""
        parts = [
            f"only {', '.join(self.types)}" if self.types else "",
            f"by {', '.join(self.roles)}" if self.roles else "",
            f"since {self.since}" if self.since else "",
            f"until {self.until}" if self.until else "",
        ]
        return ", ".join(filter(None, parts))


def _known(sort: str, names: Iterable[str], known: Iterable[str]) -> tuple[str, ...]:
    """Return names as they are written here."""
    by_key = {name.casefold(): name for name in known}
    found = []
    for name in names:
        key = re.sub(r"[\s_-]", "", name).casefold()
        if key not in by_key:
            raise UnknownNameError(sort, name, by_key.values())
        found.append(by_key[key])
    return tuple(found)
