"""Where the server shows what: the way from the IRIs of the graph to paths, and back."""

from __future__ import annotations

from urllib.parse import quote, unquote

from kg.graph.iris import resource_iri, resource_parts
from kg.rdf import Iri

__all__ = ["KINDS", "iri_at", "page_of", "split_ending"]

KINDS = ("entity", "paper", "person", "digest")
"""The kinds of things that have a page of their own."""

_SHOWN_WITH_PAPER = frozenset({"text", "mention", "result"})
_ENDINGS = {".ttl": "turtle", ".json": "jsonld", ".nt": "ntriples", ".rdf": "rdfxml", ".csv": "csv"}


def iri_at(kind: str, rest: str, *, base: str) -> Iri:
    """Return the IRI that a path below `/KIND/` stands for; `rest` is still percent-encoded.

    Raises ValueError where that is none.

    >>> iri_at("entity", "C%2b%2b", base="https://x.org/id/")
    Iri('https://x.org/id/entity/C%2B%2B')
    """
    return resource_iri(kind, *(unquote(part, errors="strict") for part in rest.split("/")), base=base)


def page_of(iri: str, *, base: str) -> str | None:
    """Return the path of the page that shows a resource of the graph, None when there is none.

    >>> page_of("https://x.org/id/result/2410.21465/2024-10-30/summary/3-7", base="https://x.org/id/")
    '/paper/2410.21465#result-2410.21465-2024-10-30-summary-3-7'
    """
    try:
        kind, *rest = resource_parts(iri, base=base)
    except ValueError:
        return None
    if not all(rest):
        return None
    if kind in _SHOWN_WITH_PAPER and rest:
        return f"/paper/{quote(rest[0], safe='')}#{quote('-'.join([kind, *rest]), safe='')}"
    if kind == "paper" and len(rest) > 1:
        return f"/paper/{quote(rest[0], safe='')}"
    if kind == "graph" and rest:
        return f"/day/{quote(rest[0], safe='')}" if rest[0][:1].isdigit() else "/"
    if kind in KINDS and rest:
        shown = "day" if kind == "digest" else kind
        return f"/{shown}/" + "/".join(quote(part, safe="") for part in rest)
    return "/" if kind == "dataset" else None


def split_ending(rest: str) -> tuple[str, str | None]:
    """Split the ending of a form of data from a path.

    >>> split_ending("llama-3.1.ttl"), split_ending("llama-3.1")
    (('llama-3.1', 'turtle'), ('llama-3.1', None))
    """
    for ending, form in _ENDINGS.items():
        if rest.endswith(ending) and len(rest) > len(ending):
            return rest[: -len(ending)], form
    return rest, None
