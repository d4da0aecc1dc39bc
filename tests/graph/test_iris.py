import json
from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.iris import (
    arxiv_id_of,
    entity_iri,
    listing_iri,
    mention_iri,
    paper_iri,
    person_iri,
    resource_iri,
    resource_parts,
    result_iri,
    text_iri,
)
from kg.model import Field, Span
from kg.rdf import as_ntriples_term
from kg.vocab import BASE
from tests.conftest import ROOT, missing

names = st.text(st.characters(codec="utf-8"), min_size=1)
spans = st.tuples(st.integers(0, 9999), st.integers(1, 99)).map(lambda pair: Span(pair[0], sum(pair)))


@given(names, names)
def test_two_names_never_share_an_iri(one: str, other: str) -> None:
    assert (entity_iri(one) == entity_iri(other)) == (one == other)


@given(st.lists(names, min_size=1))
def test_the_parts_come_back(parts: list[str]) -> None:
    assert resource_parts(resource_iri(*parts)) == tuple(parts)


@given(st.lists(names, min_size=1), st.lists(names, min_size=1))
def test_segments_do_not_run_into_each_other(one: list[str], other: list[str]) -> None:
    assert (resource_iri(*one) == resource_iri(*other)) == (one == other)


@given(names)
def test_any_name_makes_a_plain_iri(name: str) -> None:
    iri = entity_iri(name)
    assert iri.isascii()
    assert as_ntriples_term(iri) == f"<{iri}>"
    parts = urlsplit(iri)
    assert (parts.query, parts.fragment) == ("", "")
    assert parts.path.count("/") == urlsplit(BASE).path.count("/") + 1


@given(st.from_regex(r"[0-9]{4}\.[0-9]{4,5}|[a-z-]{2,10}(\.[A-Z]{2})?/[0-9]{7}", fullmatch=True))
def test_the_arxiv_id_comes_back(arxiv_id: str) -> None:
    assert arxiv_id_of(paper_iri(arxiv_id)) == arxiv_id


@given(spans, spans, st.sampled_from(Field), st.sampled_from(Field))
def test_evidence_is_told_apart_by_field_and_offsets(one: Span, other: Span, field: Field, second: Field) -> None:
    for mint in (mention_iri, result_iri):
        same = mint("2410.1", "2024-10-30", field, one) == mint("2410.1", "2024-10-30", second, other)
        assert same == ((one, field) == (other, second))


def test_hostile_names_are_safe() -> None:
    path = ROOT.parent / "shared" / "hostile" / "blns.json"
    if not path.is_file():
        missing("no list of hostile strings beside the tree")
    strings = [text for text in json.loads(path.read_text(encoding="utf-8")) if text]
    iris = {entity_iri(text) for text in strings}
    assert len(iris) == len(set(strings)) > 400
    assert all(
        set(iri) <= set(BASE + "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~%/") for iri in iris
    )


def test_kinds_are_paths_below_the_base() -> None:
    assert urljoin(BASE, "paper/2410.1/listed/2024-10-30/3") == listing_iri("2410.1", "2024-10-30", 3)
    assert urljoin(BASE, "person/ada-example/2410.1") == person_iri("ada-example/2410.1")
    assert text_iri("2410.1", "2024-10-30", Field.TITLE, base="https://example.org/") == (
        "https://example.org/text/2410.1/2024-10-30/title"
    )


@pytest.mark.parametrize("parts", [(), ("entity", ""), ("", "x")])
def test_empty_segments_are_refused(parts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="not empty"):
        resource_iri(*parts)


@pytest.mark.parametrize("iri", ["https://example.org/paper/1", BASE + "entity/x", BASE + "paper/1/listed/2/3"])
def test_what_is_no_paper_has_no_arxiv_id(iri: str) -> None:
    with pytest.raises(ValueError, match="expected"):
        arxiv_id_of(iri)
