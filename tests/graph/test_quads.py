from dataclasses import replace

import pytest

from kg.graph.iris import digest_iri, entity_iri, graph_iri, mention_iri, paper_iri, result_iri
from kg.graph.literals import decimal
from kg.graph.meta_quads import meta_quads
from kg.graph.quads import quads
from kg.graph.terms import DCTERMS, PROV, RDF_TYPE
from kg.model import EntityType, Extraction, Field, PaperEntity, ResultKind, Role, Span
from kg.rdf import Iri, Literal, Quad, RdfTerm
from kg.vocab import KG, KGC
from tests.graph.given import (
    AGAIN,
    EXTRACTION,
    EXTRACTOR,
    MADE,
    PAPER,
    RESOLUTION,
    SUMMARY,
    digest_statements,
    named,
    number,
    statements,
)

NODE = paper_iri(PAPER.arxiv_id)


def made(*entities: PaperEntity, results: tuple = ()) -> list[Quad]:
    extraction = Extraction(PAPER.arxiv_id, entities or EXTRACTION.entities, results)
    return list(quads(PAPER, extraction, RESOLUTION, extractor=EXTRACTOR))


def objects(found: list[Quad], subject: Iri, predicate: Iri) -> set[RdfTerm]:
    return {quad.object for quad in found if quad[:2] == (subject, predicate)}


@pytest.mark.parametrize(
    ("predicate", "key"),
    [
        (KG.proposes, "snail"),
        (KG.uses, "lora"),
        (KG.evaluates, "llama-3-8b"),
        (KG.evaluatesOn, "gsm8k"),
        (KG.comparesWith, "hare"),
        (KG.mentionsInPassing, "hasty"),
        (KG.reportsMetric, "accuracy"),
        (KG.addresses, "slow-reading"),
    ],
)
def test_a_role_becomes_a_property_beside_mentions(predicate: Iri, key: str) -> None:
    found = made()
    assert objects(found, NODE, predicate) == {entity_iri(key)}
    assert entity_iri(key) in objects(found, NODE, KG.mentions)


def test_a_role_that_the_entity_can_not_have_leaves_mentions_only() -> None:
    found = made(named(PAPER, EntityType.METHOD, "accuracy", Role.USED))
    stated = {quad.predicate for quad in found if quad.subject == NODE and quad.object == entity_iri("accuracy")}
    assert stated == {KG.mentions}
    node = mention_iri(PAPER.arxiv_id, PAPER.source, Field.SUMMARY, Span(*_place("accuracy")))
    assert objects(found, node, KG.role) == {KGC.used}
    assert objects(found, node, KG.typedAs) == {KGC.method}


def _place(words: str) -> tuple[int, int]:
    start = SUMMARY.index(words)
    return start, start + len(words)


def test_the_type_is_stated_where_a_paper_differs_only() -> None:
    found = made()
    differing = {quad.subject for quad in found if quad.predicate == KG.typedAs}
    assert differing == {mention_iri(PAPER.arxiv_id, PAPER.source, Field.SUMMARY, Span(*_place("Hare")))}


def test_an_entity_without_a_mention_is_not_stated() -> None:
    bare = replace(EXTRACTION.entities[0], mentions=())
    assert not [quad for quad in made(bare) if quad.object == entity_iri("snail")]


def test_a_mention_quotes_the_text_at_its_offsets() -> None:
    found = made()
    texts = {quad.subject: str(quad.object) for quad in found if quad.predicate == KG.content}
    nodes = [quad.subject for quad in found if quad.object == KG.Mention]
    assert len(nodes) == 10
    for node in nodes:
        (text,), (start,), (end,), (exact,) = (
            objects(found, node, KG[name]) for name in ("inText", "start", "end", "exact")
        )
        assert isinstance(text, Iri)
        assert texts[text][int(str(start)) : int(str(end))] == str(exact)


def test_a_score_holds_its_value_and_the_score_before() -> None:
    found = made(results=EXTRACTION.results)
    before, after, ratio = (
        result_iri(PAPER.arxiv_id, PAPER.source, Field.SUMMARY, result.span) for result in EXTRACTION.results
    )
    assert objects(found, after, RDF_TYPE) == {KG.Result, KG.Score}
    assert objects(found, after, KG.previousScore) == {before}
    assert objects(found, after, KG.lexicalForm) == {Literal("71.30")}
    assert objects(found, after, KG.lowerValue) == objects(found, after, KG.upperValue) == {decimal("71.3")}
    assert objects(found, after, KG.exact) == {Literal("71.3")}
    assert objects(found, after, KG.baseModel) == {entity_iri("llama-3-8b")}
    assert objects(found, ratio, RDF_TYPE) == {KG.Result, KG.Comparison}
    assert (objects(found, ratio, KG.lowerValue), objects(found, ratio, KG.upperValue)) == (
        {decimal("2")},
        {decimal("3")},
    )
    assert objects(found, ratio, KG.metric) == objects(found, ratio, KG.dataset) == set()


