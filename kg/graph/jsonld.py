"""JSON-LD with the prefixes as its context, one subject a line (JSON-LD 1.1, sections 3 and 4.1).

Strings in their canonical N-Triples form are good JSON as they are.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from kg.graph.nquads import literal_parts
from kg.rdf import XSD
from kg.vocab import BASE, prefixes

__all__ = ["jsonld"]

_RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_NATIVE = {
    # So many digits as a double holds, which is what most readers make of JSON's numbers.
    f"<{XSD}integer>": re.compile(r"0|-?[1-9][0-9]{0,14}"),
    f"<{XSD}boolean>": re.compile(r"true|false"),
}

Triple = tuple[str, str, str]


def jsonld(triples: Iterable[Triple], base: str = BASE) -> Iterator[str]:
    """Yield a JSON-LD document of sorted triples in pieces."""
    spaces = prefixes(base)
    names = _Names(spaces)
    yield '{"@context": ' + json.dumps(spaces) + ',\n"@graph": ['
    comma = ""
    for subject, group in groupby(triples, key=itemgetter(0)):
        yield f"{comma}\n{_node(subject, group, names)}"
        comma = ","
    yield "\n]}\n"


def _node(subject: str, group: Iterable[Triple], names: _Names) -> str:
    found: dict[str, list[str]] = {}
    for _, predicate, thing in group:
        if predicate == _RDF_TYPE:
            found.setdefault('"@type"', []).append(names.iri(thing))
        else:
            found.setdefault(names.iri(predicate), []).append(_value(thing, names))
    members = [
        f"{key}: {values[0] if len(values) == 1 else '[' + ', '.join(values) + ']'}"
        for key, values in sorted(found.items())
    ]
    return '{"@id": ' + names.iri(subject) + ", " + ", ".join(members) + "}"


def _value(term: str, names: _Names) -> str:
    if term.startswith("<"):
        return f'{{"@id": {names.iri(term)}}}'
    quoted, kind = literal_parts(term)
    if not kind:
        return quoted
    if kind.startswith("@"):
        return f'{{"@value": {quoted}, "@language": "{kind[1:]}"}}'
    native = _NATIVE.get(kind[2:])
    if native and native.fullmatch(quoted[1:-1]):
        return quoted[1:-1]
    return f'{{"@value": {quoted}, "@type": {names.iri(kind[2:])}}}'


class _Names:
    """Writes IRIs as compact IRIs (JSON-LD 1.1, section 4.1.5), quoted."""

    def __init__(self, spaces: dict[str, str]) -> None:
        # Backwards, so that a namespace that goes on from another one is tried before it.
        self._spaces = sorted(((space, prefix) for prefix, space in spaces.items()), reverse=True)
        self._known: dict[str, str] = {}

    def iri(self, written: str) -> str:
        known = self._known.get(written)
        if known is None:
            known = self._known[written] = json.dumps(self._compact(written[1:-1]), ensure_ascii=False)
        return known

    def _compact(self, iri: str) -> str:
        for space, prefix in self._spaces:
            # Before "//" a prefix would be read as the scheme of a whole IRI.
            if iri.startswith(space) and not iri.startswith("//", len(space)):
                return f"{prefix}:{iri[len(space) :]}"
        return iri
