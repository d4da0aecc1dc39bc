"""A sorted N-Quads file in slices that each make sense alone, without reading it into memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from kg.vocab import KG

__all__ = ["Context", "Slice", "Slices", "read_slice", "slice_file"]

_TYPE = b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
_POSSIBLY_SAME = f" <{KG.possiblySameAs}> ".encode()


@dataclass(slots=True)
class Slice:
    """Some lines of a file: where they stand, as half-open ranges of bytes, and how many there are."""

    ranges: list[tuple[int, int]] = field(default_factory=list)
    lines: int = 0

    def add_line(self, start: int, end: int) -> None:
        """Add the line at a place behind all that were added before."""
        if self.ranges and self.ranges[-1][1] == start:
            self.ranges[-1] = (self.ranges[-1][0], end)
        else:
            self.ranges.append((start, end))
        self.lines += 1


@dataclass(frozen=True, slots=True)
class Context:
    """What a slice may need of others, each term in its N-Triples form.

    `types` are those of all entities and persons, `possibly_same` says of a person who points to it with
    kg:possiblySameAs.
    """

    types: dict[str, list[str]] = field(default_factory=dict)
    possibly_same: dict[str, list[str]] = field(default_factory=dict)

    def add_line(self, subject: bytes, line: bytes, end: int) -> None:
        """Keep what a line says, if any slice may need it; its object stands before `end`."""
        if line.startswith(_TYPE, len(subject)):
            kind = line[len(subject) + len(_TYPE) : end].decode()
            self.types.setdefault(subject.decode(), []).append(kind)
        elif line.startswith(_POSSIBLY_SAME, len(subject)):
            other = line[len(subject) + len(_POSSIBLY_SAME) : end].decode()
            self.possibly_same.setdefault(other, []).append(subject.decode())

    def replace(self, other: Context) -> None:
        """Hold what another holds, and nothing else."""
        for kept, new in ((self.types, other.types), (self.possibly_same, other.possibly_same)):
            kept.clear()
            kept.update(new)


@dataclass(frozen=True, slots=True)
class Slices:
    """All slices of a file, and what any of them may need of the others."""

    slices: tuple[Slice, ...]
    context: Context


def slice_file(path: Path, *, lines: int) -> Slices:
    """Cut a file into slices of about so many lines.

    The graph of a digest is never cut, for what it says hangs together. `graph/entities` is cut between
    subjects: what it says of one needs no more of the others than the context has.
    """
    pieces: dict[bytes, list[Slice]] = {}
    context = Context()
    place, before = 0, b""
    with path.open("rb") as file:
        for line in file:
            subject, graph = line[: line.index(b" ")], line[line.rindex(b" <") + 1 : -3]
            of_entities = graph.endswith(b"/entities>")
            if of_entities:
                context.add_line(subject, line, -len(graph) - 4)
            found = pieces.setdefault(graph, [Slice()])
            if of_entities and found[-1].lines >= lines and subject != before:
                found.append(Slice())
            found[-1].add_line(place, place + len(line))
            place, before = place + len(line), subject
    ordered = [piece for graph in sorted(pieces) for piece in pieces[graph]]
    return Slices(tuple(_joined(ordered, lines)), context)


def _joined(pieces: list[Slice], lines: int) -> Iterator[Slice]:
    """Join small pieces to slices of about so many lines."""
    whole = Slice()
    for piece in pieces:
        if whole.lines and whole.lines + piece.lines > lines:
            yield whole
            whole = Slice()
        whole.ranges += piece.ranges
        whole.lines += piece.lines
    if whole.lines:
        yield whole


def read_slice(path: Path, part: Slice) -> Iterator[tuple[str, str, str]]:
    """Read the triples of a slice, each term in its N-Triples form."""
    with path.open("rb") as file:
        for start, end in part.ranges:
            file.seek(start)
            for line in file.read(end - start).decode().split("\n")[:-1]:
                subject, predicate, rest = line.split(" ", 2)
                yield subject, predicate, rest[: rest.rindex(" <")]
