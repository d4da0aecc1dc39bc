"""The evidence as quads: the words of a source, and each mention and result with its place in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kg.graph.iris import digest_iri, entity_iri, graph_iri, mention_iri, paper_iri, result_iri, software_iri, text_iri
from kg.graph.literals import decimal, decimal_range, integer, string
from kg.graph.terms import PROV, RDF_TYPE
from kg.model import EntityType, Extraction, Field, Paper, PaperEntity, Result, ResultKind, Span
from kg.rdf import Iri, Literal, Quad
from kg.resolution import Resolution
from kg.vocab import BASE, KG, KGC

__all__ = ["Row", "mention_quads", "result_quads", "text_quads"]


@dataclass(frozen=True)
class Row:
    """One row of a digest on its way to quads: the paper, what was extracted, and who is who."""

    paper: Paper
    extraction: Extraction
    resolution: Resolution
    base: str = BASE

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
        key = self.resolution.entity_of(self.paper.arxiv_id, self.paper.source, name)
        return entity_iri(key, base=self.base), self.resolution.entity(key).type


def text_quads(row: Row, extractor: str) -> Iterator[Quad]:
    """Yield the words of each field, where they come from, and which extractor read them."""
    program = software_iri(extractor, base=row.base)
    for text in row.paper.texts():
        node = row.text_iri(text.field)
        yield Quad(row.iri, KG.hasText, node, row.graph)
        yield Quad(node, RDF_TYPE, KG.SourceText, row.graph)
        yield Quad(node, KG.field, string(text.field.value), row.graph)
        yield Quad(node, KG.content, string(text.text), row.graph)
        yield Quad(node, KG.extractor, program, row.graph)
        yield Quad(node, PROV.wasDerivedFrom, row.iri, row.graph)
        yield Quad(node, PROV.hadPrimarySource, digest_iri(row.paper.issue, base=row.base), row.graph)


def mention_quads(row: Row) -> Iterator[Quad]:
    """Yield each place where an entity is named."""
    for found in row.extraction.entities:
        entity, entity_type = row.entity(found.names[0])
        reading = _reading(found, entity_type)
        for mention in found.mentions:
            node = mention_iri(row.paper.arxiv_id, row.paper.source, mention.field, mention.span, base=row.base)
            yield Quad(node, RDF_TYPE, KG.Mention, row.graph)
            yield from _place_quads(row, node, mention.field, mention.span, mention.confidence)
            yield Quad(node, KG.refersTo, entity, row.graph)
            for predicate, concept in reading:
                yield Quad(node, predicate, concept, row.graph)


def _reading(found: PaperEntity, entity_type: EntityType) -> list[tuple[Iri, Iri]]:
    """Say how the paper takes an entity: its role, and its type where that is not what others say."""
    reading = [(KG.role, KGC[found.role.value])] if found.role else []
    if found.type is not entity_type:
        reading.append((KG.typedAs, KGC[found.type.value.lower()]))
    return reading


def _place_quads(row: Row, node: Iri, field: Field, span: Span, confidence: float) -> Iterator[Quad]:
    """Yield what each piece of evidence has: its text, offsets, words and confidence."""
    yield Quad(node, KG.inText, row.text_iri(field), row.graph)
    yield Quad(node, KG.start, integer(span.start), row.graph)
    yield Quad(node, KG.end, integer(span.end), row.graph)
    yield Quad(node, KG.exact, string(row.paper.text(field)[span.start : span.end]), row.graph)
    yield Quad(node, KG.confidence, decimal(f"{confidence:.2f}"), row.graph)


def result_quads(row: Row) -> Iterator[Quad]:
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
        yield Quad(row.iri, KG.reportsResult, node, row.graph)
        yield Quad(node, RDF_TYPE, KG.Result, row.graph)
        yield Quad(node, RDF_TYPE, KG.Score if is_score else KG.Comparison, row.graph)
        yield from _place_quads(row, node, result.field, result.span, result.confidence)
        yield from _value_quads(row, node, result, ends)
        yield from _involved_quads(row, node, result)
        if result.before is not None and is_score:
            before = row.extraction.results[result.before]
            if before.kind is ResultKind.ABSOLUTE and decimal_range(before.value):
                yield Quad(node, KG.previousScore, nodes[result.before], row.graph)


def _value_quads(row: Row, node: Iri, result: Result, ends: tuple[Literal, Literal]) -> Iterator[Quad]:
    """Yield the number as printed and as a range, and how it is to be read."""
    yield Quad(node, KG.lexicalForm, string(result.value), row.graph)
    yield Quad(node, KG.lowerValue, ends[0], row.graph)
    yield Quad(node, KG.upperValue, ends[1], row.graph)
    yield Quad(node, KG.kind, KGC[result.kind.value], row.graph)
    if result.unit:
        yield Quad(node, KG.unit, string(result.unit), row.graph)
    if result.bound:
        yield Quad(node, KG.bound, KGC[result.bound.value], row.graph)
    if result.change:
        yield Quad(node, KG.change, KGC[result.change.value], row.graph)


def _involved_quads(row: Row, node: Iri, result: Result) -> Iterator[Quad]:
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
        yield Quad(node, KG.involves, entity, row.graph)
        if wanted in (None, entity_type):
            yield Quad(node, predicate, entity, row.graph)
