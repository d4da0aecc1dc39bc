"""Evidence: the words behind a paper, an entity and a result, in their sentences."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.errors import UnknownNameError
from kg.evidence import Quote, quotes
from kg.graph.folder import GraphFolder
from kg.graph.nquads import read_union
from kg.notice import NOTICE
from kg.rdf import Iri
from kg.table import Table
from tests.test_cli import run

THROUGHPUT = (
    "c) For Llama-3.1-8B on one A100 GPU, SHADOWKV increases throughput by up to 3.04× on samples of 122K tokens."
)


@pytest.fixture(scope="module")
def graph(sample_graph: Path) -> kg.Graph:
    return kg.open(sample_graph)


def test_each_quote_stands_in_its_sentence(graph: kg.Graph) -> None:
    found = graph.evidence("2410.21465")
    assert {quote.arxiv_id for quote in found} == {"2410.21465"}
    values = {quote.sentence[quote.start : quote.end] for quote in found if quote.sentence == THROUGHPUT}
    assert values == {"Llama-3.1-8B", "SHADOWKV", "throughput", "3.04"}


def test_an_entity_is_found_in_all_its_papers(graph: kg.Graph) -> None:
    found = graph.evidence("GSM8K")
    assert {quote.arxiv_id for quote in found} >= {"2410.22304", "2410.08196", "2410.17891"}
    assert all("GSM8K" in quote.sentence for quote in found)
    assert [quote.date for quote in found] == sorted(quote.date for quote in found)


def test_a_base_with_the_name_of_a_kind_in_it_misleads_nobody() -> None:
    asked: list[str] = []

    def ask(query: str) -> Table:
        asked.append(query)
        return Table((), ())

    quotes(Iri("https://example.org/mention/result/paper/2410.21465"), ask)
    assert all("<https://example.org/mention/result/paper/2410.21465> kg:" in query for query in asked)
    asked.clear()
    quotes(Iri("https://example.org/entity/paper/2410.21465/mention/1"), ask)
    assert all("VALUES ?evidence { <https://example.org/entity/paper/2410.21465/mention/1> }" in one for one in asked)


def result(graph: kg.Graph) -> Quote:
    (found,) = [
        quote for quote in graph.evidence("2410.21465") if (quote.date, quote.says[:10]) == ("2024-10-30", "ratio 3.04")
    ]
    return found


def test_a_result_says_what_it_is_of(graph: kg.Graph) -> None:
    quote = result(graph)
    assert quote.says == "ratio 3.04 x, subject ShadowKV, metric throughput, base model Llama-3.1-8B"
    assert graph.evidence(quote.evidence) == (quote,)
    assert graph.evidence(quote.evidence.removeprefix(graph.base)) == (quote,)


def test_a_mention_and_a_short_iri_are_found(graph: kg.Graph) -> None:
    first = graph.evidence("entity:gsm8k")[0]
    assert set(graph.evidence("GSM8K")) == set(graph.evidence("entity:gsm8k"))
    mention = next(quote for quote in graph.evidence("GSM8K") if "/mention/" in quote.evidence)
    assert graph.evidence(mention.evidence) == (mention,)
    assert first.paper.startswith("https://w3id.org/paper-kg/id/paper/")


def test_what_is_less_sure_is_left_out(graph: kg.Graph) -> None:
    sure = graph.evidence("2410.21465", min_confidence=0.9)
    assert sure
    assert set(sure) < set(graph.evidence("2410.21465"))
    assert min(quote.confidence for quote in sure) >= 0.9


def test_an_unknown_name_lists_what_is_near(graph: kg.Graph) -> None:
    with pytest.raises(UnknownNameError, match=r"no paper, entity or result in the graph named 'GSM8KK'.*GSM8K"):
        graph.evidence("GSM8KK")


def test_the_share_of_evidence_is_counted(sample_graph: Path) -> None:
    def is_evidence(subject: str, predicate: str) -> bool:
        placed = ("inText", "start", "end", "exact", "confidence")
        return (
            "/id/text/" in subject
            or "/id/mention/" in subject
            or ("/id/result/" in subject and predicate[1:-1].rpartition("#")[2] in placed)
        )

    triples = list(read_union(GraphFolder(sample_graph).current().nquads))
    counted = sum(is_evidence(subject, predicate) for subject, predicate, _ in triples)
    assert kg.open(sample_graph).stats()["evidence"] == counted
    assert (
        f"{counted:,}  of them evidence ({counted / len(triples):.0%})" in run("stats", "--graph", sample_graph).stdout
    )


def test_the_command_marks_the_words_and_says_whose_they_are(sample_graph: Path) -> None:
    shown = run("evidence", "2410.21465", "--graph", sample_graph).stdout
    assert "by   \n  up to «3.04»× on samples" in shown
    assert "ratio 3.04 x, subject ShadowKV, metric throughput, base model Llama-3.1-8B (0." in " ".join(shown.split())
    assert NOTICE in " ".join(shown.split())
    assert max(map(len, shown.splitlines())) <= 80


def test_the_command_prints_records(sample_graph: Path) -> None:
    records = json.loads(run("evidence", "GSM8K", "--graph", sample_graph, "--json").stdout)
    assert {record["arxiv_id"] for record in records} >= {"2410.22304"}
    assert all(0 <= record["start"] < record["end"] <= len(record["sentence"]) for record in records)


def test_a_wrong_name_is_wrong_use(sample_graph: Path) -> None:
    assert (
        "no paper, entity or result" in run("evidence", "nothing-of-the-sort", "--graph", sample_graph, code=2).stderr
    )


def test_long_answers_are_cut_and_say_so(sample_graph: Path) -> None:
    shown = run("evidence", "2410.21465", "--graph", sample_graph, "--most", "2").stdout
    assert "more sentences; --most shows them" in shown
