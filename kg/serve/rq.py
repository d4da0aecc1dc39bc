"""The server's own SPARQL queries: one file each, with `$name` where terms are put in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from kg.rdf import Iri, Literal, RdfTerm, as_ntriples_term

__all__ = ["filled"]

_FOLDER = Path(__file__).with_name("queries")
_PLACE = re.compile(r"\$(\w+)")


@cache
def _read(name: str) -> str:
    return (_FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def filled(name: str, /, **terms: RdfTerm | Iterable[RdfTerm]) -> str:
    """Return the query of that name with terms in their places, each in its N-Triples form.

    Raises KeyError for a place without terms, ValueError for an IRI that is none.

    >>> "VALUES ?endpoint { <urn:e> }" in filled(
    ...     "service", endpoint=Iri("urn:e"), dataset=Iri("urn:d"), triples=[], graphs=[]
    ... )
    True
    """
    listed = {key: [value] if isinstance(value, Iri | Literal) else value for key, value in terms.items()}
    words = {key: " ".join(map(as_ntriples_term, values)) for key, values in listed.items()}
    return _PLACE.sub(lambda match: words[match.group(1)], _read(name))
