"""A day's part of a build: all that is taken from its rows before they are left in their records.

It is a pure function of the rows, so that it may be done in any process, on any machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kg.graph.blocks import Head
from kg.records import as_json_line, extraction_as_record, paper_as_record
from kg.resolve.entities import RowNames, row_names
from kg.resolve.terms import Terms
from kg.rows import Row

__all__ = ["DayRecords", "DayWork", "day_content", "day_records", "day_work"]

DayRecords = dict[str, Any]
"""What the manifest holds of the records of a day: how many rows there are, and the hash of the file."""


@dataclass(frozen=True, slots=True)
class DayWork:
    """What a build keeps of a day: what its blocks need, what is counted, and its names."""

    day: str
    records: DayRecords
    heads: tuple[Head, ...]
    results: int
    mentions: int
    names: tuple[RowNames, ...]


def day_content(rows: Iterable[Row]) -> bytes:
    """Return the file of a day's records; every row has its extraction."""
    return "".join(map(_line, rows)).encode()


def day_records(content: bytes) -> DayRecords:
    """Return what the manifest holds of a file of records."""
    return {"rows": content.count(b"\n"), "sha256": hashlib.sha256(content).hexdigest()}


def day_work(day: str, rows: Sequence[Row], records: DayRecords, *, least: float, terms: Terms) -> DayWork:
    """Do the work of a day; what is less sure than `least` (0 to 1) is left out."""
    heads, names = [], []
    results = mentions = 0
    for row in (row.confident(least) for row in rows):
        extraction = row.extraction
        assert extraction is not None
        heads.append(Head.of(row.key, row.paper, extraction))
        names.append(row_names(row.paper, extraction, terms))
        results += len(extraction.results)
        mentions += sum(len(entity.mentions) for entity in extraction.entities)
    return DayWork(day, records, tuple(heads), results, mentions, tuple(names))


def _line(row: Row) -> str:
    assert row.extraction is not None
    paper, extraction = paper_as_record(row.paper), extraction_as_record(row.extraction)
    return as_json_line({"key": row.key, "paper": paper, "extraction": extraction})
