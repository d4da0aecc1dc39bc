r"""Groups: what one graph says of one subject, in one line of text, on its way to sorted N-Quads.

Most statements stand beside others of their subject. Sorted and kept as a group, which names subject and graph once,
they take half of the room and a fraction of the steps; only where several groups have one subject are lines compared.
A group is the subject, the graph, and the sorted pairs of predicate and object, which a carriage return parts: no term
holds one as N-Triples writes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.rdf import STRING, Description, Iri, RdfTerm, as_ntriples_term

__all__ = ["GroupWriter", "as_nquads", "lines_of"]

_PARTS = "\r"
_MOST_WRITTEN = 100_000
_GROUPS_A_PIECE = 2_000


class GroupWriter:
    r"""Writes descriptions as groups; IRIs come again and again, so their written form is kept for a while.

    >>> said = [(Iri("urn:p"), Iri("urn:o")), (Iri("urn:a"), Iri("urn:o"))]
    >>> GroupWriter().group(Description(Iri("urn:s"), Iri("urn:g"), said))
    '<urn:s> <urn:g> <urn:a> <urn:o>\r<urn:p> <urn:o>\n'
    """

    def __init__(self) -> None:
        self._written: dict[RdfTerm, str] = {}

    def groups(self, descriptions: Iterable[Description]) -> Iterator[str]:
        """Write some descriptions."""
        return map(self.group, descriptions)

    def group(self, description: Description) -> str:
        """Write a description, line break included."""
        subject, graph, said = description
        known, write = self._written, self._write
        if len(known) > _MOST_WRITTEN:
            known.clear()
        pairs = [
            f"{known.get(predicate) or write(predicate)} {known.get(term) or write(term)}" for predicate, term in said
        ]
        if len(pairs) > 1:
            pairs = sorted(set(pairs))
        return f"{as_ntriples_term(subject)} {known.get(graph) or write(graph)} {_PARTS.join(pairs)}\n"

    def _write(self, term: RdfTerm) -> str:
        written = as_ntriples_term(term)
        # Of the words of papers there are too many to be kept, and most come once.
        if isinstance(term, Iri) or term.datatype is not STRING:
            self._written[term] = written
        return written


def _subject(group: str) -> str:
    return group[: group.index(" ")]


def _lines(group: str) -> str:
    subject, graph, pairs = group[:-1].split(" ", 2)
    between = f" {graph} .\n{subject} "
    return f"{subject} {pairs.replace(_PARTS, between)} {graph} .\n"


def lines_of(groups: Iterable[str]) -> set[str]:
    """Return the lines of N-Quads of some groups."""
    return {line for group in groups for line in _split(_lines(group))}


def as_nquads(groups: Iterable[str]) -> Iterator[bytes]:
    r"""Yield the lines of N-Quads of sorted groups, sorted and each once, in pieces of many.

    >>> b"".join(as_nquads(["<s> <a> <q> <o>\n", "<s> <b> <p> <o>\r<q> <o>\n"]))
    b'<s> <p> <o> <b> .\n<s> <q> <o> <a> .\n<s> <q> <o> <b> .\n'
    """
    piece: list[str] = []
    for _, same in groupby(groups, key=_subject):
        first, *others = map(_lines, same)
        if others:
            first = "".join(sorted({line for lines in (first, *others) for line in _split(lines)}))
        piece.append(first)
        if len(piece) >= _GROUPS_A_PIECE:
            yield "".join(piece).encode()
            piece = []
    yield "".join(piece).encode()


def _split(lines: str) -> list[str]:
    # Not `splitlines`, which also splits at characters that a literal may hold.
    return [f"{line}\n" for line in lines[:-1].split("\n")]
