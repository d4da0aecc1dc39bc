"""A graph at an address that fsspec knows: an object store, or a file system that several machines share.

    ADDRESS/CURRENT                          the number of the version that is in force
    ADDRESS/overrides.txt                    decisions about names, where there are any
    ADDRESS/versions/7/manifest.json, resolution.jsonl, blocks.tsv, records/DAY.jsonl    as in a graph's folder
    ADDRESS/versions/7/graph-0000.nq.gz      every statement, sorted, so many lines a file
    ADDRESS/versions/7/graph.ttl.gz          the same as Turtle
    ADDRESS/versions/7/files.json            the SHA-256 of each file

There is no store: that needs a disk. A version is written whole before CURRENT names it, and never changed.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from shutil import copyfileobj
from typing import BinaryIO, cast

from kg.errors import RemoteError
from kg.exporting import Part, export_graph
from kg.graph.folder import Version
from kg.sources.remote import file_system

__all__ = ["SharedGraph", "SharedVersion"]

_LINES_A_SHARD = 1_000_000
_LINES_AT_A_TIME = 10_000
_PIECE = 1 << 20
_NAME = re.compile(r"(?:records/)?[A-Za-z0-9][\w-]*(?:\.[a-z]+)+", re.ASCII)
_KEPT = 2
"""Versions that stay: whoever fetches the one before gets it whole."""


@dataclass
class SharedVersion:
    """One version at an address, and the hashes of its files by their paths in it."""

    graph: SharedGraph
    number: int
    hashes: dict[str, str] = field(default_factory=dict)

    def manifest(self) -> bytes:
        """Read the manifest, as it was written."""
        return self.graph.get(self._place("manifest.json"))

    def write(self, version: Version) -> None:
        """Write the files of a version that is in a folder; nobody sees them before `SharedGraph.point_to`."""
        for day in sorted(version.manifest()["days"]):
            self._copy(version.records(day), f"records/{day}.jsonl")
        for path in (version.resolution, version.blocks, version.path / "manifest.json"):
            self._copy(path, path.name)
        with version.nquads.open("rb") as lines:
            number = 0
            while chunk := list(islice(lines, _LINES_AT_A_TIME)):
                with self._compressed(f"graph-{number:04}.nq.gz") as out:
                    left = _LINES_A_SHARD
                    while chunk:
                        out.writelines(chunk)
                        left -= len(chunk)
                        chunk = list(islice(lines, min(left, _LINES_AT_A_TIME)))
                number += 1
        with self._compressed("graph.ttl.gz") as out:
            export_graph(version, out, "turtle", Part(version.manifest()["inputs"]["base"]))
        self.graph.put(self._place("files.json"), json.dumps(self.hashes, indent=1, sort_keys=True).encode())

    def read(self, version: Version) -> None:
        """Read all but the Turtle into the folder of a new version; raises RemoteError for what is not as written."""
        self.hashes = json.loads(self.graph.get(self._place("files.json")))
        for name in self.hashes:
            # Names come from elsewhere, and are to stay within the folder.
            if not _NAME.fullmatch(name):
                raise RemoteError(self.graph.address, f"expected the files of a graph, found {name[:80]!r}")
        with version.nquads.open("wb") as nquads:
            for name in sorted(self.hashes):
                if name.endswith(".nq.gz"):
                    with self._opened(name) as file, gzip.open(file) as lines:
                        copyfileobj(lines, nquads, _PIECE)
                elif not name.endswith(".ttl.gz"):
                    with self._opened(name) as file, (version.path / name).open("wb") as out:
                        copyfileobj(file, out, _PIECE)

    def _place(self, name: str) -> str:
        return f"versions/{self.number}/{name}"

    def _copy(self, path: Path, name: str) -> None:
        with path.open("rb") as file, self._created(name) as out:
            copyfileobj(file, out, _PIECE)

    @contextmanager
    def _compressed(self, name: str) -> Iterator[BinaryIO]:
        # Without name and time in it, the same statements are the same bytes.
        with self._created(name) as out, gzip.GzipFile("", "wb", 6, out, mtime=0) as file:
            yield cast(BinaryIO, file)

    @contextmanager
    def _created(self, name: str) -> Iterator[BinaryIO]:
        with self.graph.created(self._place(name)) as file:
            hashed = _Hashed(file)
            yield cast(BinaryIO, hashed)
        self.hashes[name] = hashed.sha256.hexdigest()

    @contextmanager
    def _opened(self, name: str) -> Iterator[BinaryIO]:
        """Open a file, and in the end hold all that it gave, to its last byte, against its hash."""
        with self.graph.opened(self._place(name)) as file:
            hashed = _Hashed(file)
            yield cast(BinaryIO, hashed)
            while hashed.read(_PIECE):
                pass
        if hashed.sha256.hexdigest() != self.hashes[name]:
            message = f"{self._place(name)} is not what was written; publish the graph again with: kg publish --to"
            raise RemoteError(self.graph.address, f"{message} {self.graph.address}")


class _Hashed:
    """A file, with the hash of what was read from it or written to it: as much of a file as is asked for here."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.sha256.update(content)
        return content

    def write(self, content: bytes) -> int:
        self.sha256.update(content)
        return self._file.write(content)

    def flush(self) -> None:
        """Leave that to the end: an object store takes parts of a least size."""


