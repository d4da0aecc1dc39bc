"""What a digest says of its papers, as quads in the digest's graph.

Pure and free of order: an IRI depends on nothing but the names and words it stands for. There are no blank
nodes, and nothing is stated that the text leaves open.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.graph.evidence_quads import Row, mention_quads, result_quads, text_quads
from kg.graph.iris import abs_page, digest_iri, doi_iri, graph_iri, listing_iri, person_iri
from kg.graph.literals import date, integer, string
from kg.graph.terms import DCTERMS, FOAF, RDF_TYPE, SCHEMA
from kg.model import EntityType, Extraction, Paper, Role, day_of_issue
from kg.rdf import Iri, Quad
from kg.resolution import Resolution
from kg.vocab import BASE, KG

__all__ = ["digest_quads", "quads", "row_quads"]

_BY_ROLE = {
    Role.PROPOSED: KG.proposes,
    Role.USED: KG.uses,
    Role.EVALUATED: KG.evaluates,
    Role.COMPARED: KG.comparesWith,
    Role.MENTIONED: KG.mentionsInPassing,
}


def digest_quads(issue: str, *, base: str = BASE) -> Iterator[Quad]:
    """Yield that there is a digest of a day, or a day of arXiv."""
    node, graph = digest_iri(issue, base=base), graph_iri(issue, base=base)
    yield Quad(node, RDF_TYPE, KG.Digest, graph)
    yield Quad(node, DCTERMS.issued, date(day_of_issue(issue)), graph)


def quads(
    paper: Paper,
    extraction: Extraction,
    resolution: Resolution,
    *,
    extractor: str,
    base: str = BASE,
    title: str | None = None,
) -> Iterator[Quad]:
    """Yield what one row of a digest says, and the words that it says so with.

    `extractor` names the extractor and its version. A paper has one title in all graphs, that of its first
    row: `title` gives it where this row is another one, whose own words then stand among the texts only.
    """
    yield from digest_quads(paper.issue, base=base)
    yield from row_quads(paper, extraction, resolution, extractor=extractor, base=base, title=title)


def row_quads(
    paper: Paper,
    extraction: Extraction,
    resolution: Resolution,
    *,
    extractor: str,
    base: str = BASE,
    title: str | None = None,
) -> Iterator[Quad]:
    """Yield what `quads` yields, but for the digest itself."""
    row = Row(paper, extraction, resolution, base)
    yield from _paper_quads(row)
    yield Quad(row.iri, DCTERMS.title, string(title or paper.title), row.graph)
    yield from _listing_quads(row)
    yield from text_quads(row, extractor)
    yield from mention_quads(row)
    yield from result_quads(row)
    for predicate, entity in sorted(_statements(row)):
        yield Quad(row.iri, predicate, entity, row.graph)


def _paper_quads(row: Row) -> Iterator[Quad]:
    paper, node, graph = row.paper, row.iri, row.graph
    yield Quad(node, RDF_TYPE, KG.Paper, graph)
    yield Quad(node, KG.arxivId, string(paper.arxiv_id), graph)
    yield Quad(node, FOAF.page, abs_page(paper.arxiv_id), graph)
    yield Quad(node, SCHEMA.sameAs, doi_iri(paper.arxiv_id), graph)
    yield Quad(node, KG.listedIn, digest_iri(paper.issue, base=row.base), graph)


def _listing_quads(row: Row) -> Iterator[Quad]:
    paper, graph, base = row.paper, row.graph, row.base
    for position, name in enumerate(paper.names, start=1):
        node = listing_iri(paper.arxiv_id, paper.source, position, base=base)
        person = person_iri(row.resolution.person_of(paper.arxiv_id, paper.source, position), base=base)
        yield Quad(row.iri, KG.hasListing, node, graph)
        yield Quad(row.iri, KG.listsPerson, person, graph)
        yield Quad(node, RDF_TYPE, KG.Listing, graph)
        yield Quad(node, KG.position, integer(position), graph)
        yield Quad(node, KG.nameAsListed, string(name), graph)
        yield Quad(node, KG.person, person, graph)
        yield Quad(node, DCTERMS.isPartOf, digest_iri(paper.issue, base=base), graph)


def _statements(row: Row) -> set[tuple[Iri, Iri]]:
    """Say what the paper has to do with each entity that its text names; what it proposes, it does not also use."""
    named = [(*row.entity(found.names[0]), found.role) for found in row.extraction.entities if found.mentions]
    proposed = {iri for iri, _, role in named if role is Role.PROPOSED}
    stated = set()
    for iri, entity_type, role in named:
        kept = Role.PROPOSED if role is Role.USED and iri in proposed else role
        stated |= {(KG.mentions, iri), (_predicate(kept, entity_type), iri)}
    return stated


def _predicate(role: Role | None, entity_type: EntityType) -> Iri:
    """Choose the property; where the role does not fit what the entity is, only `mentions` is true."""
    if role is None:
        plain = {EntityType.TASK: KG.addresses, EntityType.METRIC: KG.reportsMetric}
        return plain.get(entity_type, KG.mentions)
    if not entity_type.has_role:
        return KG.mentions
    if role is Role.EVALUATED and entity_type is EntityType.DATASET:
        return KG.evaluatesOn
    return _BY_ROLE[role]
