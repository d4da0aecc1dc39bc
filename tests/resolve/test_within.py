"""Names of one thing within one paper, which across papers are two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.lexicon import Lexicon, Term
from kg.model import EntityType
from tests.resolve.given import METHOD, METRIC, MODEL, TASK, keys, named, resolved, row


def together(entity_type: EntityType, *names: str, lexicon: Lexicon | None = None) -> int:
    """Count the entities of names that stand in one paper, each as an entity of its own."""
    return len(keys(resolved(row(1, *(named(entity_type, name) for name in names)), lexicon=lexicon)))


@pytest.mark.parametrize(
    ("entity_type", "short", "long"),
    [
        (TASK, "stress understanding", "sentence stress understanding"),
        (TASK, "proof reconstruction", "Proof Graph Reconstruction"),
        (METRIC, "success rate", "5-turn success rate"),
        (METHOD, "gist token compression", "gist token context compression"),
    ],
)
def test_the_longer_name_of_one_paper_is_the_same_thing(entity_type: EntityType, short: str, long: str) -> None:
    assert together(entity_type, short, long) == 1
    assert len(keys(resolved(row(1, named(entity_type, short)), row(2, named(entity_type, long))))) == 2


def test_other_papers_keep_the_short_name() -> None:
    rows = [
        row(1, named(TASK, "image editing"), named(TASK, "color image editing")),
        row(2, named(TASK, "image editing")),
    ]
    found = resolved(*rows)
    assert found.entity_of("2410.00001", "2024-10-02", "image editing") == "color-image-editing"
    assert found.entity_of("2410.00002", "2024-10-03", "image editing") == "image-editing"


def test_a_name_that_two_others_end_with_stays() -> None:
    assert together(TASK, "image editing", "color image editing", "portrait image editing") == 3


def test_a_method_with_a_word_before_it_is_another() -> None:
    assert together(METHOD, "contrastive decoding", "visual contrastive decoding") == 2


def test_a_task_of_the_lexicon_is_what_other_papers_mean_by_it() -> None:
    lexicon = Lexicon([Term("video-generation", "video generation", TASK)])
    assert together(TASK, "video generation", "endless video generation", lexicon=lexicon) == 2
    assert together(TASK, "video generation", "endless video generation") == 1


def test_two_measures_of_the_lexicon_are_two_things() -> None:
    rates = [Term("success-rate", "success rate", METRIC), Term("attack-success-rate", "attack success rate", METRIC)]
    assert together(METRIC, "success rate", "attack success rate", lexicon=Lexicon(rates)) == 2


def test_a_known_measure_keeps_the_scores_of_a_longer_name() -> None:
    lexicon = Lexicon([Term("accuracy", "accuracy", METRIC)])
    found = resolved(row(1, named(METRIC, "accuracy"), named(METRIC, "listening accuracy")), lexicon=lexicon)
    assert keys(found) == ["accuracy"]


def test_an_acronym_that_the_text_spells_out_is_written_out_in_longer_names() -> None:
    paper, extraction = row(1, named(TASK, "SATD detection"), named(TASK, "detection of self-admitted technical debt"))
    assert len(keys(resolved((paper, extraction)))) == 2
    told = replace(paper, summary="On self-admitted technical debt (SATD).")
    assert len(keys(resolved((told, extraction)))) == 1


def test_a_lone_acronym_is_what_one_other_name_of_its_paper_spells() -> None:
    assert together(METHOD, "GSPT", "Greedy Segment Prompt Tuning") == 1
    assert together(METHOD, "GSPT", "Greedy Segment Prompt Tuning", "Guided Soft Prompt Transfer") == 3
    assert together(METHOD, "GSPT++", "Greedy Segment Prompt Tuning") == 2


def test_only_who_presents_a_thing_leaves_a_word_out_of_its_acronym() -> None:
    def of(title: str, *terms: Term) -> int:
        paper, extraction = row(1, named(METHOD, "WaLa"), named(METHOD, "Wavelet Latent Diffusion"))
        return len(keys(resolved((replace(paper, title=title), extraction), lexicon=Lexicon(terms))))

    assert of("WaLa: Billion-Parameter Shapes") == 1
    assert of("Shapes") == 2
    assert of("WaLa: Billion-Parameter Shapes", Term("wavelet", "Wavelet Latent Diffusion", METHOD)) == 2


@pytest.mark.parametrize(("aliases", "count"), [((), 1), (("Generative Speech Pretraining",), 2)])
def test_a_lone_acronym_of_the_lexicon_is_so_unless_that_spells_it_out(aliases: tuple[str, ...], count: int) -> None:
    lexicon = Lexicon([Term("gspt", "GSPT", METHOD, aliases)])
    assert together(METHOD, "GSPT", "Greedy Segment Prompt Tuning", lexicon=lexicon) == count


def test_a_measure_under_a_name_of_its_own_is_what_its_other_name_says() -> None:
    rows = [row(1, named(METRIC, "identity (ID) similarity", "ID similarity")), row(2, named(METRIC, "ID similarity"))]
    assert keys(resolved(*rows)) == ["id-similarity"]
    # Two other names that lead to two measures say nothing.
    rows[0] = row(1, named(METRIC, "identity (ID) similarity", "ID similarity", "face score"))
    assert len(keys(resolved(*rows, row(3, named(METRIC, "face score"))))) == 3
    # A task may be narrower than its other name.
    tasks = row(1, named(TASK, "robust wobbling", "wobbling")), row(2, named(TASK, "wobbling"))
    assert len(keys(resolved(*tasks))) == 2


def test_longer_words_beside_an_acronym_and_its_own_words_are_no_second_meaning() -> None:
    lexicon = Lexicon([Term("speech-cleaning", "speech cleaning", TASK, ("SC",))])
    found = resolved(
        row(1, named(TASK, "speech cleaning", "speech cleaning customization", "SC")),
        row(2, named(TASK, "speech cleaning")),
        lexicon=lexicon,
    )
    assert keys(found) == ["speech-cleaning"]


def test_words_of_another_term_that_has_no_such_acronym_are_no_meaning_of_it() -> None:
    terms = [Term("dora", "DoRA", METHOD, ("Double-Rank Adaptation",)), Term("update", "double-rank update", METHOD)]
    found = resolved(
        row(1, named(METHOD, "DoRA", "double-rank update")),
        row(2, named(METHOD, "DoRA")),
        row(3, named(METHOD, "double-rank update")),
        lexicon=Lexicon(terms),
    )
    assert [key for (key,) in found.entity_keys.values()] == ["dora", "dora", "update"]


def test_a_measure_is_no_method_that_other_papers_give_the_same_acronym() -> None:
    found = resolved(
        row(1, named(METRIC, "overall inside ratio", "IN-R")),
        row(2, named(METHOD, "Implicit Neural Representation", "INR")),
        row(3, named(METHOD, "INR")),
    )
    assert next(iter(found.entity_keys.values())) == ("overall-inside-ratio",)


def test_a_term_is_not_taken_for_what_its_paper_names_beside_it() -> None:
    lexicon = Lexicon([Term("steady-weavers", "steady weavers", MODEL)])
    found = resolved(row(1, named(MODEL, "WMs", "steady weavers"), named(MODEL, "steady weavers")), lexicon=lexicon)
    assert list(found.entity_keys.values()) == [("wms", "steady-weavers")]


def test_a_kind_of_a_known_task_is_another_thing_whatever_its_paper_calls_so_for_short() -> None:
    lexicon = Lexicon([Term("map-drawing", "map drawing", TASK, ("MD",))])
    found = resolved(
        row(1, named(TASK, "map drawing", "untangled map drawing"), named(TASK, "untangled map drawing")),
        row(2, named(TASK, "MD", "smooth map drawing"), named(TASK, "smooth map drawing")),
        lexicon=lexicon,
    )
    assert list(found.entity_keys.values()) == [
        ("map-drawing", "untangled-map-drawing"),
        ("map-drawing", "smooth-map-drawing"),
    ]
    assert found.find("smooth map drawing")[0].broader == "map-drawing"


@pytest.mark.parametrize(
    ("entity_type", "short", "long", "count"),
    [
        (TASK, "web navigation", "web navigation trajectory checking", 2),
        (TASK, "multi-turn drawing", "Multi-Turn LLM Drawing", 1),
        (TASK, "science drawing", "scientific drawing tasks", 1),
        (METHOD, "Wobble", "the Wobble way", 1),
        (MODEL, "Wobble", "Wobble 2.5", 2),
    ],
)
def test_a_lone_name_that_says_more_is_a_narrower_thing_whatever_its_paper_also_calls_so(
    entity_type: EntityType, short: str, long: str, count: int
) -> None:
    found = resolved(row(1, named(entity_type, short, long), named(entity_type, long)))
    assert len(set(found.entity_keys["2410.00001", "2024-10-02"])) == count


def test_a_lone_proper_word_that_no_name_spells_is_not_the_term_that_its_paper_also_calls_so() -> None:
    lexicon = Lexicon([Term("wobbling-transformer", "Wobbling Transformer", MODEL, ("WobT",))])
    names = (named(MODEL, "Wobbling Transformer", "WobTAR"), named(MODEL, "WobTAR"))
    found = resolved(row(1, *names), lexicon=lexicon)
    assert len(keys(found)) == 2
    same = (named(MODEL, "Wobbling Transformer", "WT"), named(MODEL, "WT"))
    assert keys(resolved(row(1, *same), lexicon=lexicon)) == ["wobbling-transformer"]


def test_what_is_parted_takes_no_shorter_name_of_its_paper_along() -> None:
    short, long = "multi-turn drawing", "multi-turn agentic drawing"
    rows = [
        row(1, named(TASK, short, long), named(TASK, long), named(TASK, short)),
        row(2, named(TASK, short)),
    ]
    found = resolved(*rows)
    assert found.entity_keys["2410.00001", "2024-10-02"][2] == found.entity_keys["2410.00002", "2024-10-03"][0]
