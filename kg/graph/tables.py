"""Four tables of a graph, for pandas, R and spreadsheets: papers, entities, results and mentions.

    papers     paper, arxiv_id, title, first_day, last_day, listed (people), url
    entities   entity, name, type, aliases, variant_of, broader, papers (how many mention it)
    results    result, paper, arxiv_id, day, value, upper, printed, unit, kind, change, bound, subject, metric, dataset,
               baseline, model, contradicts (IRIs of other papers' scores), confidence, field, start, end
    mentions   mention, paper, arxiv_id, day, entity, name, type, words, confidence, field, start, end

The first column, and `paper` and `entity`, are IRIs; entities of a result stand there by their names. Days are
ISO 8601; `value` is the lower and `upper` the upper end of a range, equal for a single number; offsets count code
points of the `field` of that day, half-open. What is open is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.graph.terms import DCTERMS, FOAF, PROV, RDF_TYPE, SKOS
from kg.graph.things import Thing, read_things
from kg.vocab import KG, KGC

__all__ = ["COLUMNS", "TABLES", "Cell", "Index", "index", "rows"]

Cell = str | int | float | list[str] | None

_PLACED = "paper arxiv_id day:date"
_OFFSETS = "confidence:number field start:integer end:integer"
_SPECIFIED = {
    "papers": "paper arxiv_id title first_day:date last_day:date listed:texts url",
    "entities": "entity name type aliases:texts variant_of broader:texts papers:integer",
    "results": f"result {_PLACED} value:number upper:number printed unit kind change bound subject metric dataset "
    f"baseline model contradicts:texts {_OFFSETS}",
    "mentions": f"mention {_PLACED} entity name type words {_OFFSETS}",
}
COLUMNS: Mapping[str, Mapping[str, str]] = {
    table: {name: kind or "text" for name, _, kind in (word.partition(":") for word in words.split())}
    for table, words in _SPECIFIED.items()
}
"""The columns of each table, with what they hold: text, texts (several), date, integer or number."""

TABLES = tuple(COLUMNS)
_TYPES = ("Method", "Model", "Dataset", "Metric", "Task")


@dataclass
class Index:
    """What rows say of other things: names and types of entities and people, days of digests, places of texts."""

    names: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    days: dict[str, str] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    texts: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    papers: dict[str, int] = field(default_factory=dict)

    def name(self, iri: str | None) -> str | None:
        """Return the name of an entity or a person."""
        return None if iri is None else self.names.get(iri, iri)


def index(nquads: Path) -> Index:
    """Read what the rows need of other things; takes memory for the entities, people and texts."""
    found = Index()
    for thing in read_things(nquads):
        if name := thing.one(SKOS.prefLabel) or thing.one(FOAF.name):
            found.names[thing.iri] = name
            found.types[thing.iri] = _type(thing)
        elif arxiv_id := thing.one(KG.arxivId):
            found.ids[thing.iri] = arxiv_id
            for entity in thing.all(KG.mentions):
                found.papers[entity] = found.papers.get(entity, 0) + 1
        elif day := thing.one(DCTERMS.issued):
            found.days[thing.iri] = day
        elif paper := thing.one(PROV.wasDerivedFrom):
            digest, part = thing.one(PROV.hadPrimarySource), thing.one(KG.field)
            found.texts[thing.iri] = (paper, digest or "", part or "")
    return found


def rows(nquads: Path, known: Index) -> Iterator[tuple[str, list[Cell]]]:
    """Yield every row with the name of its table, in the order of the file."""
    for thing in read_things(nquads):
        for table, sign, row in _ROWS:
            if thing.one(sign) is not None:
                yield table, row(thing, known)
                break


def _paper(thing: Thing, known: Index) -> list[Cell]:
    days = sorted(known.days[digest] for digest in thing.all(KG.listedIn) if digest in known.days)
    people = sorted({known.names[person] for person in thing.all(KG.listsPerson) if person in known.names})
    first, last = (days[0], days[-1]) if days else (None, None)
    title, page = thing.one(DCTERMS.title), thing.one(FOAF.page)
    return [thing.iri, thing.one(KG.arxivId), title, first, last, people, page]


def _entity(thing: Thing, known: Index) -> list[Cell]:
    return [
        thing.iri,
        thing.one(SKOS.prefLabel),
        _type(thing),
        list(thing.all(SKOS.altLabel)),
        known.name(thing.one(KG.variantOf)),
        [str(known.name(other)) for other in thing.all(SKOS.broader)],
        known.papers.get(thing.iri, 0),
    ]


def _result(thing: Thing, known: Index) -> list[Cell]:
    lower, upper = thing.one(KG.lowerValue), thing.one(KG.upperValue)
    links = (KG.subject, KG.metric, KG.dataset, KG.baseline, KG.baseModel)
    return [
        thing.iri,
        *_placed(thing, known),
        None if lower is None else float(lower),
        None if upper is None else float(upper),
        thing.one(KG.lexicalForm),
        thing.one(KG.unit),
        *(_concept(thing.one(predicate)) for predicate in (KG.kind, KG.change, KG.bound)),
        *(known.name(thing.one(link)) for link in links),
        list(thing.all(KG.contradicts)),
        *_offsets(thing, known),
    ]


def _mention(thing: Thing, known: Index) -> list[Cell]:
    entity = thing.one(KG.refersTo) or ""
    named = [entity, known.name(entity), known.types.get(entity)]
    return [thing.iri, *_placed(thing, known), *named, thing.one(KG.exact), *_offsets(thing, known)]


def _placed(thing: Thing, known: Index) -> list[Cell]:
    """Return the paper, its arXiv id and the day of the text that a thing stands in."""
    paper, digest, _ = known.texts.get(thing.one(KG.inText) or "", ("", "", ""))
    return [paper or None, known.ids.get(paper), known.days.get(digest)]


def _offsets(thing: Thing, known: Index) -> list[Cell]:
    """Return the confidence, the field, and where the thing begins and ends in it."""
    _, _, part = known.texts.get(thing.one(KG.inText) or "", ("", "", ""))
    sure, start, end = thing.one(KG.confidence), thing.one(KG.start), thing.one(KG.end)
    return [
        None if sure is None else float(sure),
        part or None,
        None if start is None else int(start),
        None if end is None else int(end),
    ]


def _concept(iri: str | None) -> str | None:
    return None if iri is None else iri.removeprefix(KGC.base)


def _type(thing: Thing) -> str:
    kinds = [kind.removeprefix(KG.base) for kind in thing.all(RDF_TYPE)]
    return next((kind for kind in _TYPES if kind in kinds), "")


_ROWS: tuple[tuple[str, str, Callable[[Thing, Index], list[Cell]]], ...] = (
    # The first, since most things are mentions.
    ("mentions", KG.refersTo, _mention),
    ("results", KG.lexicalForm, _result),
    ("papers", KG.arxivId, _paper),
    ("entities", SKOS.prefLabel, _entity),
)
"""Each table with the predicate that its things have, and how a row is made."""
