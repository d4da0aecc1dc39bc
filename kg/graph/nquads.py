"""N-Quads files: written sorted, so that the same statements are the same bytes, and read line by line.

A file is the canonical form of its statements (RDF Dataset Canonicalization 1.0, section 5: lines in code
point order, each once; there are no blank nodes to rename). In that order all lines of a subject stand
together, and a triple that several graphs hold stands in adjacent lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from os import SEEK_END
from pathlib import Path
from typing import BinaryIO, NamedTuple

from kg.rdf import Iri, Quad, as_ntriples_term

__all__ = [
    "Statement",
    "literal_parts",
    "quad_lines",
    "read_in_order",
    "read_nquads",
    "read_union",
    "united",
    "write_nquads",
]

_MOST_WRITTEN = 100_000
_AT_A_TIME = 1 << 18
# No UTF-8 has such a byte: it sorts behind whatever goes on.
_BEHIND_ALL = b"\xff"


class Statement(NamedTuple):
    """A quad as it stands in a file: each term in its N-Triples form."""

    subject: str
    predicate: str
    object: str
    graph: str


def write_nquads(quads: Iterable[Quad], out: BinaryIO) -> int:
    """Write quads sorted, each once, and return how many there were.

    Takes about 300 bytes of memory a quad; `kg.graph.runs` sorts more than memory holds.
    """
    lines = [line for line, _ in groupby(sorted(quad_lines(quads)))]
    out.write("".join(lines).encode())
    return len(lines)


def quad_lines(quads: Iterable[Quad]) -> Iterator[str]:
    """Write each quad as a line; IRIs come again and again, so their written form is kept for a while."""
    written: dict[Iri, str] = {}
    for subject, predicate, term, graph in quads:
        if len(written) > _MOST_WRITTEN:
            written.clear()
        for iri in (subject, predicate, graph):
            if iri not in written:
                written[iri] = as_ntriples_term(iri)
        thing = written.get(term) if isinstance(term, Iri) else None
        thing = thing or as_ntriples_term(term)
        yield f"{written[subject]} {written[predicate]} {thing} {written[graph]} .\n"


def read_nquads(path: Path, *, start: str = "") -> Iterator[Statement]:
    """Read a file that `write_nquads` wrote, or only the lines that begin with `start`, which are found by halving."""
    with path.open("rb") as lines:
        yield from _statements(lines, *_range(lines, start))


def read_in_order(path: Path, starts: Sequence[str]) -> Iterator[Statement]:
    """Read a file in another order: first the lines that begin with the first start, and so on, then all others.

    No start may begin with another one.
    """
    with path.open("rb") as lines:
        ranges = [_range(lines, start) for start in starts]
        for begin, end in ranges:
            yield from _statements(lines, begin, end)
        size = lines.seek(0, SEEK_END)
        for (_, begin), (end, _) in pairwise([(0, 0), *sorted(ranges), (size, size)]):
            yield from _statements(lines, begin, end)


def _range(lines: BinaryIO, start: str) -> tuple[int, int]:
    """Return where the lines that begin with `start` stand: where the first begins, and where the last ends."""
    if not start:
        return 0, lines.seek(0, SEEK_END)
    wanted = start.encode()
    return _first_at_least(lines, wanted), _first_at_least(lines, wanted + _BEHIND_ALL)


def _statements(lines: BinaryIO, begin: int, end: int) -> Iterator[Statement]:
    lines.seek(begin)
    while begin < end:
        # Whole lines, since the last one is read to its end; many at a time, since each step of Python counts.
        block = lines.read(min(_AT_A_TIME, end - begin))
        if not block.endswith(b"\n"):
            block += lines.readline()
        begin += len(block)
        for line in block[:-1].decode().split("\n"):
            subject, predicate, rest = line.split(" ", 2)
            cut = rest.rindex(" <")
            yield Statement(subject, predicate, rest[:cut], rest[cut + 1 : -2])


def _first_at_least(lines: BinaryIO, wanted: bytes) -> int:
    """Return where the first line begins that does not sort before some bytes; sorted UTF-8 is sorted code points."""
    low, high = 0, lines.seek(0, SEEK_END) if wanted else 0
    while low < high:
        middle = (low + high) // 2
        lines.seek(middle)
        lines.readline()
        line = lines.readline()
        if line and line < wanted:
            low = lines.tell()
        else:
            high = middle
    # All lines before `low` sort before, but the one that begins there was never looked at: halving fell behind it.
    lines.seek(low)
    while (line := lines.readline()) and line < wanted:
        low = lines.tell()
    return low


def read_union(path: Path, *, start: str = "") -> Iterator[tuple[str, str, str]]:
    """Read the triples of all graphs together, each once, sorted as in the file; or those that begin with `start`."""
    return united(read_nquads(path, start=start))


def united(statements: Iterable[Statement]) -> Iterator[tuple[str, str, str]]:
    """Yield each triple once, of statements in which those of one triple stand together."""
    before = None
    for statement in statements:
        triple = statement[:3]
        if triple != before:
            yield triple
        before = triple


def literal_parts(term: str) -> tuple[str, str]:
    """Split a literal in its N-Triples form into its quoted words and what follows them.

    >>> literal_parts('"0.87"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    ('"0.87"', '^^<http://www.w3.org/2001/XMLSchema#decimal>')
    """
    end = term.rindex('"') + 1
    return term[:end], term[end:]
