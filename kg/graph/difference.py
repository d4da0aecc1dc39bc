"""What one version of a graph states and the next does not, and the other way round.

Most of a graph stays as it is when a day is added, so the next version's file is the old one with some lines
taken out and some put in, and its store the old one with some statements removed and some added.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO

from kg.graph.groups import GroupWriter, lines_of
from kg.graph.sorted_file import SortedFile
from kg.rdf import Description

__all__ = ["Difference", "DifferenceError", "difference", "differing_lines", "union_difference", "write_changed"]

Describe = Callable[[str], Iterable[Description]]


class DifferenceError(Exception):
    """A difference does not fit the file that it is to change: the file has to be written anew."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Lines of N-Quads, sorted: those that are to go, and those that are to come."""

    removed: tuple[bytes, ...] = ()
    added: tuple[bytes, ...] = ()


def differing_lines(before: Path, after: Path) -> tuple[list[str], list[str]]:
    """Return the lines that only the first of two files has, and those that only the second has, in their order.

    Memory holds a hash of each line, not the lines.
    """
    old, new = _hashes(before), _hashes(after)
    return _lines(before, old, set(new)), _lines(after, new, set(old))


def _hashes(path: Path) -> list[bytes]:
    with path.open("rb") as lines:
        return [blake2b(line, digest_size=16).digest() for line in lines]


def _lines(path: Path, hashes: Iterable[bytes], others: Container[bytes]) -> list[str]:
    with path.open("rb") as lines:
        return [line.decode() for line, hashed in zip(lines, hashes, strict=True) if hashed not in others]


def difference(gone: Iterable[str], new: Iterable[str], before: Describe, after: Describe) -> Difference:
    """Compare the statements of the blocks of two versions, given the lines of those that are not in both.

    >>> difference(["a"], ["a"], lambda _: [], lambda _: [])
    Difference(removed=(), added=())
    """
    writer = GroupWriter()
    old_lines = lines_of(writer.groups(said for line in gone for said in before(line)))
    new_lines = lines_of(writer.groups(said for line in new for said in after(line)))
    return Difference(_encoded(old_lines - new_lines), _encoded(new_lines - old_lines))


def _encoded(lines: set[str]) -> tuple[bytes, ...]:
    return tuple(line.encode() for line in sorted(lines))


def write_changed(before: Path, change: Difference, out: BinaryIO) -> None:
    """Write a sorted file with a difference carried out, at the price of a copy.

    Raises DifferenceError when a line that is to go is not there, or one that is to come is.
    """
    edits = sorted([*((line, False) for line in change.removed), *((line, True) for line in change.added)])
    with SortedFile(before) as file:
        place = 0
        for line, is_new in edits:
            at = file.find(line, place)
            if file.has(line, at) is is_new:
                raise DifferenceError(line.decode())
            file.copy(place, at, out)
            place = at if is_new else at + len(line)
            if is_new:
                out.write(line)
        file.copy(place, file.size, out)


def union_difference(before: Path, after: Path, change: Difference) -> Difference:
    """Return what changes in the union of all graphs, as lines of N-Triples: a triple is in it once."""
    return Difference(_not_in(after, _triples(change.removed)), _not_in(before, _triples(change.added)))


def _not_in(path: Path, triples: Iterable[bytes]) -> tuple[bytes, ...]:
    """Return those of some sorted triples that no graph of a file holds."""
    found = []
    with SortedFile(path) as file:
        place = 0
        for triple in triples:
            # In the file, a graph follows where the triple ends.
            beginning = triple[:-2] + b"<"
            place = file.find(beginning, place)
            if not file.has(beginning, place):
                found.append(triple)
    return tuple(found)


def _triples(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = b""
    for line in lines:
        triple = line[: line.rindex(b" <")] + b" .\n"
        if triple != last:
            yield triple
        last = triple
