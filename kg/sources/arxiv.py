"""arXiv's metadata snapshot, a JSON object a line, plain or gzipped: from a file to Paper values, one at a time.

A line has `id`, `title`, `abstract`, `categories`, `authors_parsed` or `authors`, and `versions` or `update_date`. The
day of a paper is that of its first version, which no later snapshot changes.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, BinaryIO

from kg.errors import RowError, SettingsError, SourceError
from kg.model import Origin, Paper
from kg.sources.days import is_day
from kg.sources.digest import raise_error

__all__ = ["EVERYTHING", "MOST_NAMES", "Selection", "is_arxiv_file", "read_arxiv"]

MOST_NAMES = 200
"""Authors of a paper that are taken: lists of large collaborations have thousands."""

_ENDINGS = (".jsonl", ".ndjson", ".json", ".jsonl.gz", ".ndjson.gz", ".json.gz")
# A file without line ends must not fill the memory; the longest lines of a snapshot are far shorter.
_MOST_BYTES = 1 << 22
_DEEPEST = 4
_ID = re.compile(r"\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}", re.ASCII)
_CATEGORY = re.compile(r"[a-z-]+(?:\.[A-Za-z-]+)?", re.ASCII)
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_AFFILIATION = re.compile(r"\([^()]*\)")
_BETWEEN_NAMES = re.compile(r",(?:\s*and\s)?|\sand\s")
_SHAPE = 'expected a JSON object with "id", "title", "abstract" and "versions" or "update_date"'


@dataclass(frozen=True, slots=True)
class Selection:
    """Which papers of a snapshot are wanted: of any of some categories, and of a span of days, both ends included.

    A category is as arXiv has it (`cs.CL`), or an archive, which stands for all its categories (`cs`). Raises
    SettingsError for one that can't be any, and for a day that is none.

    >>> Selection(categories=("cs",), since="2024-01-01").wants("math.CO cs.CL", "2024-10-29")
    True
    """

    categories: tuple[str, ...] = ()
    since: str = ""
    until: str = ""

    def __post_init__(self) -> None:
        for category in self.categories:
            if not _CATEGORY.fullmatch(category):
                raise SettingsError("category", category, f"category: expected one such as cs.CL, got {category!r}")
        for name, day in (("since", self.since), ("until", self.until)):
            if day and not is_day(day):
                raise SettingsError(name, day, f"{name}: expected a day such as 2024-10-30, got {day!r}")

    def wants(self, categories: str, day: str) -> bool:
        """Say whether a paper of a day is wanted, whose categories stand with spaces between them."""
        if (self.since and day < self.since) or (self.until and day > self.until):
            return False
        found = categories.split()
        return not self.categories or any(
            one == wanted or one.startswith(f"{wanted}.") for one in found for wanted in self.categories
        )


EVERYTHING = Selection()
"""All papers of a snapshot."""


def is_arxiv_file(path: Path) -> bool:
    """Say whether a file is a snapshot by its name.

    >>> is_arxiv_file(Path("arxiv.jsonl.gz")), is_arxiv_file(Path("2024-10-30.md"))
    (True, False)
    """
    return path.name.lower().endswith(_ENDINGS)


def read_arxiv(
    path: Path, *, select: Selection = EVERYTHING, report: Callable[[RowError], None] = raise_error
) -> Iterator[Paper]:
    """Read the papers of a snapshot, in its order; takes memory for one line.

    A line that can't be read is handed to `report`, with its number, and skipped. Raises SourceError if the file can't
    be read, or its first line is none of a snapshot's.
    """
    number = 0
    try:
        with closing(_opened(path)) as file:
            for number, line in _lines(file):
                try:
                    paper = _paper(line, select, str(path), number)
                except ValueError as error:
                    if number == 1:
                        raise SourceError(path, f"line 1: {error}. Is this arXiv's metadata snapshot?") from None
                    report(RowError(path, number, str(error)))
                    continue
                if paper is not None:
                    yield paper
    except FileNotFoundError as error:
        raise SourceError(path, "no such file. Check the path.") from error
    except (OSError, EOFError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(path, f"can't be read beyond line {number}: {reason}") from error


def _opened(path: Path) -> Any:
    return gzip.open(path) if path.name.lower().endswith(".gz") else path.open("rb")


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield the lines that are not empty, with their numbers from 1; None for one that is too long to be any."""
    number = 0
    while line := file.readline(_MOST_BYTES):
        number += 1
        is_whole = line.endswith(b"\n") or len(line) < _MOST_BYTES
        while not line.endswith(b"\n") and (more := file.readline(_MOST_BYTES)):
            line = more
            is_whole = False
        if not is_whole:
            yield number, None
        elif line.strip():
            yield number, line


