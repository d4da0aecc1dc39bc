"""The records of a version: what each paper says, a file a day; the file of a day that stays is linked."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any

from kg.gather import Gathered, Row
from kg.graph.folder import Version
from kg.records import as_json_line, extraction_as_record, paper_as_record

__all__ = ["write_records"]


def write_records(new: Version, gathered: Gathered, before: Version | None) -> dict[str, dict[str, Any]]:
    """Write the records of all days, and return how many rows each has and the hash of its file.

    The records of a day that has the same rows in the version before are a link to that version's file.
    """
    known = before.manifest()["days"] if before else {}
    days: dict[str, dict[str, Any]] = {}
    for day, rows in gathered.days.items():
        if before and gathered.is_unchanged(day):
            _link(before.records(day), new.records(day))
            days[day] = known[day]
        else:
            content = "".join(map(_line, rows)).encode()
            new.records(day).write_bytes(content)
            days[day] = {"rows": len(rows), "sha256": hashlib.sha256(content).hexdigest()}
    return days


def _line(row: Row) -> str:
    if row.extraction is None:
        raise ValueError(f"nothing was extracted from {row.paper.arxiv_id} of {row.paper.date}")
    paper, extraction = paper_as_record(row.paper), extraction_as_record(row.extraction)
    return as_json_line({"key": row.key, "paper": paper, "extraction": extraction})


def _link(old: Path, new: Path) -> None:
    """Give a file a second name, or copy it where the file system has no such links."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)
