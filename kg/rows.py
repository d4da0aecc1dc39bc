"""Rows of digests: their keys, and how they are read back from the records of a version.

A row has a key made of its content, so that the same words read from any file, at any line, are one row.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.extract.confidence import confident
from kg.graph.folder import Version
from kg.model import Extraction, Paper
from kg.records import as_json_line, extraction_from_record, paper_as_record, paper_from_record

__all__ = ["Row", "line_key", "read_rows", "row_key", "told_apart"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a digest with its key, and what was extracted from it if that is known."""

    key: str
    paper: Paper
    extraction: Extraction | None = None

    def confident(self, least: float) -> Row:
        """Return the row without entities and results below a confidence (0 to 1)."""
        if self.extraction is None or not least:
            return self
        return replace(self, extraction=confident(self.extraction, least))


def row_key(paper: Paper) -> str:
    """Return the key of a row: a hash of what it says.

    >>> row_key(Paper("2410.21465", "2024-10-30", "T", "S", ())) == row_key(
    ...     Paper("2410.21465", "2024-10-30", "T", "S", (), "other.md", 7)
    ... )
    True
    """
    # File and line are no part of a record.
    return line_key(as_json_line(paper_as_record(paper)))


def line_key(line: str) -> str:
    """Return the key of a row whose paper is written as a line of JSON."""
    # 80 bits are enough for rows never to meet by chance.
    return hashlib.sha256(line.encode()).hexdigest()[:20]


def read_rows(version: Version, day: str) -> Iterator[Row]:
    """Read the rows of a day from the records of a version, by arXiv id and key.

    Raises RecordError for a damaged line.
    """
    rows = (
        Row(record["key"], paper_from_record(record["paper"]), extraction_from_record(record["extraction"]))
        for record in version.read_records(day)
    )
    return told_apart(rows)


def told_apart(rows: Iterable[Row]) -> Iterator[Row]:
    """Give each further row of one paper and day a variant of its own; the first by key has none.

    The rows are sorted by day, arXiv id and key.
    """
    before = ("", "")
    for row in rows:
        paper = (row.paper.arxiv_id, row.paper.issue)
        variant = row.key[:8] if paper == before else ""
        yield row if row.paper.variant == variant else replace(row, paper=replace(row.paper, variant=variant))
        before = paper
