"""Results as pages show them: the number, what it is of, and the sentence that says so."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from kg.rdf import RdfTerm
from kg.serve.asking import Asking
from kg.serve.texts import Piece, quote

__all__ = ["Link", "Shown", "results_of"]

_BOUNDS = {"at-least": "≥ ", "at-most": "≤ ", "approximately": "≈ "}
_CLOSE = frozenset({"%", "x", "X", "°"})


@dataclass(frozen=True, slots=True)
class Link:
    """A name and the path of its page; `iri` tells two of one name apart."""

    name: str
    path: str | None
    iri: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """One result; what the text leaves open is None. `is_before` says that a later number takes its place.

    `contradicts` are the IRIs of other papers' scores that the graph marks as contradicting it.
    """

    iri: str
    paper: Link
    date: str
    field: str
    value: str
    lower: float
    upper: float
    unit: str
    kind: str
    bound: str
    change: str
    better: str
    is_fraction: bool
    is_before: bool
    before: str
    confidence: float
    subject: Link | None
    metric: Link | None
    dataset: Link | None
    baseline: Link | None
    base_model: Link | None
    words: tuple[Piece, ...]
    as_: frozenset[str]
    contradicts: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The number as a reader sees it, with its bound and its unit."""
        space = "" if self.unit in _CLOSE or not self.unit else " "
        return f"{_BOUNDS.get(self.bound, '')}{self.value}{space}{self.unit}"


def results_of(asking: Asking, thing: RdfTerm, *, as_: Iterable[RdfTerm]) -> list[Shown]:
    """Return the results that a thing has a part in, the newest first; `as_` are the properties that count."""
    parts: dict[str, set[str]] = {}
    rows: dict[str, dict[str, Any]] = {}
    for row in asking.rows("results", thing=thing, as_=as_):
        rows.setdefault(row["result"], row)
        parts.setdefault(row["result"], set()).add(_local(row["as"]))
    return [_shown(asking, row, frozenset(parts[iri])) for iri, row in rows.items()]


def _shown(asking: Asking, row: dict[str, Any], parts: frozenset[str]) -> Shown:
    def link(name: str, kind: str = "") -> Link | None:
        iri = row[name]
        return Link(row[f"{name}Name"], asking.page(iri), iri, kind) if iri else None

    return Shown(
        iri=row["result"],
        paper=Link(row["title"], asking.page(row["paper"]), row["paper"]),
        date=row["date"],
        field=row["field"],
        value=row["value"],
        lower=row["lower"],
        upper=row["upper"],
        unit=row["unit"] or "",
        kind=_local(row["kind"]),
        bound=_local(row["bound"]),
        change=_local(row["change"]),
        better=_local(row["better"]),
        is_fraction=bool(row["isFraction"]),
        is_before=bool(row["isBefore"]),
        before=row["before"] or "",
        confidence=row["confidence"],
        subject=link("subject"),
        metric=link("metric"),
        dataset=link("dataset"),
        baseline=link("baseline"),
        base_model=link("baseModel"),
        words=tuple(quote(row["content"], row["start"], row["end"])),
        as_=parts,
        contradicts=frozenset((row["contradicts"] or "").split()),
    )


def _local(iri: str | None) -> str:
    return iri.rstrip("/").rsplit("/", 1)[-1].rsplit("#", 1)[-1] if iri else ""