def _paper(line: bytes | None, select: Selection, file: str, number: int) -> Paper | None:
    """Return the paper of a line if it is wanted; raises ValueError with what was expected."""
    if line is None:
        raise ValueError(f"expected a line of less than {_MOST_BYTES:,} bytes")
    record = _record(line)
    arxiv_id, day = _id(record), _day(record)
    categories = record.get("categories") or ""
    if not isinstance(categories, str):
        raise ValueError('expected "categories" to be text')
    if not select.wants(categories, day):
        return None
    title, abstract = _text(record, "title"), _text(record, "abstract")
    return Paper(arxiv_id, day, title, abstract, _names(record)[:MOST_NAMES], file, number, origin=Origin.ARXIV)


def _record(line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except UnicodeDecodeError:
        raise ValueError("expected text in UTF-8") from None
    except (ValueError, RecursionError) as error:
        reason = error.msg if isinstance(error, json.JSONDecodeError) else "not so deep, with smaller numbers"
        raise ValueError(f"{_SHAPE}, and this is no JSON ({reason})") from None
    if not isinstance(record, dict) or "id" not in record:
        raise ValueError(_SHAPE)
    return record


def _id(record: dict[str, Any]) -> str:
    found = record["id"]
    if not isinstance(found, str) or not _ID.fullmatch(found):
        raise ValueError(f'expected an "id" such as "2410.21465" or "cs/0112017", got {str(found)[:40]!r}')
    return found


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    folded = _folded(value) if isinstance(value, str) else ""
    if not folded:
        raise ValueError(f'expected "{name}" to be text that is not empty')
    return folded


def _day(record: dict[str, Any]) -> str:
    versions = record.get("versions")
    try:
        if versions:
            return parsedate_to_datetime(versions[0]["created"]).date().isoformat()
    except (AttributeError, KeyError, TypeError, ValueError, IndexError):
        raise ValueError(
            'expected "versions" with a date in "created", such as "Mon, 2 Apr 2007 19:18:42 GMT"'
        ) from None
    day = record.get("update_date")
    if not isinstance(day, str) or not is_day(day):
        raise ValueError(f'expected "versions", or a day in "update_date", got {str(day)[:40]!r}')
    return day


def _names(record: dict[str, Any]) -> tuple[str, ...]:
    parsed = record.get("authors_parsed")
    names: Iterable[str]
    if isinstance(parsed, list) and all(isinstance(name, list) for name in parsed):
        # A name is [last, first, suffix], and what follows are affiliations.
        parts = ([*name[1:2], *name[:1], *name[2:3]] for name in parsed)
        names = (" ".join(part for part in name if isinstance(part, str)) for name in parts)
    elif isinstance(authors := record.get("authors") or "", str):
        names = _BETWEEN_NAMES.split(_without_affiliations(" ".join(authors.split())))
    else:
        raise ValueError('expected "authors_parsed" to be a list of lists, or "authors" to be text')
    return tuple(folded for name in names if (folded := _folded(name)))


def _without_affiliations(authors: str) -> str:
    """Leave out what stands in brackets, also in brackets within brackets.

    >>> _without_affiliations("Ann Lee (1), Bo Tran ((1) Somewhere)").split(", ")
    ['Ann Lee  ', 'Bo Tran  ']
    """
    for _ in range(_DEEPEST):
        authors = _AFFILIATION.sub(" ", authors)
    return authors


def _folded(text: str) -> str:
    return " ".join(_UNPRINTED.sub(" ", _HALF_PAIR.sub("\ufffd", text)).split())
