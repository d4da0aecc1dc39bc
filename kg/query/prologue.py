"""The prologue of a query: the prefixes that it declares, and those that its answer is written with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from kg.query.data_set import joined
from kg.query.lexer import Token, tokens
from kg.vocab import PREFIXES

__all__ = ["declared_prefixes", "prefixes_shown"]

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
# What RDF/XML can write as xmlns:NAME; names in xml are its own (Namespaces in XML 1.0, section 3).
_NAME = re.compile(r"(?!xml)[^\W\d][\w-]*", re.IGNORECASE)
# All other queries are spared being read once more.
_GRAPH_FORM = re.compile(r"construct|describe", re.IGNORECASE)


def declared_prefixes(words: Iterable[Token], base: str) -> Iterator[tuple[str, str]]:
    """Yield each prefix that a query declares with its IRI, which is read against its base."""
    keyword = ""
    for word, after in pairwise(words):
        if keyword == "PREFIX" and after.kind == "IRI":
            yield word.text.rstrip(":"), joined(base, after)
        elif word.keyword == "BASE" and after.kind == "IRI":
            base = joined(base, after)
        keyword = word.keyword


def prefixes_shown(query: str, *, base: str, known: Mapping[str, str], form: str | None = None) -> dict[str, str]:
    """Return the prefixes to write the answer of a CONSTRUCT or DESCRIBE with: its own, and the known ones beside them.

    Those of its own count more, under their name as well as for their IRI; RDF/XML (`form` is "rdfxml") can't write all
    of them. For other queries these are the known ones.

    >>> query = "PREFIX ex: <https://example.org/> CONSTRUCT { ?s ex:p ?o } WHERE { ?s ?p ?o }"
    >>> prefixes_shown(query, base="https://x.org/", known={"kg": "urn:k#", "old": "https://example.org/"})
    {'kg': 'urn:k#', 'ex': 'https://example.org/'}
    """
    if not _GRAPH_FORM.search(query):
        return dict(known)
    own = {name: iri for name, iri in declared_prefixes(tokens(query), base) if _ABSOLUTE.match(iri)}
    others = {name: iri for name, iri in known.items() if name not in own and iri not in own.values()}
    if form == "rdfxml":
        # RDF/XML is itself written with rdf.
        own = {n: iri for n, iri in own.items() if _NAME.fullmatch(n) and (n != "rdf" or iri == PREFIXES["rdf"])}
    return others | own
