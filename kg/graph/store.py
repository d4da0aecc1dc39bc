"""The store on disk: every named graph, and their union as the default graph.

The union is kept as triples of its own: Oxigraph's `use_default_graph_as_union` returns a triple once for
each graph that holds it, and then a COUNT over two digests of one paper is wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Store, parse

from kg.errors import NoGraphError

__all__ = ["build_store", "change_store", "open_store", "store_holds"]

# Measured at 2.1 million quads: 0.3 GB and 18 s of CPU with so many statements a load; 2.7 GB and 23 s with all.
_LINES_AT_A_TIME = 100_000


def build_store(nquads: Path, folder: Path) -> int:
    """Make a store in a new folder from a file that `kg.graph.nquads.write_nquads` wrote.

    Returns how many triples there are in all graphs together.
    """
    folder.mkdir(parents=True)
    store = Store(str(folder))
    triples, last = 0, b""
    with nquads.open("rb") as lines:
        while chunk := list(islice(lines, _LINES_AT_A_TIME)):
            union, count, last = _union(chunk, last)
            triples += count
            store.bulk_load(input=b"".join([*chunk, union]), format=RdfFormat.N_QUADS, lenient=True)
    store.optimize()
    store.flush()
    return triples


def _union(lines: Iterable[bytes], last: bytes) -> tuple[bytes, int, bytes]:
    """Return the statements of the default graph for some of the sorted lines, their number, and what the last states.

    `last` is what the line before these states: a triple of several graphs stands once in the default graph.
    """
    triples = [triple for triple, _ in groupby([line[: line.rindex(b" <")] for line in lines])]
    new = triples[1:] if triples[0] == last else triples
    return b" .\n".join([*new, b""]), len(new), triples[-1]


def open_store(folder: Path) -> Store:
    """Open a store to read from; several processes may do so at once.

    Raises NoGraphError when there is none.
    """
    if not (folder / "CURRENT").is_file():
        raise NoGraphError(folder)
    return Store.read_only(str(folder))


def change_store(before: Path, folder: Path, *, removed: Iterable[bytes], added: Iterable[bytes]) -> None:
    """Make a store in a new folder from another one and what differs, as lines of N-Quads.

    The files of the store before are linked, not copied, and stay as they are. A line without a graph is a
    statement of the union.
    """
    open_store(before).backup(str(folder))
    store = Store(str(folder))
    for quad in _parsed(removed):
        store.remove(quad)
    store.extend(_parsed(added))
    store.flush()


def store_holds(folder: Path, nquads: Path) -> bool:
    """Say whether a store can be read, and holds the statements of a sorted file with their union, and no others."""
    try:
        store = open_store(folder)
        count = 0
        last = b""
        with nquads.open("rb") as lines:
            while chunk := list(islice(lines, _LINES_AT_A_TIME)):
                union, more, last = _union(chunk, last)
                count += len(chunk) + more
                if not all(quad in store for quad in _parsed([*chunk, union])):
                    return False
        return len(store) == count
    except (OSError, NoGraphError):
        return False


def _parsed(lines: Iterable[bytes]) -> Iterator[Quad]:
    yield from parse(b"".join(lines), format=RdfFormat.N_QUADS, lenient=True)
