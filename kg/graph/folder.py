"""The folder of a graph: numbered versions, and a pointer that flips from one to the next.

    graph/CURRENT                       the number of the version that is in force
    graph/versions/7/manifest.json      sources, hashes, software versions, counts
    graph/versions/7/records/DAY.jsonl  what each paper of a day says
    graph/versions/7/names/DAY.json     what was taken of those records, so that the next build need not
    graph/versions/7/resolution.jsonl   which names became which entity, and why
    graph/versions/7/blocks.tsv         what the statements of each block depend on beside the records
    graph/versions/7/graph.nq           every statement, sorted
    graph/versions/7/store/             the same in an Oxigraph store

A version is written aside and never changed once it is in force, so a build that dies leaves the old one. Whoever
reads a version holds it, and builds remove only versions that nobody holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg.errors import GraphError, NoGraphError, RecordError
from kg.graph.hold import Hold, hold

__all__ = ["FORMAT", "GraphFolder", "Manifest", "Version"]

FORMAT = 3
"""The number of the folder's form; a change that older software can't read raises it."""

_OLDEST = 1
_ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:/")
_TRIES = 20

Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a graph on disk."""

    path: Path
    hold: Hold | None = field(default=None, compare=False, repr=False)

    @property
    def store(self) -> Path:
        """The folder of the store."""
        return self.path / "store"

    @property
    def nquads(self) -> Path:
        """The file of all statements as sorted N-Quads."""
        return self.path / "graph.nq"

    @property
    def resolution(self) -> Path:
        """The log of how names were resolved."""
        return self.path / "resolution.jsonl"

    @property
    def blocks(self) -> Path:
        """The lines of `kg.graph.blocks`, from which the next version is made."""
        return self.path / "blocks.tsv"

    def block_lines(self) -> Iterator[str]:
        """Read the line of each block."""
        with self.blocks.open(encoding="utf-8", newline="\n") as lines:
            yield from lines

    def records(self, day: str) -> Path:
        """Return the file of one day's records; `day` is an ISO date."""
        return self.path / "records" / f"{day}.jsonl"

    def names(self, day: str) -> Path:
        """Return the file of what was taken of one day's records; it need not be there."""
        return self.path / "names" / f"{day}.json"

    def check(self) -> None:
        """Raise GraphError when the version is gone, on a file system where it can't be held."""
        if not self.path.is_dir():
            raise GraphError(self.path, "this version was replaced by later builds; open the graph again")

    def manifest(self) -> Manifest:
        """Read the manifest; raises GraphError when it is damaged, or of a form that this release can't read."""
        path = self.path / "manifest.json"
        try:
            manifest: Manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            message = "the manifest can't be read; build the graph again into a new folder"
            raise GraphError(path, message) from error
        form = manifest.get("format") if isinstance(manifest, dict) else None
        if not isinstance(form, int) or form < _OLDEST:
            raise GraphError(path, "not of this form; build the graph again into a new folder with: kg build DIGESTS")
        if form > FORMAT:
            message = f"form {form} is of a newer release, this one reads up to {FORMAT}. Run: pip install -U paper-kg"
            raise GraphError(path, message)
        return manifest

    def read_records(self, day: str) -> Iterator[dict[str, Any]]:
        """Read one day's records; raises RecordError for a damaged line."""
        path = self.records(day)
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                try:
                    yield json.loads(line)
                except ValueError as error:
                    message = "expected a JSON record; build this day again from its digest"
                    raise RecordError(path, number, message) from error


class GraphFolder:
    """The folder that holds the versions of one graph."""

    def __init__(self, path: Path | str) -> None:
        # A path has lost one of the two slashes of an address; a drive has one letter.
        if _ADDRESS.match(str(path)):
            message = "is an address, and a store needs a folder of this machine. Copy the graph that is there"
            raise GraphError(path, f"{message} with: kg fetch ADDRESS --graph DIR")
        self.path = Path(path)

    def current(self) -> Version:
        """Return the version in force; raises NoGraphError when there is none."""
        found = self.find_current()
        if found is None:
            raise NoGraphError(self.path)
        return found

    def find_current(self) -> Version | None:
        """Return the version in force, or None in an empty or missing folder."""
        pointer = self.path / "CURRENT"
        for _ in range(_TRIES):
            if not pointer.is_file():
                return None
            path = self.versions / pointer.read_text(encoding="ascii").strip()
            # A build may have removed it since the pointer was read, which then leads to another one.
            held = hold(path)
            if held is not None:
                return Version(path, held)
        raise GraphError(pointer, f"points to {path.name!r}, which is not there. Run: kg doctor --graph {self.path}")

    @property
    def versions(self) -> Path:
        """The folder that holds the versions."""
        return self.path / "versions"
