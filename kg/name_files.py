"""What was taken of each day's rows, in a file beside its records: the next build need not take it again.

    graph/versions/7/names/DAY.json     what blocks and resolution need of the rows of a day, under a seal

The seal is a hash of all that the file depends on, down to the code, and of what it holds. A file whose seal does not
fit is as good as none: its day is read from the records again.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import MutableMapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from kg.day_work import DayRecords, DayWork
from kg.graph.folder import Version
from kg.plain_values import PlainValues
from kg.record_files import link_file
from kg.resolve.surfaces import Surface
from kg.version_files import Inputs

__all__ = ["NameFiles"]

_WORK = PlainValues[DayWork](DayWork)
_FORMS = PlainValues[dict[str, Surface]](dict[str, Surface])


class NameFiles:
    """The files of a new version; those of days that stay as they are in the version before are links to its files.

    `surfaces` holds the keys of surface forms; a file has those of the names of its day.
    """

    def __init__(
        self, new: Version, before: Version | None, inputs: Inputs, surfaces: MutableMapping[str, Surface]
    ) -> None:
        self._new = new
        self._before = before
        self._made_with = json.dumps([_code(), inputs.lexicon, inputs.overrides, inputs.min_confidence])
        self._surfaces = surfaces
        new.names("").parent.mkdir(exist_ok=True)

    def find(self, day: str, records: DayRecords) -> DayWork | None:
        """Return what the version before took of the same records of a day, if that still holds."""
        path = self._before.names(day) if self._before else None
        if path is None or not path.is_file():
            return None
        seal, _, content = path.read_bytes().partition(b"\n")
        if seal != self._seal(records, content):
            return None
        work, _, forms = content.partition(b"\n")
        self._surfaces.update(_FORMS.read(forms))
        link_file(path, self._new.names(day))
        return _WORK.read(work)

    def keep(self, work: DayWork) -> None:
        """Write the file of a day, unless it was found."""
        path = self._new.names(work.day)
        if path.exists():
            return
        forms = sorted({name.surface for row in work.names for found in row.found for name in found.names})
        kept = {form: self._surfaces[form] for form in forms}
        content = f"{_WORK.write(work)}\n{_FORMS.write(kept)}\n".encode()
        path.write_bytes(self._seal(work.records, content) + b"\n" + content)

    def _seal(self, records: DayRecords, content: bytes) -> bytes:
        made_of = json.dumps([self._made_with, records], sort_keys=True).encode()
        return hashlib.sha256(made_of + b"\0" + content).hexdigest().encode()


@cache
def _code() -> str:
    """Return a hash of our code and of what it runs on: whatever was changed, nothing that is out of date is taken."""
    digest = hashlib.sha256(f"{sys.version} rapidfuzz {version('rapidfuzz')}".encode())
    for path in _code_files():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _code_files() -> list[Path]:
    """Return the files of all modules that take names, and of some more; what was extracted is in the records."""
    package = Path(__file__).parent
    folders = (package, package / "graph", package / "resolve")
    return [*(path for folder in folders for path in sorted(folder.glob("*.py"))), package / "extract/confidence.py"]
