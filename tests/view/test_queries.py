"""The views' queries: each speaks the graph's words, explains itself and takes any term."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from kg.rdf import Iri, Literal
from kg.view.questions import filled
from kg.vocab import KG, PREFIXES
from tests.view.conftest import OWN_HOSTILE, Ask

QUERIES = sorted(path.name for path in (files("kg.view") / "queries").iterdir())


@pytest.mark.parametrize("name", QUERIES)
def test_queries_use_known_words_and_run(ask: Ask, name: str) -> None:
    text = (files("kg.view") / "queries" / name).read_text(encoding="utf-8")
    assert text.startswith("#+ summary: ")
    for prefix, iri in re.findall(r"^PREFIX (\w+): <([^>]*)>$", text, re.MULTILINE):
        assert PREFIXES[prefix] == iri
    for word in re.findall(r"\bkg:(\w+)", text):
        assert KG[word] in KG
    places = re.findall(r"\$(\w+)", text)
    ask(filled(name.removesuffix(".rq"), **{place: [Iri("urn:x")] for place in places}))


@pytest.mark.parametrize("words", OWN_HOSTILE)
def test_terms_are_put_in_as_they_are(ask: Ask, words: str) -> None:
    assert len(ask(filled("find_paper", id=[Literal(words)]))) == 0


def test_a_bad_iri_is_refused() -> None:
    with pytest.raises(ValueError, match="not an IRI"):
        filled("papers", papers=[Iri("urn:x> } #")])
