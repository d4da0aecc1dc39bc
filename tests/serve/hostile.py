"""A graph in which every name and text that comes from outside is hostile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.rdf import XSD, Iri, Literal, as_nquad
from tests.query.graph import FIRST, Writer, iri

_KINDS = ("Method", "Model", "Dataset", "Metric", "Task")
_PREDICATES = {"Metric": "reportsMetric", "Task": "addresses", "Dataset": "evaluatesOn"}
_A_PAPER = 25


def hostile_nquads(words: Sequence[str]) -> str:
    """Return a graph that names a thing, a person and a unit for each of some hostile strings."""
    writer = Writer()
    for number, first in zip(papers(words), range(0, len(words), _A_PAPER), strict=True):
        _paper(writer, number, words[first : first + _A_PAPER], first)
    return "".join(sorted(map(as_nquad, writer.quads)))


def papers(words: Sequence[str]) -> Iterator[str]:
    """Yield the ids of the graph's papers."""
    for place in range(-(-len(words) // _A_PAPER)):
        yield f"2410.{66600 + place}"


def _paper(writer: Writer, number: str, words: Sequence[str], first: int) -> None:
    summary = " | ".join(f"{word} scores {first + place}.5 here." for place, word in enumerate(words))
    writer.paper(number, FIRST, words[0], summary)
    graph = iri(f"graph:{FIRST}")
    for place, word in enumerate(words, start=first):
        kind = _KINDS[place % len(_KINDS)]
        writer.entity(f"thing-{place}", kind, word, words[0])
        writer.mention(
            number, FIRST, summary, word, f"thing-{place}", "", _PREDICATES.get(kind, "proposes"), "0.90"
        )  # fmt: skip
        person = iri(f"person:someone-{place}")
        listing = iri(f"paper:{number}/listed/{FIRST}/{place}")
        writer.add(graph, iri(f"paper:{number}"), listsPerson=person, hasListing=listing)
        position = Literal(str(place), Iri(XSD + "integer"))
        writer.add(graph, listing, person=person, nameAsListed=Literal(word), position=position)
        writer.add(graph, person, a=iri("kg:Person"), foaf_name=Literal(word))
        writer.result(
            number, FIRST, summary, f"{place}.5", "absolute", subject=iri(f"entity:thing-{place}"),
            dataset=iri("entity:thing-2"), metric=iri("entity:thing-3"), unit=Literal(word),
        )  # fmt: skip
