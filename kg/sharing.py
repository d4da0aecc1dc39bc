"""Graphs at addresses that fsspec knows: published from a folder, fetched into one, and built there.

A store needs a disk, so that whoever asks fetches first; what is there is what a graph is made from again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kg import building
from kg.build_report import BuildReport
from kg.errors import GraphError, RemoteError
from kg.graph.folder import GraphFolder
from kg.graph.folder_writer import writing
from kg.graph.store import build_store
from kg.remote.address import is_files
from kg.settings import Settings, overrides_path
from kg.shared_files import SharedGraph, SharedVersion

__all__ = ["Shared", "fetch", "share", "update"]

_FETCHED = "fetched"
"""The file in a graph's folder that holds a hash of what was fetched: nothing was built or decided there since."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What was published or fetched: the address, the number of the version there, and whether anything changed."""

    address: str
    version: int
    changed: bool


def share(graph: str | Path = "graph", *, to: str, settings: Settings | None = None) -> Shared:
    """Publish the graph in a folder to an address such as s3://bucket/graph, memory://graph or file:///srv/graph.

    Its records, log, statements (N-Quads in compressed shards, Turtle) and decisions are written beside the version
    that is there, which is replaced as a whole in the end. Raises NoGraphError without a graph, RemoteError when the
    address can't be used, or somebody else published there meanwhile.

        kg.share("graph", to="s3://bucket/graph")
    """
    there = SharedGraph(to)
    before = there.current()
    return _share(Path(graph), there, before, settings or Settings())


def _share(graph: Path, there: SharedGraph, before: SharedVersion | None, settings: Settings) -> Shared:
    version = GraphFolder(graph).current()
    decisions = overrides_path(graph, settings)
    if before is not None and before.manifest() == (version.path / "manifest.json").read_bytes():
        return Shared(there.address, before.number, changed=False)
    new = there.begin()
    new.write(version)
    there.point_to(new, after=before)
    if decisions.is_file():
        there.put("overrides.txt", decisions.read_bytes())
    return Shared(there.address, new.number, changed=True)


def fetch(address: str, graph: str | Path = "graph") -> Shared:
    """Fetch the graph at an address into a folder, which can then be asked, shown and built on as any other.

    What was fetched there before is replaced. All files are held against their hashes, and the store is made here.
    Raises RemoteError when there is no graph at the address, or it can't be used, and GraphError when the folder holds
    a graph that was built there, or other decisions about names.

        kg.fetch("s3://bucket/graph", "graph")
    """
    found = SharedGraph(address).current()
    if found is None:
        raise RemoteError(address, f"no graph there; publish one with: kg publish --to {address}")
    manifest = found.manifest()
    folder = GraphFolder(graph)
    if (held := folder.find_current()) is not None:
        mine = (held.path / "manifest.json").read_bytes()
        if mine == manifest:
            return Shared(address, found.number, changed=False)
        if not _is_as_fetched(folder, mine):
            message = "holds what was built or decided there; fetch into a new folder with --graph"
            raise GraphError(graph, message)
    with writing(folder) as writer:
        new = writer.begin()
        found.read(new)
        build_store(new.nquads, new.store)
        # Written in the form that it has at the address: equal bytes say that nothing has changed.
        writer.commit(new, new.manifest())
        if found.graph.has("overrides.txt"):
            (folder.path / "overrides.txt").write_bytes(found.graph.get("overrides.txt"))
        (folder.path / _FETCHED).write_text(_hash(folder, manifest), encoding="ascii")
    return Shared(address, found.number, changed=True)


def _is_as_fetched(folder: GraphFolder, manifest: bytes) -> bool:
    note = folder.path / _FETCHED
    return note.is_file() and note.read_text(encoding="ascii") == _hash(folder, manifest)


def _hash(folder: GraphFolder, manifest: bytes) -> str:
    decisions = folder.path / "overrides.txt"
    return hashlib.sha256(manifest + (decisions.read_bytes() if decisions.is_file() else b"")).hexdigest()


def update(
    sources: str | Path | Sequence[str | Path],
    *,
    graph: str | Path = "graph",
    settings: Settings | None = None,
    **options: Any,
) -> BuildReport:
    """Do what `kg.build` does with the same options, but only say what was done, and do not open the graph.

    `graph` may also be an address that fsspec knows: what is there is fetched into a folder that goes again, changed
    there and published. The options are those of `kg.build`, and `without`: days (YYYY-MM-DD) whose digests go. Raises
    UnknownNameError for a day of which there is none, before anything is removed.

        report = kg.update("data/digests", graph="s3://bucket/graph")
    """
    if not is_files(str(graph)):
        return building.update(sources, graph=graph, settings=settings, **options)
    address, chosen = str(graph), settings or Settings()
    there = SharedGraph(address)
    before = there.current()
    with TemporaryDirectory(prefix="paper-kg-") as name:
        folder = Path(name) / "graph"
        if before is not None:
            fetch(address, folder)
        report = building.update(sources, graph=folder, settings=settings, **options)
        shared = _share(folder, there, before, chosen)
    return replace(report, graph=address, changed=shared.changed)
