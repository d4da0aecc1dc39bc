from collections.abc import Callable
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF, SH

from kg.graph.iris import (
    alias_iri,
    dataset_iri,
    digest_iri,
    entity_iri,
    graph_iri,
    listing_iri,
    mention_iri,
    paper_iri,
    person_iri,
    resource_iri,
    result_iri,
    software_iri,
    text_iri,
)
from kg.graph.literals import boolean, decimal, integer, string
from kg.graph.shapes import Report, validate
from kg.graph.terms import DCAT, DCTERMS, FOAF, OWL, PROV, RDF_TYPE, SCHEMA, SKOS, VOID
from kg.model import Field, Span
from kg.rdf import Iri, Literal, Quad, RdfTerm
from kg.resources import ontology_dir
from kg.vocab import KG, KGC
from tests.graph.given import EXTRACTION, EXTRACTOR, MADE, PAPER, REPEAT, REPEAT_EXTRACTION, nquads, statements

ID, DAY = PAPER.arxiv_id, PAPER.date
GRAPH, ENTITIES, META = graph_iri(DAY), graph_iri("entities"), graph_iri("meta")
BETWEEN = graph_iri("contradictions")
NODE, DIGEST = paper_iri(ID), digest_iri(DAY)
LISTING = listing_iri(ID, DAY, 1)
TEXT = text_iri(ID, DAY, Field.SUMMARY)
MENTION = mention_iri(ID, DAY, Field.SUMMARY, Span(0, 5))
SCORE, LATER, COMPARISON = (result_iri(ID, DAY, Field.SUMMARY, result.span) for result in EXTRACTION.results)
(REPEATED,) = (result_iri(REPEAT.arxiv_id, REPEAT.date, one.field, one.span) for one in REPEAT_EXTRACTION.results)
SNAIL, GSM8K, ACCURACY, READING = map(entity_iri, ("snail", "gsm8k", "accuracy", "slow-reading"))
TURTLE, RULES = Iri(dataset_iri() + "#turtle"), software_iri(EXTRACTOR)
BUILD = resource_iri("build", MADE.identifier())
ADA = person_iri("ada-example/2410.00001")

Edit = Callable[[list[Quad]], list[Quad]]


def add(subject: Iri, predicate: Iri, term: RdfTerm, graph: Iri = GRAPH) -> Edit:
    return lambda quads: [*quads, Quad(subject, predicate, term, graph)]


def drop(subject: Iri, predicate: Iri, term: RdfTerm | None = None) -> Edit:
    def edit(quads: list[Quad]) -> list[Quad]:
        kept = [quad for quad in quads if quad[:2] != (subject, predicate) or term not in (None, quad.object)]
        assert len(kept) < len(quads)
        return kept

    return edit


def put(subject: Iri, predicate: Iri, term: RdfTerm, graph: Iri = GRAPH) -> Edit:
    return lambda quads: add(subject, predicate, term, graph)(drop(subject, predicate)(quads))


def both(one: Edit, other: Edit) -> Edit:
    return lambda quads: other(one(quads))


def rename(old: Iri, new: str) -> Edit:
    made = Iri(new)
    return lambda quads: [Quad(*(made if term == old else term for term in quad)) for quad in quads]


