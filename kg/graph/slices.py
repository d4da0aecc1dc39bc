"""A sorted N-Quads file in slices that each make sense alone, without reading it into memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from kg.vocab import KG

__all__ = ["Context", "Slice", "Slices", "read_slice", "slice_file"]

_TYPE = b" <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
_CONTRADICTS = f"<{KG.contradicts}>"
_MEASURED = frozenset(
    {_TYPE.decode().strip(), _CONTRADICTS}
    | {f"<{KG[name]}>" for name in ("subject", "baseModel", "metric", "dataset", "unit", "lowerValue", "upperValue")}
)
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
    kg:possiblySameAs, and `scores` says of each score that contradicts another what it measures, as pairs of predicate
    and object.
    """

    types: dict[str, list[str]] = field(default_factory=dict)
    possibly_same: dict[str, list[str]] = field(default_factory=dict)
    scores: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def add_score(self, lines: list[bytes]) -> None:
        """Keep what a score measures, given all lines of it."""
        for line in lines:
            subject, predicate, term = _triple(line.decode())
            if predicate in _MEASURED:
                self.scores.setdefault(subject, []).append((predicate, term))

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
        self.scores.clear()
        self.scores.update(other.scores)


@dataclass(frozen=True, slots=True)
class Slices:
    """All slices of a file, and what any of them may need of the others."""

    slices: tuple[Slice, ...]
    context: Context


def slice_file(path: Path, *, lines: int) -> Slices:
    """Cut a file into slices of about so many lines.

    The graph of a digest is never cut, for what it says hangs together; what `graph/contradictions` says of a score
    goes with it. `graph/entities` is cut between subjects: what it says of one needs no more of the others than the
    context has.
    """
    pieces: dict[bytes, list[Slice]] = {}
    context = Context()
    place = 0
    with path.open("rb") as file:
        for subject, group in groupby(file, key=lambda line: line[: line.index(b" ")]):
            said = list(group)
            graphs = [line[line.rindex(b" <") + 1 : -3] for line in said]
            home = _home(graphs)
            if home is not None:
                context.add_score(said)
            is_first = True
            for line, graph in zip(said, graphs, strict=True):
                of_entities = graph.endswith(b"/entities>")
                if of_entities:
                    context.add_line(subject, line, -len(graph) - 4)
                found = pieces.setdefault(home or graph, [Slice()])
                if of_entities and found[-1].lines >= lines and is_first:
                    found.append(Slice())
                found[-1].add_line(place, place + len(line))
                place, is_first = place + len(line), False
    ordered = [piece for graph in sorted(pieces) for piece in pieces[graph]]
    return Slices(tuple(_joined(ordered, lines)), context)


def _home(graphs: list[bytes]) -> bytes | None:
    """Return the graph that states a score which contradicts another; None where nothing of the kind is said."""
    others = [graph for graph in graphs if not graph.endswith(b"/contradictions>")]
    return None if len(others) == len(graphs) else (others or graphs)[0]


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
                yield _triple(line)


def _triple(line: str) -> tuple[str, str, str]:
    subject, predicate, rest = line.split(" ", 2)
    return subject, predicate, rest[: rest.rindex(" <")]
