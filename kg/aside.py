"""Papers that were just read, put aside until they are in the records: memory would not hold those of a snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.model import Paper
from kg.records import as_json_line, paper_as_record, paper_from_record
from kg.rows import line_key
from kg.spool import Spool

__all__ = ["ReadRow", "ReadSource"]


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A row that was read: its key, the issue that it is a part of, and where its paper is."""

    key: str
    issue: str
    place: int
    spool: Spool

    @classmethod
    def put(cls, paper: Paper, spool: Spool) -> ReadRow:
        """Put a paper aside.

        >>> paper = Paper("2410.21465", "2024-10-30", "T", "S", ("A B",), "a.md", 7)
        >>> ReadRow.put(paper, Spool()).paper() == paper
        True
        """
        line = as_json_line(paper_as_record(paper))
        where = json.dumps([paper.file, paper.line, paper.variant])
        return cls(line_key(line), paper.issue, spool.put(f"{line}{where}".encode()), spool)

    def paper(self) -> Paper:
        """Return the paper as it was read."""
        record, where = self.spool.get(self.place).splitlines()
        file, line, variant = json.loads(where)
        return replace(paper_from_record(json.loads(record)), file=file, line=line, variant=variant)


@dataclass(frozen=True, slots=True)
class ReadSource:
    """One source as it was read: its file, its SHA-256 and its rows, whose papers are aside."""

    file: str
    sha256: str
    rows: tuple[ReadRow, ...]

    @classmethod
    def of(cls, file: str, sha256: str, papers: Iterable[Paper], spool: Spool) -> ReadSource:
        """Put the papers of a source aside, one after the other."""
        return cls(file, sha256, tuple([ReadRow.put(paper, spool) for paper in papers]))

    @property
    def papers(self) -> Iterator[Paper]:
        """Yield the papers in their order, each time anew."""
        return (row.paper() for row in self.rows)
