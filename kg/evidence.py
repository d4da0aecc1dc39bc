"""Evidence: the words that a paper, an entity or a result rests on, each quote in its sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from kg.errors import UnknownNameError
from kg.query.values import things_named
from kg.rdf import Iri, as_ntriples_term
from kg.table import Table
from kg.view.sentences import sentence_at
from kg.vocab import prefixes

__all__ = ["Quote", "find_target", "quotes"]

Ask = Callable[[str], Table]

_FOLDER = Path(__file__).with_name("query") / "evidence"
_PARTS = ("subject", "metric", "dataset", "baseline", "baseModel")
# A quote is shown in its whole sentence, however long that is.
_WHOLE = 10**9
_ITSELF = "VALUES ?evidence { <TARGET> }"
_PATTERNS = {
    "mention": (_ITSELF, _ITSELF),
    "result": (_ITSELF, _ITSELF),
    "entity": ("?evidence kg:refersTo <TARGET> .", "?evidence kg:involves <TARGET> ."),
    "paper": ("<TARGET> kg:hasText ?text .", "<TARGET> kg:reportsResult ?evidence ."),
}
"""How mentions and results hang together with a target, by the kind in its IRI."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A stretch of a text that says something: which evidence it is, whose text, and what it is taken for.

    `sentence` is the sentence around it, `start` and `end` its place there (half-open, code points), `offset` the
    sentence's own place in the text. `says` is the entity with its role, or the result in short.
    """

    evidence: str
    paper: str
    arxiv_id: str
    title: str
    date: str
    field: str
    sentence: str
    offset: int
    start: int
    end: int
    says: str
    confidence: float

    def as_record(self) -> dict[str, Any]:
        """Return the quote in JSON's types."""
        return asdict(self)


def find_target(name: str, ask: Ask, *, base: str) -> Iri:
    """Return what a name stands for: a paper by its arXiv id or title, an entity by a label, or an IRI.

    An IRI may be short: `entity:lora`, `result/2410.21465/2024-10-30/summary/300-304`. Where a name fits a paper
    and an entity, the paper is meant. Raises UnknownNameError with the nearest names.
    """
    spaces = prefixes(base)
    prefix, colon, local = name.strip().partition(":")
    if colon and prefix in spaces:
        return things_named("entity", spaces[prefix] + local, ask)[0]
    if name.startswith(("mention/", "result/")):
        return things_named("entity", base + name, ask)[0]
    try:
        return things_named("paper", name, ask)[0]
    except UnknownNameError as no_paper:
        try:
            return things_named("entity", name, ask)[0]
        except UnknownNameError as no_entity:
            known = sorted({*no_paper.known, *no_entity.known})
            raise UnknownNameError("paper, entity or result in the graph", name, known) from None


def quotes(target: Iri, ask: Ask, *, least: float = 0.0) -> tuple[Quote, ...]:
    """Return the quotes that a paper, an entity, a mention or a result rests on, by day, paper, text and place.

    What is less sure than `least` (0 to 1) is left out.
    """
    written = as_ntriples_term(target)
    # The IRI of a mention has that of its paper in it, and a base may have anything: the last kind counts.
    kind = max(
        (kind for kind in _PATTERNS if f"/{kind}/" in target), key=lambda k: target.rfind(f"/{k}/"), default="entity"
    )
    found = [
        _quote(row)
        for name, pattern in zip(("mentions", "results"), _PATTERNS[kind], strict=True)
        # The place for the pattern is a comment, so that each file is a query as it stands.
        for row in ask(_template(name).replace("# TARGET", pattern.replace("<TARGET>", written)))
    ]
    kept = [quote for quote in found if quote.confidence >= least]
    # False comes before True: titles first.
    return tuple(sorted(kept, key=lambda q: (q.date, q.arxiv_id, q.field != "title", q.offset, q.start, q.evidence)))


def _template(name: str) -> str:
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def _quote(row: dict[str, Any]) -> Quote:
    around = sentence_at(row["content"], row["start"], row["end"], most=_WHOLE)
    return Quote(
        evidence=row["evidence"],
        paper=row["paper"],
        arxiv_id=row["id"],
        title=row["title"],
        date=str(row["date"]),
        field=row["field"],
        sentence=around.text,
        offset=row["start"] - around.start,
        start=around.start,
        end=around.end,
        says=_mention(row) if row.get("entity") else _result(row),
        confidence=float(row["confidence"]),
    )


def _mention(row: dict[str, Any]) -> str:
    return ", ".join(part for part in (row["entity"], row["kind"].lower(), row["role"]) if part)


def _result(row: dict[str, Any]) -> str:
    """Say a result in short: its number, then what it is of."""
    value = f"{row['value']} {row['unit'] or ''}".strip().replace(" %", "%")
    named = [f"{name} {row[name]}" for name in _PARTS if row[name]]
    return ", ".join([f"{row['kind']} {value}", *named]).replace("baseModel", "base model")
