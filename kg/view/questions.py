"""The views' SPARQL queries: one file each, with `$name` where terms are put in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from kg.rdf import RdfTerm, as_ntriples_term

__all__ = ["filled", "local_name"]

_PLACE = re.compile(r"\$(\w+)")


@cache
def _read(name: str) -> str:
    return (files("kg.view") / "queries" / f"{name}.rq").read_text(encoding="utf-8")


def filled(name: str, /, **terms: Iterable[RdfTerm]) -> str:
    """Return the query of that name with the terms in their places, each in its N-Triples form.

    Raises KeyError for a place without terms, ValueError for an IRI that is none.

    >>> from kg.rdf import Literal
    >>> '"2410.21465"' in filled("find_paper", id=[Literal("2410.21465")])
    True
    """
    words = {key: " ".join(map(as_ntriples_term, values)) for key, values in terms.items()}
    return _PLACE.sub(lambda match: words[match.group(1)], _read(name))


def local_name(iri: str) -> str:
    """Return the last part of an IRI: what follows its last `#` or `/`.

    >>> local_name("https://w3id.org/paper-kg/ontology#evaluatesOn")
    'evaluatesOn'
    """
    return re.split(r"[#/]", iri.rstrip("#/"))[-1]
