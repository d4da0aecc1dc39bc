"""The views: which nodes and edges each one chooses, and what supports them."""

from __future__ import annotations

import pytest

from kg.errors import UnknownNameError
from kg.rdf import Iri, Literal
from kg.table import Table
from kg.view import overview as overview_module
from kg.view.construct import answer_map
from kg.view.entity import entity_map
from kg.view.find import find_entity, find_paper
from kg.view.overview import overview
from kg.view.paper import paper_map
from kg.view.subgraph import Subgraph
from tests.view.conftest import OWN_HOSTILE, Ask
from tests.view.quads import BASE


def drawn(subgraph: Subgraph) -> set[tuple[str, str, str]]:
    labels = {node.id: node.label for node in subgraph.nodes}
    return {(labels[edge.source], edge.role, labels[edge.target]) for edge in subgraph.edges}


def test_paper_map_draws_roles_and_results(ask: Ask) -> None:
    leaf = "LeafKV: A Small Cache for Long Texts"
    found = paper_map(ask, "2410.00001")
    assert drawn(found) == {
        (leaf, "proposes", "LeafKV"),
        (leaf, "uses", "Llama-3.1-8B"),
        (leaf, "evaluatesOn", "LongBench"),
        (leaf, "comparesWith", "FullCache"),
        (leaf, "mentionsInPassing", "LoRA"),
        (leaf, "addresses", "long-context inference"),
        (leaf, "reportsResult", "62.5 %"),
        ("62.5 %", "metric", "accuracy"),
        ("62.5 %", "dataset", "LongBench"),
        ("62.5 %", "baseline", "FullCache"),
    }
    assert found.focus == BASE + "paper/2410.00001"
    assert {node.type for node in found.nodes} == {
        "Paper", "Method", "Model", "Dataset", "Metric", "Task", "Result",
    }  # fmt: skip
    (paper,) = [node for node in found.nodes if node.type == "Paper"]
    assert paper.link == "https://arxiv.org/abs/2410.00001"
    assert dict(paper.facts) == {
        "arXiv": "2410.00001",
        "Listed on": "2024-10-30",
        "People listed (may be partial)": "Ada Field, leafling",
    }


def test_a_role_is_supported_by_its_sentence_once_for_two_digests(ask: Ask) -> None:
    (edge,) = [edge for edge in paper_map(ask, "2410.00001").edges if edge.role == "uses"]
    (evidence,) = edge.evidence
    assert evidence.text == "LeafKV keeps keys in a compact form, e.g. on Llama-3.1-8B."
    assert evidence.marked == "Llama-3.1-8B"
    assert (evidence.source, evidence.link) == ("summary of 2410.00001", "https://arxiv.org/abs/2410.00001")


def test_a_result_is_supported_by_its_sentence(ask: Ask) -> None:
    (result,) = [node for node in paper_map(ask, "2410.00002").nodes if node.type == "Result"]
    assert result.label == "2×"
    assert [(e.text, e.marked) for e in result.evidence] == [("It is 2x faster than LoRA alone.", "2")]
    assert dict(result.facts) == {"Kind": "Ratio", "Result of": "TreeTune", "Against": "LoRA"}


def test_a_paper_without_names_says_so(ask: Ask) -> None:
    found = paper_map(ask, "2411.00004")
    assert (found.shown, found.note) == (1, "Nothing was found in the words of this paper.")


@pytest.mark.parametrize("name", ["2410.00001", "arXiv:2410.00001v2", "https://arxiv.org/abs/2410.00001v1"])
def test_papers_are_found_by_any_form_of_their_id(ask: Ask, name: str) -> None:
    assert find_paper(ask, name) == BASE + "paper/2410.00001"


def test_entity_map_draws_papers_by_role_and_relatives(ask: Ask) -> None:
    found = entity_map(ask, "lora")
    assert {edge for edge in drawn(found) if edge[2] == "LoRA"} == {
        ("LeafKV: A Small Cache for Long Texts", "mentionsInPassing", "LoRA"),
        ("TreeTune", "uses", "LoRA"),
        ("A Study of Roots", "evaluates", "LoRA"),
    }
    assert ("LoRA", "together", "LongBench") in drawn(found)
    assert ("Llama-3.1-8B", "variantOf", "Llama-3") in drawn(entity_map(ask, "Llama-3"))


def test_entity_map_says_what_it_left_out(ask: Ask) -> None:
    found = entity_map(ask, "LoRA", most_papers=1, most_related=2)
    assert (found.shown, found.total) == (4, 12)
    assert found.count.startswith("4 of 12 nodes shown: ")


@pytest.mark.parametrize("name", ["LoRA", "lora", "Low-Rank Adaptation", "low rank adaptation", "entity:lora"])
def test_entities_are_found_by_any_spelling(ask: Ask, name: str) -> None:
    assert find_entity(ask, name) == BASE + "entity/lora"