# For each shape one graph, or more, that it must reject.
WRONG: list[tuple[str, Edit]] = [
    ("Digest", rename(DIGEST, DIGEST + "x")),
    ("Digest", add(DIGEST, DCTERMS.title, string("x"))),
    ("Digest-date", put(DIGEST, DCTERMS.issued, string(DAY))),
    ("Digest-date", drop(DIGEST, DCTERMS.issued)),
    ("Paper", rename(NODE, "https://example.org/2410.00001")),
    ("Paper", add(NODE, KG.refersTo, SNAIL)),
    ("Paper-arxivId", put(NODE, KG.arxivId, string("2410.00001v2"))),
    ("Paper-arxivId", add(NODE, KG.arxivId, string("2410.00009"))),
    ("Paper-title", put(NODE, DCTERMS.title, string(""))),
    ("Paper-page", put(NODE, FOAF.page, Iri("http://arxiv.org/abs/2410.00001"))),
    ("Paper-sameAs", put(NODE, SCHEMA.sameAs, Iri("https://doi.org/10.1/x"))),
    ("Paper-listedIn", drop(NODE, KG.listedIn)),
    ("Paper-listedIn", add(NODE, KG.listedIn, SNAIL)),
    ("Paper-hasText", drop(NODE, KG.hasText)),
    ("Paper-hasListing", add(NODE, KG.hasListing, TEXT)),
    ("Paper-listsPerson", put(NODE, KG.listsPerson, SNAIL)),
    ("Paper-listsPerson-evidence", drop(NODE, KG.listsPerson, ADA)),
    ("Paper-listsPerson-evidence", add(NODE, KG.listsPerson, person_iri("ada-example/2409.00009"))),
    ("Paper-mentions", add(NODE, KG.mentions, Iri("https://example.org/thing"))),
    ("Paper-mentions-evidence", add(NODE, KG.mentions, entity_iri("reading"))),
    ("Paper-mentions-evidence", drop(NODE, KG.mentions, SNAIL)),
    ("Paper-mentions-all", add(NODE, KG.uses, entity_iri("llama-3"))),
    ("Paper-mentions-all", add(SCORE, KG.involves, entity_iri("llama-3"))),
    ("Paper-role-evidence", add(NODE, KG.uses, SNAIL)),
    ("Paper-proposes", add(NODE, KG.proposes, ADA)),
    ("Paper-uses", add(NODE, KG.uses, ADA)),
    ("Paper-comparesWith", add(NODE, KG.comparesWith, ADA)),
    ("Paper-mentionsInPassing", add(NODE, KG.mentionsInPassing, ADA)),
    ("Paper-with-role", add(NODE, KG.uses, ACCURACY)),
    ("Paper-evaluates", add(NODE, KG.evaluates, ADA)),
    ("Paper-evaluates-type", add(NODE, KG.evaluates, GSM8K)),
    ("Paper-evaluatesOn", add(NODE, KG.evaluatesOn, SNAIL)),
    ("Paper-addresses", add(NODE, KG.addresses, ACCURACY)),
    ("Paper-reportsMetric", add(NODE, KG.reportsMetric, READING)),
    ("Paper-reportsResult", add(NODE, KG.reportsResult, MENTION)),
    ("Listing", rename(LISTING, listing_iri(ID, DAY, 1)[:-1] + "0")),
    ("Listing", add(LISTING, FOAF.name, string("Ada"))),
    ("Listing-position", put(LISTING, KG.position, integer(0))),
    ("Listing-nameAsListed", put(LISTING, KG.nameAsListed, string(""))),
    ("Listing-person", add(LISTING, KG.person, person_iri("handle/bob42"))),
    ("Listing-isPartOf", put(LISTING, DCTERMS.isPartOf, NODE)),
    ("Listing-paper", drop(NODE, KG.hasListing, LISTING)),
    ("Person", rename(ADA, "https://example.org/ada")),
    ("Person-name", drop(ADA, FOAF.name)),
    ("Person-isHandle", put(ADA, KG.isHandle, string("false"), ENTITIES)),
    ("Person-possiblySameAs-mutual", drop(ADA, KG.possiblySameAs)),
    ("Person-possiblySameAs-mutual", add(person_iri("handle/bob42"), KG.possiblySameAs, ADA, ENTITIES)),
    ("Person-possiblySameAs", add(ADA, KG.possiblySameAs, SNAIL, ENTITIES)),
    ("SourceText", rename(TEXT, TEXT.replace("summary", "body"))),
    ("SourceText-field", put(TEXT, KG.field, string("body"))),
    ("SourceText-content", put(TEXT, KG.content, string(""))),
    ("SourceText-extractor", drop(TEXT, KG.extractor)),
    ("SourceText-extractor", put(TEXT, KG.extractor, string("kg-rules 1"))),
    ("SourceText-wasDerivedFrom", put(TEXT, PROV.wasDerivedFrom, DIGEST)),
    ("SourceText-paper", add(paper_iri("2410.00009"), KG.hasText, TEXT)),
    ("SourceText-hadPrimarySource", put(TEXT, PROV.hadPrimarySource, NODE)),
    ("Mention", rename(MENTION, MENTION.replace("0-5", "0_5"))),
    ("Mention", add(MENTION, SKOS.prefLabel, string("Snail"))),
    ("Mention-inText", put(MENTION, KG.inText, NODE)),
    ("Mention-inText", drop(MENTION, KG.inText)),
    ("Mention-start", put(MENTION, KG.start, integer(5))),
    ("Mention-start", put(MENTION, KG.start, integer(-1))),
    ("Mention-end", put(MENTION, KG.end, decimal("5"))),
    ("Mention-exact", drop(MENTION, KG.exact)),
    ("Evidence-words", put(MENTION, KG.exact, string("Snall"))),
    ("Evidence-words", put(MENTION, KG.end, integer(6))),
    ("Mention-stated", put(MENTION, KG.role, KGC.compared)),
    ("Mention-stated", drop(NODE, KG.comparesWith)),
    ("Mention-confidence", put(MENTION, KG.confidence, decimal("1.01"))),
    ("Mention-confidence", put(MENTION, KG.confidence, Literal("0.9", Iri("http://www.w3.org/2001/XMLSchema#double")))),
    ("Mention-refersTo", add(MENTION, KG.refersTo, GSM8K)),
    ("Mention-role", put(MENTION, KG.role, KGC.method)),
    ("Mention-role", add(MENTION, KG.role, KGC.used)),
    ("Mention-typedAs", add(MENTION, KG.typedAs, KG.Method)),
    ("Result", rename(SCORE, SCORE.replace("result/", "outcome/"))),
    ("Result", add(SCORE, KG.refersTo, SNAIL)),
    ("Result-type", add(SCORE, RDF_TYPE, KG.Comparison)),
    ("Result-type", drop(SCORE, RDF_TYPE, KG.Score)),
    ("Result-inText", drop(SCORE, KG.inText)),
    ("Result-start", put(SCORE, KG.start, integer(9999))),
    ("Result-end", drop(SCORE, KG.end)),
    ("Result-exact", put(SCORE, KG.exact, string(""))),
    ("Evidence-words", put(SCORE, KG.start, integer(1))),
    ("Result-confidence", drop(SCORE, KG.confidence)),
    ("Result-paper", drop(NODE, KG.reportsResult, SCORE)),
    ("Result-lexicalForm", drop(SCORE, KG.lexicalForm)),
    ("Result-lowerValue", put(COMPARISON, KG.lowerValue, decimal("3.5"))),
    ("Result-lowerValue", drop(SCORE, KG.lowerValue)),
    ("Result-upperValue", put(SCORE, KG.upperValue, string("60.5"))),
    ("Result-kind", drop(COMPARISON, KG.kind)),
    ("Result-unit", put(SCORE, KG.unit, string(""))),
    ("Result-bound", put(COMPARISON, KG.bound, KGC.up)),
    ("Result-change", put(COMPARISON, KG.change, KGC["at-least"])),
    ("Result-previousScore", put(LATER, KG.previousScore, COMPARISON)),
    ("Result-involves", add(SCORE, KG.involves, ADA)),
    ("Result-involves-all", drop(SCORE, KG.involves, GSM8K)),
    ("Result-subject", add(SCORE, KG.subject, SNAIL)),
    ("Result-metric", put(SCORE, KG.metric, GSM8K)),
    ("Result-dataset", put(SCORE, KG.dataset, ACCURACY)),
    ("Result-baseline", put(COMPARISON, KG.baseline, ADA)),
    ("Result-baseModel", put(LATER, KG.baseModel, ADA)),
    ("Score", drop(SCORE, RDF_TYPE, KG.Result)),
    ("Score-kind", put(SCORE, KG.kind, KGC.ratio)),
    ("Comparison", drop(COMPARISON, RDF_TYPE, KG.Result)),
    ("Comparison-kind", put(COMPARISON, KG.kind, KGC.absolute)),
    ("Comparison-previousScore", add(COMPARISON, KG.previousScore, SCORE)),
    ("Comparison-contradicts", add(COMPARISON, KG.contradicts, LATER, BETWEEN)),
    ("Result-contradicts", add(LATER, KG.contradicts, MENTION, BETWEEN)),
    ("Result-contradicts-mutual", drop(REPEATED, KG.contradicts)),
    ("Score-measured", add(SCORE, KG.contradicts, LATER, BETWEEN)),
    ("Score-measured", put(REPEATED, KG.unit, string("points"))),
    ("Score-measured", put(REPEATED, KG.subject, GSM8K)),
    ("Score-measured", drop(REPEATED, KG.dataset)),
    ("Score-measured", drop(REPEATED, KG.metric)),
    ("Score-measured", drop(REPEATED, KG.baseModel)),
    (
        "Score-measured",
        both(put(REPEATED, KG.lowerValue, decimal("71.3")), put(REPEATED, KG.upperValue, decimal("71.3"))),
    ),
    ("ResearchEntity", rename(SNAIL, "https://example.org/snail")),
    ("ResearchEntity", add(SNAIL, FOAF.name, string("Snail"), ENTITIES)),
    ("ResearchEntity-type", add(SNAIL, RDF_TYPE, KG.Model, ENTITIES)),
    ("ResearchEntity-type", drop(SNAIL, RDF_TYPE, KG.Method)),
    ("ResearchEntity-prefLabel", add(SNAIL, SKOS.prefLabel, string("Snails"), ENTITIES)),
    ("ResearchEntity-altLabel", add(SNAIL, SKOS.altLabel, string("Snail"), ENTITIES)),
    ("ResearchEntity-variantOf", add(SNAIL, KG.variantOf, ADA, ENTITIES)),
    ("ResearchEntity-broader", add(SNAIL, SKOS.broader, entity_iri("missing"), ENTITIES)),
    ("ResearchEntity-betterWhen", put(ACCURACY, KG.betterWhen, KGC.up, ENTITIES)),
    ("ResearchEntity-isFraction", add(ACCURACY, KG.isFraction, boolean(False), ENTITIES)),
    ("Metric", add(SNAIL, KG.betterWhen, KGC.lower, ENTITIES)),
    ("Typed", drop(SNAIL, RDF_TYPE, KG.ResearchEntity)),
    ("Alias", rename(alias_iri("low-rank-adaptation"), "https://example.org/lora")),
    ("Alias-sameAs", add(alias_iri("x"), OWL.sameAs, ADA, ENTITIES)),
    ("DataSet-title", drop(dataset_iri(), DCTERMS.title)),
    ("DataSet-description", drop(dataset_iri(), DCTERMS.description)),
    ("DataSet-wasGeneratedBy", drop(dataset_iri(), PROV.wasGeneratedBy)),
    ("DataSet-rights", drop(dataset_iri(), DCTERMS.rights)),
    ("DataSet-conformsTo", put(dataset_iri(), DCTERMS.conformsTo, Iri("https://example.org/"), META)),
    ("DataSet-vocabulary", drop(dataset_iri(), VOID.vocabulary)),
    ("DataSet-distribution", put(dataset_iri(), DCAT.distribution, dataset_iri(), META)),
    ("DataSet-license", put(dataset_iri(), DCTERMS.license, string("MIT"), META)),
    ("Distribution-title", drop(TURTLE, DCTERMS.title)),
    ("Distribution-mediaType", put(TURTLE, DCAT.mediaType, Iri("https://example.org/turtle"), META)),
    ("Build-used", drop(BUILD, PROV.used)),
    ("Build-wasAssociatedWith", drop(BUILD, PROV.wasAssociatedWith, RULES)),
    ("Software-title", drop(RULES, DCTERMS.title)),
    ("Software-version", drop(RULES, SCHEMA.softwareVersion)),
]


