"""The statements of a version: sorted N-Quads and store, made from its blocks or from the version before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kg.graph.blocks import Maker, Rows
from kg.graph.difference import (
    Difference,
    DifferenceError,
    difference,
    differing_lines,
    union_difference,
    write_changed,
)
from kg.graph.folder import Version
from kg.graph.store import build_store, change_store, keeps_union

__all__ = ["Earlier", "ToNQuads", "write_statements"]

ToNQuads = Callable[[Iterable[str], Maker, Version], Iterable[bytes]]
"""Gives the statements of blocks as sorted lines of N-Quads, each once, for a new version."""

_MOST_CHANGED = 0.25
"""When a larger share of the blocks differs, writing everything is faster than finding what to change."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A version that the next one can be made from: its files, its rows, and how many triples it has."""

    version: Version
    rows: Rows
    triples: int


def write_statements(
    new: Version,
    maker: Maker,
    *,
    before: Earlier | None,
    to_nquads: ToNQuads,
    on_step: Callable[[], None],
) -> int:
    """Write N-Quads and store of a version whose blocks are there, and return how many triples are in all its graphs.

    `before` is a version by the same software, extractor and base. The result is the same with and without it.
    """
    triples = _change(new, before, maker, on_step) if before else None
    if triples is None:
        with new.nquads.open("wb") as out:
            out.writelines(to_nquads(new.block_lines(), maker, new))
        on_step()
        triples = build_store(new.nquads, new.store)
        on_step()
    return triples


def _change(new: Version, before: Earlier, maker: Maker, on_step: Callable[[], None]) -> int | None:
    """Make files and store from those of the version before; None when that is not worth it or does not fit."""
    gone, came = differing_lines(before.version.blocks, new.blocks)
    known = sum(1 for _ in before.version.block_lines())
    if len({line.partition("\t")[0] for line in (*came, *gone)}) > _MOST_CHANGED * known:
        return None
    earlier = Maker(before.rows, maker.extractor, maker.base)
    try:
        change = difference(gone, came, earlier.descriptions, maker.descriptions)
        with new.nquads.open("wb") as out:
            write_changed(before.version.nquads, change, out)
    except (KeyError, DifferenceError):  # the files of the version before are not what its blocks say
        return None
    union = union_difference(before.version.nquads, new.nquads, change)
    on_step()
    _change_store(new, before, change, union)
    on_step()
    return before.triples + _more(union)


def _change_store(new: Version, before: Earlier, change: Difference, union: Difference) -> None:
    if not keeps_union(before.version.store):
        if _more(union) != _more(change):  # now a triple stands in two graphs, and the store has to keep the union
            build_store(new.nquads, new.store)
            return
        union = Difference()
    change_store(
        before.version.store,
        new.store,
        removed=[*change.removed, *union.removed],
        added=[*change.added, *union.added],
    )


def _more(change: Difference) -> int:
    return len(change.added) - len(change.removed)
