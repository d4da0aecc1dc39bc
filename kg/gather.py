"""What a build is made from: the papers of new sources beside those of the version in force.

A row has a key made of its content, so that the same words read from any file, at any line, are one row.
Each source claims the rows that it holds: a source that is read again claims anew, the others keep theirs.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.errors import NotADigestError, RowError
from kg.extract.confidence import confident
from kg.graph.folder import Manifest, Version
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
    "has_news",
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

    def confident(self, least: float) -> Row:
        """Return the row without entities and results below a confidence (0 to 1)."""
        if self.extraction is None or not least:
            return self
        return replace(self, extraction=confident(self.extraction, least))


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
    """Everything that the next version holds: sources by file, and rows by day and key, all sorted.

    `known` are the rows of the version before, by key, with what was extracted from them then.
    """

    sources: list[Source]
    days: dict[str, list[Row]] = field(default_factory=dict)
    known: dict[str, Row] = field(default_factory=dict)
    known_days: dict[str, list[str]] = field(default_factory=dict)

    def is_unchanged(self, day: str) -> bool:
        """Say whether the version before has the same records of a day."""
        rows = self.days[day]
        return [row.key for row in rows] == self.known_days.get(day) and all(
            row.extraction == self.known[row.key].extraction for row in rows
        )

    @property
    def rows(self) -> list[Row]:
        """All rows, by day, arXiv id and key."""
        return [row for day in self.days.values() for row in day]

    def confident(self, least: float) -> Gathered:
        """Return the same without entities and results below a confidence (0 to 1)."""
        if not least:
            return self
        return Gathered(self.sources, {day: [row.confident(least) for row in rows] for day, rows in self.days.items()})


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


def gather(
    read: Iterable[ReadSource],
    before: Version | None,
    *,
    report: OnProblem,
    again: bool = False,
    without: Container[str] = frozenset(),
) -> Gathered:
    """Put the papers of new sources beside the rows that the version before has from other sources.

    The days in `without` are left out, and so is a source that held nothing else. With `again`, what was
    extracted before does not count, so that every row is to be extracted anew. Two rows that list one paper on
    one day and do not agree are reported when that day was just read, and both kept.
    """
    gathered = _before(before)
    found = {key: replace(row, extraction=None) if again else row for key, row in gathered.known.items()}
    sources = {source.file: source for source in _kept(gathered.sources, without)}
    days_read: set[str] = set()
    for source in read:
        days: dict[str, set[str]] = {}
        for paper in source.papers:
            key = row_key(paper)
            known = found.get(key)
            found[key] = Row(key, paper, known.extraction if known else None)
            days.setdefault(paper.date, set()).add(key)
        days_read |= days.keys()
        claims = {day: sorted(keys) for day, keys in sorted(days.items())}
        sources[source.file] = Source(source.file, source.sha256, claims)
    claimed = {key for source in sources.values() for keys in source.days.values() for key in keys}
    rows = sorted((found[key] for key in claimed), key=lambda row: (row.paper.date, row.paper.arxiv_id, row.key))
    merge_day([row.paper for row in rows if row.paper.date in days_read], report)
    gathered.sources = [sources[file] for file in sorted(sources)]
    for row in _told_apart(rows):
        gathered.days.setdefault(row.paper.date, []).append(row)
    return gathered


def _kept(sources: Iterable[Source], without: Container[str]) -> Iterator[Source]:
    for source in sources:
        days = {day: keys for day, keys in source.days.items() if day not in without}
        if days or not source.days:
            yield replace(source, days=days)


def has_news(read: Iterable[ReadSource], known: Manifest) -> bool:
    """Say whether any source has a row that the version of a manifest does not know."""
    keys = {key for source in known.get("sources", ()) for keys in source["days"].values() for key in keys}
    return any(row_key(paper) not in keys for source in read for paper in source.papers)


def _before(version: Version | None) -> Gathered:
    """Return what a version holds, as far as the next one needs it."""
    if version is None:
        return Gathered([])
    manifest = version.manifest()
    gathered = Gathered([Source(**item) for item in manifest["sources"]])
    claims = ((source.file, key) for source in gathered.sources for keys in source.days.values() for key in keys)
    files = {key: file for file, key in claims}
    for day in manifest["days"]:
        keys = gathered.known_days.setdefault(day, [])
        for record in version.read_records(day):
            key = record["key"]
            paper = replace(paper_from_record(record["paper"]), file=files.get(key, ""))
            gathered.known[key] = Row(key, paper, extraction_from_record(record["extraction"]))
            keys.append(key)
    return gathered


def _told_apart(rows: Iterable[Row]) -> Iterator[Row]:
    """Give each further row of one paper and day a variant of its own; the first by key has none."""
    before = ("", "")
    for row in rows:
        paper = (row.paper.arxiv_id, row.paper.date)
        variant = row.key[:8] if paper == before else ""
        yield replace(row, paper=replace(row.paper, variant=variant))
        before = paper