def check(tmp_path: Path, edit: Edit = list) -> Report:
    return validate(nquads(tmp_path, edit(statements())), processes=1)


def test_a_right_graph_conforms(tmp_path: Path) -> None:
    report = check(tmp_path)
    assert report.violations == ()
    assert report.checked == len(set(statements()))


@pytest.mark.parametrize(("shape", "edit"), WRONG, ids=[f"{place}-{shape}" for place, (shape, _) in enumerate(WRONG)])
def test_a_shape_rejects_what_is_wrong(shape: str, edit: Edit, tmp_path: Path) -> None:
    report = check(tmp_path, edit)
    assert not report.conforms
    found = {violation.shape.rpartition("#")[2]: violation for violation in report.violations}
    assert shape in found, sorted(found)
    assert found[shape].message.startswith("expected ")
    assert found[shape].severity == "Violation"


def test_every_shape_has_a_message_and_a_graph_that_it_rejects() -> None:
    shapes = rdflib.Graph().parse(ontology_dir() / "shapes.ttl", format="turtle")
    named = {node for kind in (SH.NodeShape, SH.PropertyShape) for node in shapes.subjects(RDF.type, kind)}
    assert all((node, SH.message, None) in shapes for node in named)
    # The shapes of the description as nodes say nothing that their properties don't.
    described = {"DataSet", "Distribution", "Build", "Software"}
    assert {str(node).rpartition("#")[2] for node in named} - described == {shape for shape, _ in WRONG}


