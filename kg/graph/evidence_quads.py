"""The evidence, described: the words of a source, and each mention and result with its place in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from kg.graph.iris import digest_iri, entity_iri, graph_iri, mention_iri, paper_iri, result_iri, software_iri, text_iri
from kg.graph.literals import decimal, decimal_range, integer, string
from kg.graph.terms import PROV, RDF_TYPE
from kg.model import EntityType, Extraction, Field, Mention, Paper, PaperEntity, Result, ResultKind, Role, Span
from kg.rdf import Description, Iri, Literal, RdfTerm
from kg.vocab import BASE, KG, KGC

__all__ = ["Apart", "Row", "Said", "mention_descriptions", "result_descriptions", "text_descriptions"]

Said = list[tuple[Iri, RdfTerm]]
"""Predicates with their objects."""

Apart = Mapping[str, Mapping[str, tuple[str, EntityType]]]
"""What was split off from an entity, by its first name: the key and type of the entity of each surface form."""


class Named(NamedTuple):
    """What some mentions of an extracted entity name, and the role that the paper gives it."""

    entity: Iri
    type: EntityType
    role: Role | None
    mentions: Sequence[Mention]


@dataclass(frozen=True)
class Row:
    """One row of a digest on its way to quads: the paper, what was extracted, and who is who.

    `named` holds the key of the entity of each first name, with what it is for all papers together; `apart` the same
    for names that were split off; `persons` the keys of who is listed.
    """

    paper: Paper
    extraction: Extraction
    named: Mapping[str, tuple[str, EntityType]]
    persons: Sequence[str]
    base: str = BASE
    apart: Apart = field(default_factory=dict)

    @cached_property
    def iri(self) -> Iri:
        """The paper."""
        return paper_iri(self.paper.arxiv_id, base=self.base)

    @cached_property
    def graph(self) -> Iri:
        """The graph of the row's digest, or day of arXiv."""
        return graph_iri(self.paper.issue, base=self.base)

    @cached_property
    def _texts(self) -> dict[Field, Iri]:
        fields = (Field.TITLE, self.paper.body)
        return {field: text_iri(self.paper.arxiv_id, self.paper.source, field, base=self.base) for field in fields}

    def text_iri(self, field: Field) -> Iri:
        """Name the words of a field."""
        return self._texts[field]

    def entity(self, name: str) -> tuple[Iri, EntityType]:
        """Return the entity of a first name of the extraction, and what it is for all papers together."""
        key, entity_type = self.named[name]
        return entity_iri(key, base=self.base), entity_type

    def named_by(self, found: PaperEntity) -> Iterator[Named]:
        """Yield what the mentions of an extracted entity name: that entity, and each name that was split off from it.

        What was split off has no role: the paper's is that of the entity.
        """
        entity, entity_type = self.entity(found.names[0])
        apart = self.apart.get(found.names[0])
        if apart is None:
            yield Named(entity, entity_type, found.role, found.mentions)
            return
        kept = [mention for mention in found.mentions if mention.text not in apart]
        yield Named(entity, entity_type, found.role, kept)
        for surface, (key, type_apart) in apart.items():
            mentions = [mention for mention in found.mentions if mention.text == surface]
            yield Named(entity_iri(key, base=self.base), type_apart, None, mentions)


def text_descriptions(row: Row, extractor: str) -> Iterator[Description]:
    """Yield the words of each field, where they come from, and which extractor read them."""
    program = software_iri(extractor, base=row.base)
    digest = digest_iri(row.paper.issue, base=row.base)
    for text in row.paper.texts():
        said: Said = [
            (RDF_TYPE, KG.SourceText),
            (KG.field, string(text.field.value)),
            (KG.content, string(text.text)),
            (KG.extractor, program),
            (PROV.wasDerivedFrom, row.iri),
            (PROV.hadPrimarySource, digest),
        ]
        yield Description(row.text_iri(text.field), row.graph, said)


def mention_descriptions(row: Row) -> Iterator[Description]:
    """Yield each place where an entity is named."""
    arxiv_id, source = row.paper.arxiv_id, row.paper.source
    for found in row.extraction.entities:
        for named in row.named_by(found):
            always = [(RDF_TYPE, KG.Mention), (KG.refersTo, named.entity), *_reading(found.type, named)]
            for mention in named.mentions:
                node = mention_iri(arxiv_id, source, mention.field, mention.span, base=row.base)
                said = [*always, *_place(row, mention.field, mention.span, mention.confidence)]
                yield Description(node, row.graph, said)


def _reading(found_as: EntityType, named: Named) -> Said:
    """Say how the paper takes an entity: its role, and its type where that is not what others say."""
    reading: Said = [(KG.role, KGC[named.role.value])] if named.role else []
    if found_as is not named.type:
        reading.append((KG.typedAs, KGC[found_as.value.lower()]))
    return reading


def _place(row: Row, field: Field, span: Span, confidence: float) -> Said:
    """Say what each piece of evidence has: its text, offsets, words and confidence."""
    return [
        (KG.inText, row.text_iri(field)),
        (KG.start, integer(span.start)),
        (KG.end, integer(span.end)),
        (KG.exact, string(row.paper.text(field)[span.start : span.end])),
        (KG.confidence, decimal(f"{confidence:.2f}")),
    ]


def result_descriptions(row: Row) -> Iterator[Description]:
    """Yield each measured outcome with its value, what it is of, and the score that it changed from.

    A number that no decimal can hold, such as 2e-308, is left out.
    """
    nodes = [
        result_iri(row.paper.arxiv_id, row.paper.source, result.field, result.span, base=row.base)
        for result in row.extraction.results
    ]
    for node, result in zip(nodes, row.extraction.results, strict=True):
        ends = decimal_range(result.value)
        if ends is None:
            continue
        is_score = result.kind is ResultKind.ABSOLUTE
        said: Said = [(RDF_TYPE, KG.Result), (RDF_TYPE, KG.Score if is_score else KG.Comparison)]
        said += _place(row, result.field, result.span, result.confidence)
        said += _value(result, ends)
        said += _involved(row, result)
        if result.before is not None and is_score:
            before = row.extraction.results[result.before]
            # Only to what is stated itself, and as a score.
            if before.kind is ResultKind.ABSOLUTE and decimal_range(before.value):
                said.append((KG.previousScore, nodes[result.before]))
        yield Description(node, row.graph, said)


def _value(result: Result, ends: tuple[Literal, Literal]) -> Iterator[tuple[Iri, RdfTerm]]:
    """Yield the number as printed and as a range, and how it is to be read."""
    yield KG.lexicalForm, string(result.value)
    yield KG.lowerValue, ends[0]
    yield KG.upperValue, ends[1]
    yield KG.kind, KGC[result.kind.value]
    if result.unit:
        yield KG.unit, string(result.unit)
    if result.bound:
        yield KG.bound, KGC[result.bound.value]
    if result.change:
        yield KG.change, KGC[result.change.value]


def _involved(row: Row, result: Result) -> Iterator[tuple[Iri, RdfTerm]]:
    """Yield the entities of a result; one that is no metric or no data set is merely involved."""
    for predicate, name, wanted in (
        (KG.subject, result.subject, None),
        (KG.metric, result.metric, EntityType.METRIC),
        (KG.dataset, result.dataset, EntityType.DATASET),
        (KG.baseline, result.baseline, None),
        (KG.baseModel, result.model, None),
    ):
        if name is None:
            continue
        entity, entity_type = row.entity(name)
        yield KG.involves, entity
        if wanted in (None, entity_type):
            yield predicate, entity
