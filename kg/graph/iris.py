"""The IRIs of the graph: pure functions of names and offsets, and their way back.

An IRI is the base, a kind, and segments: `paper/2410.21465`, `mention/2410.21465/2024-10-30/summary/0-8`.
Each segment is percent-encoded UTF-8 (RFC 3986, section 2), so that any name gives a plain ASCII IRI and two
names never share one.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote, unquote

from kg.model import Field, Span
from kg.rdf import Iri
from kg.vocab import BASE

__all__ = [
    "abs_page",
    "alias_iri",
    "arxiv_id_of",
    "dataset_iri",
    "digest_iri",
    "doi_iri",
    "entity_iri",
    "graph_iri",
    "listing_iri",
    "mention_iri",
    "paper_iri",
    "person_iri",
    "resource_iri",
    "resource_parts",
    "result_iri",
    "software_iri",
    "text_iri",
]


def resource_iri(*parts: str, base: str = BASE) -> Iri:
    """Make the IRI of a kind and its segments.

    Raises ValueError for a segment without characters, and for one with half a surrogate pair.

    >>> resource_iri("entity", 'C++ "x"')
    Iri('https://w3id.org/paper-kg/id/entity/C%2B%2B%20%22x%22')
    """
    if not parts or not all(parts):
        raise ValueError(f"an IRI needs segments that are not empty, got {parts!r}")
    return Iri(base + "/".join(map(_quoted, parts)))


@lru_cache(maxsize=1 << 16)
def _quoted(part: str) -> str:
    return quote(part, safe="")


def resource_parts(iri: str, *, base: str = BASE) -> tuple[str, ...]:
    """Return the kind and the segments that an IRI was made of.

    Raises ValueError when the IRI does not begin with the base.

    >>> resource_parts("https://w3id.org/paper-kg/id/entity/C%2B%2B")
    ('entity', 'C++')
    """
    if not iri.startswith(base):
        raise ValueError(f"expected an IRI that begins with {base}, got {iri!r}")
    return tuple(unquote(part, errors="strict") for part in iri[len(base) :].split("/"))


def paper_iri(arxiv_id: str, *, base: str = BASE) -> Iri:
    """Name a paper by its arXiv id, without version.

    >>> paper_iri("2410.21465")
    Iri('https://w3id.org/paper-kg/id/paper/2410.21465')
    """
    return resource_iri("paper", arxiv_id, base=base)


def arxiv_id_of(iri: str, *, base: str = BASE) -> str:
    """Return the arXiv id of a paper's IRI.

    Raises ValueError when it is not the IRI of a paper.

    >>> arxiv_id_of(paper_iri("cs/0112017"))
    'cs/0112017'
    """
    parts = resource_parts(iri, base=base)
    if len(parts) != 2 or parts[0] != "paper":
        raise ValueError(f"expected the IRI of a paper, got {iri!r}")
    return parts[1]


def abs_page(arxiv_id: str) -> Iri:
    """Name the page of a paper at arXiv.

    >>> abs_page("2410.21465")
    Iri('https://arxiv.org/abs/2410.21465')
    """
    return Iri("https://arxiv.org/abs/" + quote(arxiv_id))


def doi_iri(arxiv_id: str) -> Iri:
    """Name a paper by the DOI that arXiv gives it.

    >>> doi_iri("2410.21465")
    Iri('https://doi.org/10.48550/arXiv.2410.21465')
    """
    return Iri("https://doi.org/10.48550/arXiv." + quote(arxiv_id))


@lru_cache(maxsize=64)
def digest_iri(date: str, *, base: str = BASE) -> Iri:
    """Name the digest of a day."""
    return resource_iri("digest", date, base=base)


def graph_iri(name: str, *, base: str = BASE) -> Iri:
    """Name a graph: a digest's date, "entities", "contradictions" or "meta"."""
    return resource_iri("graph", name, base=base)


def dataset_iri(*, base: str = BASE) -> Iri:
    """Name the data set that all graphs together are."""
    return resource_iri("dataset", base=base)


def software_iri(program: str, *, base: str = BASE) -> Iri:
    """Name a program by its name and its version, with a space between them.

    >>> software_iri("kg-rules 1")
    Iri('https://w3id.org/paper-kg/id/software/kg-rules/1')
    """
    name, _, version = program.partition(" ")
    return resource_iri("software", name, version, base=base)


# Named again and again, by papers of many days.
@lru_cache(maxsize=1 << 14)
def entity_iri(key: str, *, base: str = BASE) -> Iri:
    """Name an entity by its key: the lexicon's id, or the key of its name."""
    return resource_iri("entity", key, base=base)


def alias_iri(key: str, *, base: str = BASE) -> Iri:
    """Name another key of an entity."""
    return resource_iri("alias", key, base=base)


@lru_cache(maxsize=1 << 14)
def person_iri(key: str, *, base: str = BASE) -> Iri:
    """Name a person by the key that the resolution gave; its parts are segments.

    >>> person_iri("ada-lovelace/2410.21465")
    Iri('https://w3id.org/paper-kg/id/person/ada-lovelace/2410.21465')
    """
    return resource_iri("person", *key.split("/"), base=base)


def listing_iri(arxiv_id: str, source: str, position: int, *, base: str = BASE) -> Iri:
    """Name a place, counted from 1, in the list of people that a digest prints beside a paper.

    `source` is the digest's date, with a suffix when two files of that date disagree.

    >>> listing_iri("2410.21465", "2024-10-30", 1)
    Iri('https://w3id.org/paper-kg/id/paper/2410.21465/listed/2024-10-30/1')
    """
    return resource_iri("paper", arxiv_id, "listed", source, str(position), base=base)


def text_iri(arxiv_id: str, source: str, field: Field, *, base: str = BASE) -> Iri:
    """Name the words of one field of a paper in one source.

    >>> text_iri("2410.21465", "2024-10-30", Field.SUMMARY)
    Iri('https://w3id.org/paper-kg/id/text/2410.21465/2024-10-30/summary')
    """
    return resource_iri("text", arxiv_id, source, field.value, base=base)


def mention_iri(arxiv_id: str, source: str, field: Field, span: Span, *, base: str = BASE) -> Iri:
    """Name a mention by its text and its offsets (half-open, code points).

    >>> mention_iri("2410.21465", "2024-10-30", Field.SUMMARY, Span(120, 128))
    Iri('https://w3id.org/paper-kg/id/mention/2410.21465/2024-10-30/summary/120-128')
    """
    return Iri(f"{_folder('mention', arxiv_id, source, field, base)}/{span.start}-{span.end}")


def result_iri(arxiv_id: str, source: str, field: Field, span: Span, *, base: str = BASE) -> Iri:
    """Name a result by its text and the offsets of its number (half-open, code points).

    >>> result_iri("2410.21465", "2024-10-30", Field.SUMMARY, Span(300, 304))
    Iri('https://w3id.org/paper-kg/id/result/2410.21465/2024-10-30/summary/300-304')
    """
    return Iri(f"{_folder('result', arxiv_id, source, field, base)}/{span.start}-{span.end}")


@lru_cache(maxsize=64)
def _folder(kind: str, arxiv_id: str, source: str, field: Field, base: str) -> Iri:
    """Return what the IRIs of the places in one text begin with; there are dozens of one text in a row."""
    return resource_iri(kind, arxiv_id, source, field.value, base=base)