def test_a_violation_names_node_property_and_value(tmp_path: Path) -> None:
    (violation,) = check(tmp_path, put(MENTION, KG.confidence, decimal("1.5"))).violations
    assert (violation.focus, violation.path, violation.value) == (MENTION, KG.confidence, "1.5")
    assert violation.message == "expected one kg:confidence, a decimal from 0 to 1"


def test_processes_make_no_difference(tmp_path: Path) -> None:
    path = nquads(tmp_path, drop(SNAIL, SKOS.prefLabel)(statements()))
    seen: list[tuple[int, int]] = []
    one = validate(path, processes=1, lines_a_slice=30)
    two = validate(path, processes=2, lines_a_slice=30, on_progress=lambda *told: seen.append(told))
    assert one == two
    assert [violation.focus for violation in two.violations] == [SNAIL]
    assert seen == [(done, two.slices) for done in range(1, two.slices + 1)]
    assert two.slices > 3


def test_who_may_be_whom_is_checked_across_slices(tmp_path: Path) -> None:
    path = nquads(tmp_path, add(person_iri("handle/bob42"), KG.possiblySameAs, ADA, ENTITIES)(statements()))
    found = {violation.focus for violation in validate(path, processes=1, lines_a_slice=1).violations}
    assert found == {ADA, person_iri("handle/bob42")}


def test_a_report_is_a_record(tmp_path: Path) -> None:
    record = check(tmp_path, drop(SNAIL, SKOS.prefLabel)).as_record()
    assert (record["conforms"], len(record["violations"])) == (False, 1)
    assert record["violations"][0]["focus"] == SNAIL