class SharedGraph:
    """The graph at an address. What goes wrong there raises RemoteError."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._files, path = file_system(address)
        self._path = path.rstrip("/")

    def current(self) -> SharedVersion | None:
        """Return the version in force, or None where nothing was published."""
        with self._told():
            # fsspec keeps what it has listed, and somebody else may have published since.
            self._files.invalidate_cache()
            if not self._files.exists(f"{self._path}/CURRENT"):
                return None
            text = self._files.cat_file(f"{self._path}/CURRENT").decode(errors="replace").strip()
        if not text.isdecimal():
            raise RemoteError(self.address, f"CURRENT: expected the number of a version, found {text[:40]!r}")
        return SharedVersion(self, int(text))

    def begin(self) -> SharedVersion:
        """Return the version that comes after the one in force; what a build that was stopped left of it goes."""
        current = self.current()
        new = SharedVersion(self, current.number + 1 if current else 1)
        self._remove(new.number)
        return new

    def point_to(self, version: SharedVersion, *, after: SharedVersion | None) -> None:
        """Put a version in force; raises RemoteError when that is no longer `after`. Older ones go."""
        current = self.current()
        if (current.number if current else 0) != (after.number if after else 0):
            raise RemoteError(self.address, "somebody else published here meanwhile; run the same command again")
        with self._told():
            # On a shared disk a file can be read while it is written; one that is moved is whole.
            self.put("CURRENT.new", f"{version.number}\n".encode())
            self._files.mv(f"{self._path}/CURRENT.new", f"{self._path}/CURRENT")
            numbers = [Path(path).name for path in self._files.ls(f"{self._path}/versions", detail=False)]
        for number in (int(name) for name in numbers if name.isdecimal()):
            if number <= version.number - _KEPT:
                self._remove(number)

    def put(self, name: str, content: bytes) -> None:
        """Write a small file."""
        with self.created(name) as file:
            file.write(content)

    def get(self, name: str) -> bytes:
        """Read a small file."""
        with self.opened(name) as file:
            return file.read()

    def has(self, name: str) -> bool:
        """Say whether a file is there."""
        with self._told():
            return bool(self._files.exists(f"{self._path}/{name}"))

    @contextmanager
    def created(self, name: str) -> Iterator[BinaryIO]:
        """Write a file while the block runs."""
        path = f"{self._path}/{name}"
        with self._told():
            self._files.makedirs(path.rpartition("/")[0], exist_ok=True)
            with self._files.open(path, "wb") as file:
                yield file

    @contextmanager
    def opened(self, name: str) -> Iterator[BinaryIO]:
        """Read a file while the block runs."""
        with self._told(), self._files.open(f"{self._path}/{name}", "rb") as file:
            yield file

    def _remove(self, number: int) -> None:
        path = f"{self._path}/versions/{number}"
        with self._told():
            if self._files.exists(path):
                self._files.rm(path, recursive=True)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError as error:
            message = f"a file is not there, or went meanwhile ({error}). Run the same command again"
            raise RemoteError(self.address, message) from error
        except (OSError, EOFError, NotImplementedError) as error:
            raise RemoteError(
                self.address, f"can't be used: {error}. Check the address and your rights there"
            ) from error