def test_only_a_score_has_a_score_before_it() -> None:
    first, second, third = EXTRACTION.results
    found = made(results=(first, replace(third, before=0), replace(second, before=1)))
    assert not [quad for quad in found if quad.predicate == KG.previousScore]


@pytest.mark.parametrize("value", ["", "about 5", "1-2-3", "1e500", "-5", "٣", ".", "-"])
def test_a_value_that_no_decimal_can_hold_is_left_out(value: str) -> None:
    found = made(results=(number("60.5", value, ResultKind.ABSOLUTE),))
    assert not [quad for quad in found if quad.predicate in (KG.lexicalForm, KG.reportsResult)]


def test_a_range_printed_from_high_to_low_is_turned_round() -> None:
    found = made(results=(number("60.5", "10-9", ResultKind.ABSOLUTE),))
    assert [str(quad.object) for quad in found if quad.predicate == KG.lowerValue] == ["9"]


def test_what_is_no_metric_or_data_set_is_merely_involved() -> None:
    found = made(results=(number("60.5", "60.5", ResultKind.ABSOLUTE, metric="Snail", dataset="LoRA"),))
    assert not [quad for quad in found if quad.predicate in (KG.metric, KG.dataset)]
    assert {quad.object for quad in found if quad.predicate == KG.involves} == {entity_iri("snail"), entity_iri("lora")}


def test_each_digest_has_its_graph_and_says_all_of_its_own() -> None:
    graphs = {quad.graph for quad in digest_statements()}
    assert graphs == {graph_iri("2024-10-30"), graph_iri("2024-10-31")}
    for day in ("2024-10-30", "2024-10-31"):
        inside = [quad for quad in digest_statements() if quad.graph == graph_iri(day)]
        assert objects(inside, NODE, KG.listedIn) == {digest_iri(day)}
        assert objects(inside, NODE, RDF_TYPE) == {KG.Paper}


def test_rows_of_one_day_that_disagree_keep_their_words_apart() -> None:
    other = replace(AGAIN, variant="1a2b3c4d", summary="Snail once more.")
    resolution = replace(
        RESOLUTION,
        entity_names={(other.arxiv_id, other.source): {}},
        person_keys={(other.arxiv_id, other.source): ("handle/bob42",)},
    )
    found = list(quads(other, Extraction(other.arxiv_id), resolution, extractor=EXTRACTOR))
    first = [quad for quad in digest_statements() if quad.graph == graph_iri(AGAIN.date)]
    texts, others = ({quad.subject for quad in rows if quad.predicate == KG.content} for rows in (first, found))
    assert not texts & others
    assert {quad.graph for quad in found} == {graph_iri(AGAIN.date)}


def test_every_term_is_of_the_ontology_or_a_known_vocabulary() -> None:
    own = [
        term for quad in statements() for term in quad if isinstance(term, Iri) and term.startswith((KG.base, KGC.base))
    ]
    assert {term for term in own if term not in KG and term not in KGC and term not in (KG.base, KGC.base)} == set()


def test_another_base_moves_every_resource() -> None:
    found = list(quads(PAPER, EXTRACTION, RESOLUTION, extractor=EXTRACTOR, base="https://example.org/x/"))
    assert all(quad.subject.startswith("https://example.org/x/") for quad in found)
    assert not [quad for quad in found if "w3id.org/paper-kg/id" in str(quad.object)]


def test_a_build_has_one_name_for_one_input_and_says_what_it_used() -> None:
    others = [
        replace(MADE, software="0.2.0"),
        replace(MADE, lexicon="abd"),
        replace(MADE, min_confidence=0.5),
        replace(MADE, overrides="0c"),
        replace(MADE, sources=MADE.sources[:1]),
    ]
    assert replace(MADE, sources=MADE.sources[::-1]).identifier() == MADE.identifier()
    assert len({MADE.identifier(), *(made.identifier() for made in others)}) == 1 + len(others)
    used = {str(quad.object) for quad in meta_quads(others[3]) if quad.predicate == PROV.used}
    assert {iri.rsplit("/", 2)[-2] for iri in used} == {"lexicon", "overrides", "source"}


@pytest.mark.parametrize(
    ("licence", "said"),
    [("https://spdx.org/licenses/MIT", "licence is that of"), (None, "no licence is stated")],
)
def test_rights_speak_of_a_licence_only_where_there_is_one(licence: str | None, said: str) -> None:
    quads = list(meta_quads(replace(MADE, licence=licence)))
    (rights,) = [str(quad.object) for quad in quads if quad.predicate == DCTERMS.rights]
    assert said in rights
    assert any(quad.predicate == DCTERMS.license for quad in quads) == (licence is not None)
