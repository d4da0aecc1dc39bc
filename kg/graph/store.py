"""The store on disk: every named graph; and as a default graph their union, each triple once.

Where no triple stands in two graphs, the union need not be kept: Oxigraph joins the graphs when it is asked to
(`use_default_graph_as_union`). But then it gives a triple once for each graph that holds it, and a COUNT over two
digests of one paper is wrong: a store with such a triple keeps the union as triples of its own, in its default graph.
So whether that is empty says how a store is to be asked; `needs_union` looks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store, parse

from kg.errors import NoGraphError

__all__ = ["build_store", "change_store", "keeps_union", "needs_union", "open_store", "store_holds"]

# Measured at a million quads: 0.3 GB and 7.6 s of CPU with so many a load, 0.2 GB and 9.3 s with half of them.
_LINES_AT_A_TIME = 200_000


def build_store(nquads: Path, folder: Path) -> int:
    """Make a store in a new folder from a file that `kg.graph.nquads.write_nquads` wrote.

    Returns how many triples there are in all graphs together.
    """
    folder.mkdir(parents=True)
    store = Store(str(folder))
    lines = triples = 0
    for chunk, union in _chunks(nquads):
        store.bulk_load(input=b"".join(chunk), format=RdfFormat.N_QUADS, lenient=True)
        lines += len(chunk)
        triples += len(union)
    if triples < lines:
        # Read once more rather than held till now: for most files this is not needed.
        for _, union in _chunks(nquads):
            store.bulk_load(input=_as_lines(union), format=RdfFormat.N_TRIPLES, lenient=True)
    # Else a query looks into a table of each load, and takes 1.5 times as long.
    store.optimize()
    store.flush()
    return triples


def _chunks(nquads: Path) -> Iterator[tuple[list[bytes], list[bytes]]]:
    """Yield the lines of a sorted file, many at a time, with the triples that they add to the union of all graphs."""
    last = b""
    with nquads.open("rb") as lines:
        while chunk := list(islice(lines, _LINES_AT_A_TIME)):
            triples = [triple for triple, _ in groupby([line[: line.rindex(b" <")] for line in chunk])]
            # A triple of several graphs may stand at the end of one chunk and the beginning of the next.
            yield chunk, triples[1:] if triples[0] == last else triples
            last = triples[-1]


def _as_lines(triples: Iterable[bytes]) -> bytes:
    return b" .\n".join([*triples, b""])


def open_store(folder: Path) -> Store:
    """Open a store to read from; several processes may do so at once.

    Raises NoGraphError when there is none.
    """
    if not (folder / "CURRENT").is_file():
        raise NoGraphError(folder)
    return Store.read_only(str(folder))


def needs_union(store: Store) -> bool:
    """Say whether queries have to be run with `use_default_graph_as_union`, for the default graph to be the union."""
    return next(store.quads_for_pattern(None, None, None, DefaultGraph()), None) is None


def keeps_union(folder: Path) -> bool:
    """Say whether a store keeps the union as triples of its own."""
    return not needs_union(open_store(folder))


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
    """Say whether a store can be read, and holds the statements of a sorted file and no others.

    If it keeps their union, that has to be whole; it may be left out only where no triple stands in two graphs.
    """
    try:
        store = open_store(folder)
        plain = needs_union(store)
        count = 0
        for chunk, union in _chunks(nquads):
            if plain and len(union) < len(chunk):
                return False
            wanted = b"".join(chunk) if plain else b"".join([*chunk, _as_lines(union)])
            count += len(chunk) if plain else len(chunk) + len(union)
            if not all(quad in store for quad in _parsed([wanted])):
                return False
        return len(store) == count
    except (OSError, NoGraphError):
        return False


def _parsed(lines: Iterable[bytes]) -> Iterator[Quad]:
    yield from parse(b"".join(lines), format=RdfFormat.N_QUADS, lenient=True)
