"""Writing in the folder of a graph: one writer at a time, versions written aside and put in force as a whole."""

from __future__ import annotations

import json
import os
import platform
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from kg.errors import GraphError, GraphLockedError
from kg.graph.folder import GraphFolder, Manifest, Version
from kg.graph.hold import remove_unheld

__all__ = ["GraphWriter", "writing"]

_SYNCED_AT_A_TIME = 16


@contextmanager
def writing(folder: GraphFolder) -> Iterator[GraphWriter]:
    """Hold a folder for one writer; the hold does not outlive the process.

    In the end, what an unfinished build left goes, and all versions but the one in force that nobody holds.

    Raises GraphLockedError when another has it, and GraphError when the folder can't hold a graph.
    """
    _check_usable(folder)
    folder.versions.mkdir(parents=True, exist_ok=True)
    holder = folder.path / "lock.holder"
    lock = FileLock(folder.path / "lock", timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        who = holder.read_text(encoding="utf-8") if holder.is_file() else "unknown"
        raise GraphLockedError(folder.path, who) from error
    try:
        holder.write_text(f"process {os.getpid()} on {platform.node()}, since {_now()}", encoding="utf-8")
        yield GraphWriter(folder)
    finally:
        _clean(folder)
        holder.unlink(missing_ok=True)
        lock.release()


def _now() -> str:
    return datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")


def _clean(folder: GraphFolder) -> None:
    """Remove what an unfinished build left, and old versions that nobody holds; what can't go now goes later."""
    try:
        current = folder.find_current()
    except GraphError:  # the pointer is damaged: what it should point to must stay
        return
    for path in list(folder.versions.iterdir()):
        if current and path.name.isdigit() and path != current.path:
            remove_unheld(path)
    for pattern in (".new-*", ".old-*"):
        for path in folder.versions.glob(pattern):
            shutil.rmtree(path, ignore_errors=True)


def _check_usable(folder: GraphFolder) -> None:
    path = folder.path
    if path.exists() and not path.is_dir():
        raise GraphError(path, "is a file; expected a folder for the graph")
    # Decisions may be there before the first build, and what `kg fetch` brings.
    others = {child.name for child in path.iterdir()} - {"overrides.txt", "fetched"} if path.is_dir() else ()
    if others and not folder.versions.is_dir():
        raise GraphError(path, "holds other files; choose an empty or new folder with --graph")


class GraphWriter:
    """Makes new versions in a folder that is held."""

    def __init__(self, folder: GraphFolder) -> None:
        self._folder = folder

    def begin(self) -> Version:
        """Make an empty folder aside for the next version; leftovers of a killed build are removed."""
        _clean(self._folder)
        path = self._folder.versions / f".new-{self._next_number()}"
        (path / "records").mkdir(parents=True)
        return Version(path)

    def _next_number(self) -> int:
        numbers = [int(path.name) for path in self._folder.versions.iterdir() if path.name.isdigit()]
        return max(numbers, default=0) + 1

    def commit(self, new: Version, manifest: Manifest) -> Version:
        """Put a finished version in force."""
        text = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        _write_durably(new.path / "manifest.json", text)
        # All is on the disk before the pointer leads there: if the machine stops here, the old version is in force.
        _sync_tree(new.path)
        version = Version(self._folder.versions / new.path.name.removeprefix(".new-"))
        new.path.rename(version.path)
        self.point_to(version)
        return version

    def point_to(self, version: Version) -> None:
        """Put a version that is there in force."""
        _write_durably(self._folder.path / "CURRENT.new", version.path.name + "\n")
        (self._folder.path / "CURRENT.new").replace(self._folder.path / "CURRENT")
        _sync(self._folder.path)


def _write_durably(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())


def _sync_tree(folder: Path) -> None:
    """Put a tree on the disk; a file that has other names is one of an earlier version, which is there already."""
    paths = [*folder.rglob("*"), folder]
    wanted = [path for path in paths if path.is_dir() or path.stat().st_nlink == 1]
    with ThreadPoolExecutor(_SYNCED_AT_A_TIME) as pool:  # the disk takes many at a time as fast as one
        list(pool.map(_sync, wanted))


def _sync(path: Path) -> None:
    """Put a file or folder on the disk; Windows has no such call for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDWR if os.name == "nt" else os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
