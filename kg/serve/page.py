"""Page: what a page shows, before it is HTML."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

__all__ = ["Page"]


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its template and what that is given, and what its head says.

    `iri` is the resource that it shows, None where there is none. Data stand at `data` plus an ending, by default
    beside the page of a resource; empty where there are none. `json_ld` describes that resource in the words of
    schema.org.
    """

    template: str
    title: str
    description: str
    path: str
    iri: str | None = None
    data: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    json_ld: dict[str, Any] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The path of its data without the ending."""
        return self.data or (self.path if self.iri else "")
