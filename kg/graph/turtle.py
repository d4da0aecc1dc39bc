"""Turtle and TriG for people: prefixes, one block a subject, the same bytes every time.

The input is sorted statements in their N-Triples form (RDF 1.1 N-Triples, section 2), whose strings are good
Turtle as they are; what changes is how IRIs and numbers are written (RDF 1.1 Turtle, sections 2.4 and 2.5).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType

from kg.graph.nquads import literal_parts
from kg.notice import NOTICE
from kg.rdf import XSD
from kg.vocab import BASE, prefixes

__all__ = ["Names", "head", "trig", "turtle"]

_LOCAL = re.compile(r"(?![.-])(?:[A-Za-z0-9_.-]|%[0-9A-Fa-f]{2})+(?<!\.)")
# No part may be "." or "..": resolved, it would take away from the base (RFC 3986, section 5.2.4).
_RELATIVE = re.compile(r"[a-z]+(?:/(?!\.{1,2}(?:/|$))[A-Za-z0-9_.~%-]+)*(?:#[A-Za-z0-9_.%-]+)?")
_SHORTHAND = {
    f"<{XSD}integer>": re.compile(r"[+-]?[0-9]+"),
    f"<{XSD}decimal>": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    f"<{XSD}boolean>": re.compile(r"true|false"),
}
# A graph grows, memory for IRIs that were written does not.
_MOST_KNOWN = 100_000
_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"

Triple = tuple[str, str, str]


class Names:
    """Writes terms as short as Turtle lets a person read them.

    An IRI becomes `prefix:name` where the name needs no escape, else one relative to the base of the graph's
    resources, else it stays whole.

    >>> names = Names()
    >>> names.term("<https://w3id.org/paper-kg/id/entity/c%2B%2B>")
    'entity:c%2B%2B'
    >>> names.term("<https://w3id.org/paper-kg/id/text/2410.21465/2024-10-30/title>")
    '<text/2410.21465/2024-10-30/title>'
    >>> names.term('"0.87"^^<http://www.w3.org/2001/XMLSchema#decimal>')
    '0.87'
    """

    def __init__(self, base: str = BASE, more: Mapping[str, str] = MappingProxyType({})) -> None:
        self.base = base
        self.used: dict[str, str] = {}
        """The prefixes that were written so far, with their namespaces."""
        self._prefixes = {space: prefix for prefix, space in (prefixes(base) | dict(more)).items()}
        self._known: dict[str, str] = {}
        self._orders: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def term(self, term: str) -> str:
        """Write a term that is given in its N-Triples form."""
        # Words, most of which come once, are good Turtle as they are.
        return term if term.endswith('"') else self._known.get(term) or self._write(term)

    def predicate(self, iri: str) -> str:
        """Write a predicate."""
        return "a" if iri == _RDF_TYPE else self.iri(iri)

    def in_order(self, predicates: Iterable[str]) -> list[tuple[str, str]]:
        """Return predicates, each with how it is written: the types first, then by the predicate's short name.

        Few sets of predicates come again and again, so the order of each is kept for a while.
        """
        key = tuple(predicates)
        known = self._orders.get(key)
        if known is None:
            if len(self._orders) > _MOST_KNOWN:
                self._orders.clear()
            named = [(self.predicate(iri), iri) for iri in key]
            known = self._orders[key] = sorted(named, key=lambda item: (item[0] != "a", item[0]))
        return known

    def iri(self, written: str) -> str:
        """Write an IRI that is given in angle brackets."""
        return self._known.get(written) or self._write(written)

    def _write(self, term: str) -> str:
        if len(self._known) > _MOST_KNOWN:
            self._known.clear()
        short = self._known[term] = self._shorten(term) if term.startswith("<") else self._literal(term)
        return short

    def _literal(self, term: str) -> str:
        quoted, kind = literal_parts(term)
        if not kind.startswith("^^"):
            return term
        shorthand = _SHORTHAND.get(kind[2:])
        if shorthand and shorthand.fullmatch(quoted, 1, len(quoted) - 1):
            return quoted[1:-1]
        return f"{quoted}^^{self.iri(kind[2:])}"

    def _shorten(self, written: str) -> str:
        iri = written[1:-1]
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = self._prefixes.get(iri[:cut])
        if prefix and _LOCAL.fullmatch(iri, cut):
            self.used[prefix] = iri[:cut]
            return f"{prefix}:{iri[cut:]}"
        if self.base.endswith("/") and iri.startswith(self.base) and _RELATIVE.fullmatch(iri, len(self.base)):
            return f"<{iri[len(self.base) :]}>"
        return written


def head(names: Names) -> Iterator[str]:
    """Yield the notice, the base, and the prefixes that were used."""
    yield f"# {NOTICE}\n"
    yield f"@base <{names.base}> .\n"
    for prefix, space in sorted(names.used.items()):
        yield f"@prefix {prefix}: <{space}> .\n"


def turtle(triples: Iterable[Triple], names: Names, indent: str = "") -> Iterator[str]:
    """Yield one block of Turtle for each subject of sorted triples, an empty line before each.

    A paper stands before its listings.
    """
    return _papers_first(_blocks(triples, names, indent), f"<{names.base}paper/")


def _blocks(triples: Iterable[Triple], names: Names, indent: str) -> Iterator[tuple[str, str]]:
    between, behind = f" ;\n{indent}    ", f",\n{indent}        "
    for subject, group in groupby(triples, key=itemgetter(0)):
        found: dict[str, list[str]] = {}
        for _, predicate, thing in group:
            found.setdefault(predicate, []).append(names.term(thing))
        lines = [f"{name} {behind.join(found[predicate])}" for name, predicate in names.in_order(found)]
        yield subject, f"\n{indent}{names.iri(subject)} {between.join(lines)} .\n"


def _papers_first(blocks: Iterable[tuple[str, str]], papers: str) -> Iterator[str]:
    """Yield blocks as they come, but for listings, which are held back until their paper was there.

    In the order of the file they come right before it, since "/" sorts before ">".
    """
    paper = ""
    held: list[str] = []
    for subject, block in blocks:
        cut = subject.find("/listed/", len(papers)) if subject.startswith(papers) else -1
        if cut < 0:
            yield from (block, *held) if subject == paper else (*held, block)
            held = []
            continue
        its_paper = f"{subject[:cut]}>"
        if its_paper != paper:
            yield from held
            paper, held = its_paper, []
        held.append(block)
    yield from held


def trig(statements: Iterable[tuple[str, Iterable[Triple]]], names: Names) -> Iterator[str]:
    """Yield the blocks of each graph, in the order given."""
    for graph, triples in statements:
        yield f"\n{names.iri(graph)} {{\n"
        yield from turtle(triples, names, "    ")
        yield "}\n"
