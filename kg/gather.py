"""What a build is made from: the papers of new sources beside those of the version in force.

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

from kg.aside import ReadRow, ReadSource
from kg.errors import NotADigestError, RowError
from kg.extract.limits import LongText
from kg.graph.folder import Manifest, Version
from kg.model import Paper
from kg.rows import Row, read_rows, told_apart
from kg.sources.arxiv import EVERYTHING, Selection, is_arxiv_file, read_arxiv
from kg.sources.days import Disagreement, merge_day
from kg.sources.digest import read_digest
from kg.sources.files import find_digests
from kg.sources.remote import is_address, remote_files
from kg.spool import Spool

__all__ = [
    "Gathered",
    "OnProblem",
    "Problem",
    "Source",
    "gather",
    "has_news",
    "raise_problem",
    "read_sources",
    "told",
]

Problem = RowError | NotADigestError | Disagreement | LongText
"""Something in the sources that a build reports and goes on."""

OnProblem = Callable[[Problem], None]


@dataclass(frozen=True, slots=True)
class Source:
    """One file as the manifest knows it: its hash, and the keys of its rows by day."""

    file: str
    sha256: str
    days: dict[str, list[str]]

    def as_record(self) -> dict[str, Any]:
        """Return the form that the manifest holds."""
        return asdict(self)


@dataclass
class Gathered:
    """What the next version holds: sources by file, and the keys of the rows of each day, all sorted.

    No row is held: those that were just read are put aside, all others stay in the records of the version before, and
    both are taken from there day by day. With `again`, what was extracted before does not count.
    """

    sources: list[Source]
    days: dict[str, list[str]]
    read: dict[str, ReadRow] = field(default_factory=dict)
    before: Version | None = None
    known: dict[str, set[str]] = field(default_factory=dict)
    again: bool = False

    def is_unchanged(self, day: str) -> bool:
        """Say whether the version before has the same rows of a day, with all that was extracted from them."""
        return not self.again and self.known.get(day) == set(self.days[day])

    def missing(self, day: str) -> int:
        """Count the rows of a day that are to be extracted."""
        return len(self.days[day]) if self.again else len(set(self.days[day]) - self.known.get(day, set()))

    def rows(self, day: str) -> list[Row]:
        """Return the rows of a day, by arXiv id and key; without an extraction where that is to be made."""
        found = {key: Row(key, self.read[key].paper()) for key in self.days[day] if key in self.read}
        if self.before and not self.known.get(day, set()).isdisjoint(self.days[day]):
            found |= {row.key: replace(row, extraction=None) if self.again else row for row in self._before(day)}
        # By key and not by source: the same rows come in the same order from whichever files they are read.
        ordered = sorted((found[key] for key in self.days[day]), key=lambda row: (row.paper.arxiv_id, row.key))
        return list(told_apart(ordered))

    def _before(self, day: str) -> Iterator[Row]:
        assert self.before is not None
        return read_rows(self.before, day)


def raise_problem(problem: Problem) -> None:
    """Raise what keeps a row or a file from being read; rows that disagree, or are long, are no reason to stop."""
    if isinstance(problem, Exception):
        raise problem


def read_sources(
    paths: Sequence[str | Path], *, report: OnProblem, select: Selection = EVERYTHING
) -> Iterator[ReadSource]:
    """Read digests from files, from folders of them, from addresses of either, and from standard input (`-`).

    Files that end in .json or .jsonl, also with .gz behind it, are arXiv's metadata, of which only what `select` wants
    is read. Rows that can't be read, and files in a folder that are no digest, are handed to `report`. Raises
    NotADigestError when a file that was named is none, and SourceError when one can't be read.
    """
    spool = Spool()
    for given in paths:
        if str(given) == "-":
            yield _read_stdin(report, spool)
            continue
        if is_address(str(given)):
            yield from _read_remote(str(given), report, spool)
            continue
        for path in find_digests([Path(given)], report=report):
            is_arxiv = is_arxiv_file(path)
            read = read_arxiv(path, select=select, report=report) if is_arxiv else read_digest(path, report=report)
            with path.open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            yield ReadSource.of(str(path.resolve()), sha256, told(read, report), spool)


def told(papers: Iterable[Paper], report: OnProblem) -> Iterator[Paper]:
    """Yield papers; those with texts too long to be read whole are reported."""
    for paper in papers:
        if long := LongText.of(paper):
            report(long)
        yield paper


def _read_stdin(report: OnProblem, spool: Spool) -> ReadSource:
    """Read standard input; its name holds its hash, so that one stream does not replace another."""
    read = _read_bytes(sys.stdin.buffer.read(), "<stdin>", report, spool)
    return replace(read, file=f"<stdin:{read.sha256[:12]}>")


def _read_remote(address: str, report: OnProblem, spool: Spool) -> Iterator[ReadSource]:
    """Read the digests at an address; a file in a folder that is none is reported."""
    for name, content in remote_files(address):
        try:
            yield _read_bytes(content, name, report, spool)
        except NotADigestError as error:
            if name == address:
                raise
            report(error)


def _read_bytes(content: bytes, name: str, report: OnProblem, spool: Spool) -> ReadSource:
    stream = io.TextIOWrapper(io.BytesIO(content), encoding="utf-8")
    papers = read_digest(stream, name=name, report=report)
    return ReadSource.of(name, hashlib.sha256(content).hexdigest(), told(papers, report), spool)


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
    manifest = before.manifest() if before else {"sources": ()}
    known = [Source(**item) for item in manifest["sources"]]
    sources = {source.file: source for source in _kept(known, without)}
    just_read: dict[str, ReadRow] = {}
    for source in read:
        days: dict[str, set[str]] = {}
        for row in source.rows:
            just_read[row.key] = row
            days.setdefault(row.issue, set()).add(row.key)
        claims = {day: sorted(keys) for day, keys in sorted(days.items())}
        sources[source.file] = Source(source.file, source.sha256, claims)
    gathered = Gathered(
        sources=[sources[file] for file in sorted(sources)],
        days={day: sorted(keys) for day, keys in sorted(_claimed(sources.values()).items())},
        read=just_read,
        before=before,
        known=_claimed(known),
        again=again,
    )
    for day in sorted({row.issue for row in just_read.values()}):
        _compare(day, gathered, report)
    return gathered


def _claimed(sources: Iterable[Source]) -> dict[str, set[str]]:
    """Return the keys of the rows of each day that any of the sources holds."""
    found: dict[str, set[str]] = {}
    for source in sources:
        for day, keys in source.days.items():
            found.setdefault(day, set()).update(keys)
    return found


def _compare(day: str, gathered: Gathered, report: OnProblem) -> None:
    """Report where the rows of a day, of which some were just read, do not agree."""
    papers = [gathered.read[key].paper() for key in gathered.days.get(day, ()) if key in gathered.read]
    if others := set(gathered.days.get(day, ())) - gathered.read.keys():
        files = {key: source.file for source in gathered.sources for key in source.days.get(day, ())}
        rows = (row for row in gathered.rows(day) if row.key in others)
        papers += [replace(row.paper, file=files[row.key], variant="") for row in rows]
    # For its reports alone: rows that do not agree are all kept.
    merge_day(papers, report)


def _kept(sources: Iterable[Source], without: Container[str]) -> Iterator[Source]:
    for source in sources:
        days = {day: keys for day, keys in source.days.items() if day not in without}
        # A file that had no rows to begin with is still one that was read.
        if days or not source.days:
            yield replace(source, days=days)


def has_news(read: Iterable[ReadSource], known: Manifest) -> bool:
    """Say whether any source has a row that the version of a manifest does not know."""
    keys = {key for source in known.get("sources", ()) for keys in source["days"].values() for key in keys}
    return any(row.key not in keys for source in read for row in source.rows)
