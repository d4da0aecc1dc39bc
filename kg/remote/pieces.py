"""A graph cut into its named graphs, each a file of sorted N-Triples with its hash and its count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kg.graph.nquads import read_nquads
from kg.rdf import Iri
from kg.remote.holdings import Entry

__all__ = ["Pieces", "pieces"]

_HELD = 32 << 20
"""Bytes that are held before they are written: thousands of graphs can't all have an open file."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """The files of some graphs, and what is in them."""

    files: Mapping[Iri, Path]
    entries: Mapping[Iri, Entry]


@dataclass(slots=True)
class _Piece:
    path: Path
    hash: Any = field(default_factory=hashlib.sha256)
    triples: int = 0
    lines: list[bytes] = field(default_factory=list)

    def add(self, line: bytes) -> None:
        self.lines.append(line)
        self.triples += 1

    def write(self) -> None:
        content = b"".join(self.lines)
        self.hash.update(content)
        with self.path.open("ab") as out:
            out.write(content)
        self.lines.clear()


@contextmanager
def pieces(nquads: Path, *, union: Iri, folder: Path | None = None) -> Iterator[Pieces]:
    """Yield the named graphs of a sorted N-Quads file, and their union under the name `union`.

    The files lie in a temporary folder, inside `folder` if it is given, and are gone afterwards. Takes memory for some
    lines, and on disk twice what the file takes.
    """
    with TemporaryDirectory(prefix="paper-kg-", dir=folder) as inside:
        found: dict[str, _Piece] = {}
        whole = _piece(found, Path(inside), union)
        before, held = None, 0
        for statement in read_nquads(nquads):
            triple = statement[:3]
            line = f"{' '.join(triple)} .\n".encode()
            graph = statement.graph[1:-1]
            (found.get(graph) or _piece(found, Path(inside), graph)).add(line)
            if triple != before:
                whole.add(line)
            before = triple
            held += len(line)
            if held > _HELD:
                held = _write_all(found)
        _write_all(found)
        yield Pieces(
            {Iri(name): piece.path for name, piece in found.items()},
            {Iri(name): Entry(piece.triples, piece.hash.hexdigest()) for name, piece in found.items()},
        )


def _piece(found: dict[str, _Piece], folder: Path, graph: str) -> _Piece:
    return found.setdefault(graph, _Piece(folder / f"{len(found)}.nt"))


def _write_all(found: Mapping[str, _Piece]) -> int:
    for piece in found.values():
        piece.write()
    return 0
