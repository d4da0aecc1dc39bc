"""A part of a graph: some papers, all that they say, and what they speak of; as a sorted N-Quads file of its own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from kg.graph.iris import graph_iri
from kg.vocab import BASE

__all__ = ["write_part"]


def write_part(nquads: Path, out: Path, papers: Collection[str], *, base: str = BASE) -> None:
    """Write the statements about some papers, given by their IRIs, and about what they mention, list and come from.

    What the graph says of itself goes with them. The lines keep their order, so that the new file is sorted as the
    old one was; takes memory for the IRIs that the papers speak of.
    """
    between = f" <{graph_iri('contradictions', base=base)}> .\n"
    ids = {paper.removeprefix(f"{base}paper/") for paper in papers}
    own = re.compile(rf"<{re.escape(base)}(?:paper|text|mention|result)/([^/>]+)")
    meta = f" <{graph_iri('meta', base=base)}> .\n"

    def is_theirs(start: str) -> bool:
        match = own.match(start)
        return match is not None and match[1] in ids

    def says(line: str) -> bool:
        """Say whether a line is of the papers, and leads to no contradicting score of a paper that is left out."""
        return is_theirs(line) and (not line.endswith(between) or any(map(is_theirs, _objects(line, base))))

    around = {thing for line in _lines(nquads) if says(line) for thing in _objects(line, base)}
    with out.open("w", encoding="utf-8", newline="\n") as written:
        written.writelines(
            line
            for line in _lines(nquads)
            if says(line) or line.endswith(meta) or (line.split(" ", 1)[0] in around and not own.match(line))
        )


def _lines(nquads: Path) -> Iterator[str]:
    with nquads.open(encoding="utf-8", newline="\n") as lines:
        yield from lines


def _objects(line: str, base: str) -> Iterator[str]:
    """Yield the object of a statement if it is one of the graph's own things."""
    term = line.split(" ", 3)[2]
    if term.startswith(f"<{base}"):
        yield term
