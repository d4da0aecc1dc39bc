"""What a build is made from: the papers of new sources beside those of the version in force.

A row has a key made of its content, so that the same words read from any file, at any line, are one row.
Each source claims the rows that it holds: a source that is read again claims anew, the others keep theirs.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.errors import NotADigestError, RowError
from kg.extract.confidence import confident
from kg.graph.folder import Version
from kg.model import Extraction, Paper
from kg.records import as_json_line, extraction_from_record, paper_as_record, paper_from_record
from kg.sources.days import Disagreement, merge_day
from kg.sources.digest import read_digest
from kg.sources.files import find_digests

__all__ = [
    "Gathered",
    "OnProblem",
    "Problem",
    "ReadSource",
    "Row",
    "Source",
    "gather",
    "raise_problem",
    "read_sources",
    "row_key",
]

Problem = RowError | NotADigestError | Disagreement
"""Something in the sources that a build reports and goes on."""

OnProblem = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class ReadSource:
    """One source as it was read: its file, its SHA-256 and its papers."""

    file: str
    sha256: str
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a digest with its key, and what was extracted from it if that is known."""

    key: str
    paper: Paper
    extraction: Extraction | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One file of digests as the manifest knows it: its hash, and the keys of its rows by day."""

    file: str
    sha256: str
    days: dict[str, list[str]]

    def as_record(self) -> dict[str, Any]:
        """Return the form that the manifest holds."""
        return asdict(self)


@dataclass
class Gathered:
    """Everything that the next version holds: sources by file, and rows by day and key, all sorted."""

    sources: list[Source]
    days: dict[str, list[Row]] = field(default_factory=dict)

    @property
    def rows(self) -> list[Row]:
        """All rows, by day, arXiv id and key."""
        return [row for day in self.days.values() for row in day]

    def confident(self, least: float) -> Gathered:
        """Return the same without entities and results below a confidence (0 to 1)."""
        if not least:
            return self
        return Gathered(
            self.sources, {day: [_confident(row, least) for row in rows] for day, rows in self.days.items()}
        )


def _confident(row: Row, least: float) -> Row:
    return row if row.extraction is None else replace(row, extraction=confident(row.extraction, least))


def raise_problem(problem: Problem) -> None:
    """Raise what keeps a row or a file from being read; rows that merely disagree are no reason to stop."""
    if isinstance(problem, Exception):
        raise problem


def row_key(paper: Paper) -> str:
    """Return the key of a row: a hash of what it says.

    >>> row_key(Paper("2410.21465", "2024-10-30", "T", "S", ())) == row_key(
    ...     Paper("2410.21465", "2024-10-30", "T", "S", (), "other.md", 7)
    ... )
    True
    """
    return hashlib.sha256(as_json_line(paper_as_record(paper)).encode()).hexdigest()[:20]


def read_sources(paths: Sequence[str | Path], *, report: OnProblem) -> Iterator[ReadSource]:
    """Read digests from files, from folders of them, and from standard input (`-`).

    Rows that can't be read, and files in a folder that are no digest, are handed to `report`. Raises
    NotADigestError when a file that was named is none, and SourceError when one can't be read.
    """
    for given in paths:
        if str(given) == "-":
            yield _read_stdin(report)
            continue
        for path in find_digests([Path(given)], report=report):
            papers = tuple(read_digest(path, report=report))
            yield ReadSource(str(path.resolve()), hashlib.sha256(path.read_bytes()).hexdigest(), papers)


def _read_stdin(report: OnProblem) -> ReadSource:
    """Read standard input; its name holds its hash, so that one stream does not replace another."""
    content = sys.stdin.buffer.read()
    sha256 = hashlib.sha256(content).hexdigest()
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
    papers = tuple(read_digest(stream, name="<stdin>", report=report))
    return ReadSource(f"<stdin:{sha256[:12]}>", sha256, papers)


def gather(read: Iterable[ReadSource], before: Version | None, *, again: bool, report: OnProblem) -> Gathered:
    """Put the papers of new sources beside the rows that the version before has from other sources.

    With `again`, what was extracted before is left out, so that every row is extracted anew. Two rows that
    list one paper on one day and do not agree are reported, and both kept.
    """
    known = {} if before is None else _known_rows(before, again=again)
    sources = {} if before is None else _known_sources(before)
    for source in read:
        days: dict[str, set[str]] = {}
        for paper in source.papers:
            key = row_key(paper)
            known.setdefault(key, Row(key, paper))
            days.setdefault(paper.date, set()).add(key)
        claims = {day: sorted(keys) for day, keys in sorted(days.items())}
        sources[source.file] = Source(source.file, source.sha256, claims)
    claimed = {key for source in sources.values() for keys in source.days.values() for key in keys}
    rows = sorted((known[key] for key in claimed), key=lambda row: (row.paper.date, row.paper.arxiv_id, row.key))
    merge_day([row.paper for row in rows], report)
    gathered = Gathered([sources[file] for file in sorted(sources)])
    for row in _told_apart(rows):
        gathered.days.setdefault(row.paper.date, []).append(row)
    return gathered


def _told_apart(rows: Iterable[Row]) -> Iterator[Row]:
    """Give each further row of one paper and day a variant of its own; the first by key has none."""
    before = ("", "")
    for row in rows:
        paper = (row.paper.arxiv_id, row.paper.date)
        variant = row.key[:8] if paper == before else ""
        yield replace(row, paper=replace(row.paper, variant=variant))
        before = paper


def _known_sources(before: Version) -> dict[str, Source]:
    return {item["file"]: Source(**item) for item in before.manifest()["sources"]}


def _known_rows(before: Version, *, again: bool) -> dict[str, Row]:
    rows = {}
    for day in before.manifest()["days"]:
        for record in before.read_records(day):
            extraction = None if again else extraction_from_record(record["extraction"])
            rows[record["key"]] = Row(record["key"], paper_from_record(record["paper"]), extraction)
    return rows
