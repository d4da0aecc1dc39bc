"""The records of a version: what each paper says, a file a day; the file of a day that stays is linked."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg.gather import Gathered
from kg.graph.folder import Version
from kg.model import Extraction, Paper
from kg.records import as_json_line, extraction_as_record, paper_as_record
from kg.rows import Row, read_rows

__all__ = ["DayRecords", "Extract", "write_records"]

DayRecords = dict[str, Any]
"""What the manifest holds of the records of a day: how many rows there are, and the hash of the file."""

Extract = Callable[[Iterable[Paper], int], AbstractContextManager[Iterator[Extraction]]]
"""Extracts from so many papers, in their order, from when the block begins."""


def write_records(
    new: Version, gathered: Gathered, extract: Extract, *, before: Version | None
) -> Iterator[tuple[str, DayRecords, list[Row]]]:
    """Write the records of all days; yield each day with what the manifest holds of it, and its rows.

    The records of a day that is the same in the version before are a link to that version's file. Such days come
    first, while elsewhere the rows of the others are being extracted.
    """
    known = before.manifest()["days"] if before else {}
    stay = [day for day in gathered.days if before and gathered.is_unchanged(day)]
    others = [day for day in gathered.days if not (before and gathered.is_unchanged(day))]
    # A generator: it is taken from as the processes get on, while this one writes the days that stay.
    papers = (row.paper for day in others for row in gathered.rows(day) if row.extraction is None)
    with extract(papers, sum(map(gathered.missing, others))) as extractions:
        for day in stay:
            assert before is not None
            _link(before.records(day), new.records(day))
            yield day, known[day], list(read_rows(before, day))
        for day in others:
            rows = [row if row.extraction else replace(row, extraction=next(extractions)) for row in gathered.rows(day)]
            yield day, _write(new, day, rows, before, known.get(day)), rows


def _write(new: Version, day: str, rows: Iterable[Row], before: Version | None, known: DayRecords | None) -> DayRecords:
    lines = list(map(_line, rows))
    content = "".join(lines).encode()
    written = {"rows": len(lines), "sha256": hashlib.sha256(content).hexdigest()}
    # Extracted anew and yet the same, as after a change of the extractor that does not touch the day.
    if before and written == known:
        _link(before.records(day), new.records(day))
    else:
        new.records(day).write_bytes(content)
    return written


def _line(row: Row) -> str:
    assert row.extraction is not None
    paper, extraction = paper_as_record(row.paper), extraction_as_record(row.extraction)
    return as_json_line({"key": row.key, "paper": paper, "extraction": extraction})


def _link(old: Path, new: Path) -> None:
    """Give a file a second name, or copy it where the file system has no such links."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)
