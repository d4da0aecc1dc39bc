"""The records of a version: what each paper says, a file a day; the file of a day that stays is linked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from kg.day_work import DayRecords, day_records
from kg.gather import Gathered
from kg.graph.folder import Version

__all__ = ["RecordFiles", "link_file"]


class RecordFiles:
    """Writes the records of a new version; those that the version before has, too, are links to its files."""

    def __init__(self, new: Version, gathered: Gathered, before: Version | None) -> None:
        self._new = new
        self._before = before
        self._known: dict[str, DayRecords] = before.manifest()["days"] if before else {}
        same = {day for day in gathered.days if before and gathered.is_unchanged(day)}
        self.unchanged = [day for day in gathered.days if day in same]
        """The days whose rows and extractions the version before has."""
        self.others = [day for day in gathered.days if day not in same]
        """All other days."""

    def keep(self, day: str) -> DayRecords:
        """Take over the file of an unchanged day, and return what the manifest holds of it."""
        self._link(day)
        return self._known[day]

    def write(self, day: str, content: bytes) -> DayRecords:
        """Write the file of another day, and return what the manifest holds of it."""
        records = day_records(content)
        # Extracted anew and yet the same, as after a change of the extractor that does not touch the day.
        if records == self._known.get(day):
            self._link(day)
        else:
            self._new.records(day).write_bytes(content)
        return records

    def _link(self, day: str) -> None:
        assert self._before is not None
        link_file(self._before.records(day), self._new.records(day))


def link_file(old: Path, new: Path) -> None:
    """Give a file a second name, or copy it where the file system has no such links."""
    try:
        os.link(old, new)
    except OSError:
        shutil.copyfile(old, new)
