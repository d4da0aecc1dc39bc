"""The folder of a graph: numbered versions, and a pointer that flips from one to the next.

    graph/CURRENT                       the number of the version that is in force
    graph/versions/7/manifest.json      sources, hashes, software versions, counts
    graph/versions/7/records/DAY.jsonl  what each paper of a day says
    graph/versions/7/resolution.jsonl   which names became which entity, and why
    graph/versions/7/graph.nq           every statement, sorted
    graph/versions/7/store/             the same in an Oxigraph store

A version is written aside and never changed once it is in force, so a build that dies leaves the old one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from kg.errors import GraphError, GraphLockedError, NoGraphError, RecordError

__all__ = ["GraphFolder", "Version"]

Manifest = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a graph on disk."""

    path: Path

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

    def records(self, day: str) -> Path:
        """Return the file of one day's records; `day` is an ISO date."""
        return self.path / "records" / f"{day}.jsonl"

    def manifest(self) -> Manifest:
        """Read the manifest; raises GraphError when it is damaged."""
        path = self.path / "manifest.json"
        try:
            manifest: Manifest = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            message = "the manifest can't be read; build the graph again into a new folder"
            raise GraphError(path, message) from error
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
        if not pointer.is_file():
            return None
        version = Version(self._versions / pointer.read_text(encoding="ascii").strip())
        if not (version.path / "manifest.json").is_file():
            raise GraphError(pointer, f"points to {version.path.name!r}, which is not there")
        return version

    @property
    def _versions(self) -> Path:
        return self.path / "versions"

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the folder for one writer; raises GraphLockedError when another has it."""
        self._check_usable()
        self._versions.mkdir(parents=True, exist_ok=True)
        holder = self.path / "lock.holder"
        lock = FileLock(self.path / "lock", timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            who = holder.read_text(encoding="utf-8") if holder.is_file() else "unknown"
            raise GraphLockedError(self.path, who) from error
        try:
            holder.write_text(f"process {os.getpid()}", encoding="utf-8")
            yield
        finally:
            holder.unlink(missing_ok=True)
            lock.release()

    def _check_usable(self) -> None:
        if self.path.is_file():
            raise GraphError(self.path, "is a file; expected a folder for the graph")
        foreign = self.path.is_dir() and any(self.path.iterdir()) and not self._versions.is_dir()
        if foreign:
            raise GraphError(self.path, "holds other files; choose an empty or new folder with --graph")

    def begin(self) -> Version:
        """Make an empty folder aside for the next version; leftovers of a killed build are removed."""
        for leftover in self._versions.glob(".new-*"):
            shutil.rmtree(leftover)
        path = self._versions / f".new-{self._next_number()}"
        (path / "records").mkdir(parents=True)
        return Version(path)

    def _next_number(self) -> int:
        numbers = [int(path.name) for path in self._versions.iterdir() if path.name.isdigit()]
        return max(numbers, default=0) + 1

    def commit(self, new: Version, manifest: Manifest) -> Version:
        """Put a finished version in force, and drop all but the one before it."""
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        _write_durably(new.path / "manifest.json", text)
        _sync_tree(new.path)
        before = self.find_current()
        version = Version(self._versions / new.path.name.removeprefix(".new-"))
        new.path.rename(version.path)
        _write_durably(self.path / "CURRENT.new", version.path.name + "\n")
        (self.path / "CURRENT.new").replace(self.path / "CURRENT")
        _sync(self.path)
        for path in self._versions.iterdir():
            if path.name.isdigit() and path not in (version.path, before and before.path):
                shutil.rmtree(path)
        return version


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _sync_tree(folder: Path) -> None:
    for path in [*folder.rglob("*"), folder]:
        _sync(path)


def _sync(path: Path) -> None:
    """Put a file or folder on the disk; Windows has no such call for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