def test_names_that_are_not_there_list_what_is_near(ask: Ask) -> None:
    with pytest.raises(UnknownNameError, match="LongBench") as raised:
        entity_map(ask, "LongBenhc")
    assert raised.value.name == "LongBenhc"
    with pytest.raises(UnknownNameError, match=r"2410\.00001"):
        paper_map(ask, "2410.99999")


def test_hostile_names_are_only_names(ask: Ask, blns: list[str]) -> None:
    for name in OWN_HOSTILE + blns[::7]:
        with pytest.raises(UnknownNameError):
            find_entity(ask, name)
        with pytest.raises(UnknownNameError):
            find_paper(ask, name)


def test_overview_of_few_papers_draws_each(ask: Ask) -> None:
    found = overview(ask)
    assert found.title == "4 papers at a glance"
    assert ("TreeTune", "uses", "LoRA") in drawn(found)
    assert {node.label for node in found.nodes if node.type == "Paper"} == {
        "LeafKV: A Small Cache for Long Texts", "TreeTune", "A Study of Roots", "Nothing Named",
    }  # fmt: skip
    assert not {edge.role for edge in found.edges} & {"mentionsInPassing", "reportsMetric"}
    assert (found.shown, found.total) == (12, 13)


def test_overview_of_many_papers_joins_names_that_share_papers(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview_module, "FEW_PAPERS", 1)
    found = overview(ask)
    assert drawn(found) == {
        ("Llama-3.1-8B", "together", "LoRA"),
        ("LoRA", "together", "LongBench"),
    } or drawn(found) == {("Llama-3.1-8B", "together", "LoRA"), ("LongBench", "together", "LoRA")}
    weights = {node.label: node.weight for node in found.nodes}
    assert weights == {"Llama-3.1-8B": 2, "LoRA": 3, "LongBench": 2}
    assert found.count == "3 of 8 nodes shown: those that the most papers mention, of each type"
    (edge,) = [e for e in found.edges if {e.source, e.target} == {BASE + "entity/lora", BASE + "entity/longbench"}]
    assert edge.weight == 2
    assert [e.text for e in edge.evidence] == ["A Study of Roots", "LeafKV: A Small Cache for Long Texts"]


def test_views_of_an_empty_graph_are_empty(nothing: Ask) -> None:
    found = overview(nothing)
    assert (found.shown, found.total, found.edges) == (0, 0, ())


def test_a_construct_is_drawn_with_labels_types_and_facts(ask: Ask) -> None:
    answer = ask(
        """PREFIX kg: <https://w3id.org/paper-kg/ontology#> PREFIX dcterms: <http://purl.org/dc/terms/>
        CONSTRUCT { ?p kg:testedOn ?d . ?p dcterms:title ?t ; a kg:Paper } WHERE
        { ?p kg:evaluatesOn ?d ; dcterms:title ?t }"""
    )
    found = answer_map(answer, title="Tests")
    assert drawn(found) == {
        ("LeafKV: A Small Cache for Long Texts", "testedOn", "longbench"),
        ("A Study of Roots", "testedOn", "longbench"),
    }
    assert sorted((node.label, node.type) for node in found.nodes) == [
        ("A Study of Roots", "Paper"),
        ("LeafKV: A Small Cache for Long Texts", "Paper"),
        ("longbench", "Thing"),
    ]
    assert found.nodes[-1].link == "https://arxiv.org/abs/2411.00003"


def test_a_select_ties_the_first_iri_of_a_row_to_the_others() -> None:
    one, two, three = (Iri(f"urn:x/{name}") for name in ("one", "two", "three"))
    answer = Table(("a", "n", "b", "c"), ((one, Literal("7"), two, three), (two, None, None, three)))
    found = answer_map(answer)
    assert drawn(found) == {("one", "?b", "two"), ("one", "?c", "three"), ("two", "?c", "three")}
    assert ("n", "7") in found.nodes[0].facts


def test_an_answer_is_named_by_the_graph_where_it_gives_no_names(ask: Ask) -> None:
    query = """PREFIX kg: <https://w3id.org/paper-kg/ontology#>
        SELECT ?paper ?dataset WHERE { ?paper kg:proposes ?x ; kg:evaluatesOn ?dataset }"""
    found = answer_map(ask(query), ask=ask)
    assert drawn(found) == {("LeafKV: A Small Cache for Long Texts", "?dataset", "LongBench")}
    assert [node.type for node in found.nodes] == ["Dataset", "Paper"]


def test_an_answer_without_iris_says_so() -> None:
    found = answer_map(Table(("n",), ((Literal("7"),),)))
    assert (found.shown, "IRIs" in found.note) == (0, True)
