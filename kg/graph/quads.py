"""What a digest says of its papers, as quads in the digest's graph.

Pure and free of order: an IRI depends on nothing but the names and words it stands for. There are no blank
nodes, and nothing is stated that the text leaves open.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.graph.evidence_quads import Row, Said, mention_descriptions, result_descriptions, text_descriptions
from kg.graph.iris import abs_page, digest_iri, doi_iri, graph_iri, listing_iri, person_iri
from kg.graph.literals import date, integer, string
from kg.graph.terms import DCTERMS, FOAF, RDF_TYPE, SCHEMA
from kg.model import EntityType, Extraction, Paper, Role, day_of_issue
from kg.rdf import Description, Iri, Quad, RdfTerm
from kg.resolution import Resolution
from kg.vocab import BASE, KG

__all__ = ["digest_quads", "quads", "row_descriptions", "typed_keys"]

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
    source = (paper.arxiv_id, paper.source)
    named = typed_keys(resolution, resolution.entity_names[source])
    apart = {first: typed_keys(resolution, keys) for first, keys in resolution.apart_names.get(source, {}).items()}
    row = Row(paper, extraction, named, resolution.person_keys.get(source, ()), base, apart)
    for description in row_descriptions(row, extractor=extractor, title=title):
        yield from description.quads()


def typed_keys(resolution: Resolution, keys: Mapping[str, str]) -> dict[str, tuple[str, EntityType]]:
    """Put beside each key of an entity, by name, what that entity is."""
    return {name: (key, resolution.entity(key).type) for name, key in keys.items()}


def row_descriptions(row: Row, *, extractor: str, title: str | None = None) -> Iterator[Description]:
    """Yield what `quads` yields, but for the digest itself, subject by subject."""
    texts = list(text_descriptions(row, extractor))
    results = list(result_descriptions(row))
    listings = list(_listings(row))
    said = [
        *_paper(row),
        (DCTERMS.title, string(title or row.paper.title)),
        *_listed(listings),
        *((KG.hasText, text.subject) for text in texts),
        *((KG.reportsResult, result.subject) for result in results),
        *_statements(row),
    ]
    yield Description(row.iri, row.graph, said)
    yield from listings
    yield from texts
    yield from mention_descriptions(row)
    yield from results


def _paper(row: Row) -> Said:
    arxiv_id = row.paper.arxiv_id
    return [
        (RDF_TYPE, KG.Paper),
        (KG.arxivId, string(arxiv_id)),
        (FOAF.page, abs_page(arxiv_id)),
        (SCHEMA.sameAs, doi_iri(arxiv_id)),
        (KG.listedIn, digest_iri(row.paper.issue, base=row.base)),
    ]


def _listings(row: Row) -> Iterator[Description]:
    paper, base = row.paper, row.base
    digest = digest_iri(paper.issue, base=base)
    for position, name in enumerate(paper.names, start=1):
        person = person_iri(row.persons[position - 1], base=base)
        said: Said = [
            (KG.person, person),
            (RDF_TYPE, KG.Listing),
            (KG.position, integer(position)),
            (KG.nameAsListed, string(name)),
            (DCTERMS.isPartOf, digest),
        ]
        yield Description(listing_iri(paper.arxiv_id, paper.source, position, base=base), row.graph, said)


def _listed(listings: Iterable[Description]) -> Iterator[tuple[Iri, RdfTerm]]:
    for listing in listings:
        yield KG.hasListing, listing.subject
        yield KG.listsPerson, next(term for predicate, term in listing.said if predicate is KG.person)


def _statements(row: Row) -> set[tuple[Iri, Iri]]:
    """Say what the paper has to do with each entity that its text names; what it proposes, it does not also use."""
    named = [named for found in row.extraction.entities for named in row.named_by(found) if named.mentions]
    proposed = {one.entity for one in named if one.role is Role.PROPOSED}
    stated = set()
    for iri, entity_type, role, _ in named:
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
