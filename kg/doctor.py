"""The doctor: a graph's pointer, manifest, hashes, records, statements and store, checked against each other.

All but the records can be made from the records, so that is done once more, aside, and compared byte for byte.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from filecmp import cmp
from pathlib import Path

from kg.building import remake
from kg.collector import collector_paused
from kg.errors import GraphError, NoGraphError
from kg.graph.folder import GraphFolder, Manifest, Version
from kg.graph.folder_writer import GraphWriter, writing
from kg.graph.store import store_holds
from kg.settings import Settings

__all__ = ["Finding", "examine"]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in a graph that is not as it should be: where, what, and whether it was repaired."""

    path: str
    problem: str
    repaired: bool = False

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}"


def examine(graph: str | Path, *, repair: bool = True, settings: Settings | None = None) -> tuple[Finding, ...]:
    """Check the graph in a folder, and repair what can be made from its records and the decisions about its names.

    A sound graph gives nothing. Raises NoGraphError when there is no version at all, and GraphError when the
    one in force has no manifest to go by.
    """
    folder = GraphFolder(graph)
    numbers = sorted(int(path.parent.name) for path in folder.versions.glob("[0-9]*/manifest.json"))
    if not numbers:
        raise NoGraphError(graph)
    with collector_paused(), writing(folder) as writer:
        try:
            found = folder.find_current()
            lost = "is missing" if found is None else ""
        except GraphError:
            found, lost = None, "does not name a version"
        version = found or Version(folder.versions / str(numbers[-1]))
        findings = [Finding(str(folder.path / "CURRENT"), lost)] if lost else []
        findings += _records(version, version.manifest())
        # Only to a version whose records are whole.
        if lost and repair and len(findings) == 1:
            writer.point_to(version)
            findings = [replace(findings[0], repaired=True)]
        if any(not finding.repaired for finding in findings):
            return tuple(findings)
        return (*findings, *_statements(version, writer, repair, settings or Settings()))


def _records(version: Version, manifest: Manifest) -> Iterator[Finding]:
    """Check the records of each day against their hashes; they can't be made from anything but the sources."""
    for day, known in manifest["days"].items():
        path = version.records(day)
        if not path.is_file():
            yield Finding(str(path), "is missing; build all digests again into a new folder")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != known["sha256"]:
            yield Finding(str(path), "is not what was written; build all digests again into a new folder")


def _statements(version: Version, writer: GraphWriter, repair: bool, settings: Settings) -> list[Finding]:
    """Make everything from the records again, compare, and put the new version in force if it differs."""
    manifest = version.manifest()
    match remake(version, writer, settings):
        case (Version() as new, dict() as remade):
            pass
        case reasons:
            graph = version.path.parent.parent
            problem = f"can't be compared: {'; '.join(map(str, reasons))}. Run: kg build DIGESTS --graph {graph}"
            return [Finding(str(version.path), problem)]
    findings = [
        Finding(str(old), "is missing" if not old.is_file() else "is not what the records say", repair)
        for old, anew in (
            (version.resolution, new.resolution),
            (version.blocks, new.blocks),
            (version.nquads, new.nquads),
        )
        # A shallow comparison would believe size and time.
        if not old.is_file() or not cmp(old, anew, shallow=False)
    ]
    if not store_holds(version.store, new.nquads):
        findings.append(Finding(str(version.store), "does not hold what the records say", repair))
    if any(remade[part] != manifest[part] for part in ("days", "counts")):
        findings.append(Finding(str(version.path / "manifest.json"), "does not count what is there", repair))
    if findings and repair:
        writer.commit(new, remade)
    return findings
