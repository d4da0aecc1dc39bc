"""Other people's software asks the endpoint: SPARQLWrapper, rdflib's SPARQLStore, curl."""

from __future__ import annotations

import shutil
import subprocess

import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, RDFXML, TURTLE, URLENCODED, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.conftest import missing

NAMES = """PREFIX kg: <https://w3id.org/paper-kg/ontology#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name { ?d a kg:Dataset ; skos:prefLabel ?name }"""


@pytest.mark.parametrize(("method", "request_method"), [("GET", URLENCODED), (POST, URLENCODED), (POST, POSTDIRECTLY)])
def test_sparqlwrapper_asks_for_tables(server: str, method: str, request_method: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setMethod(method)
    wrapper.setRequestMethod(request_method)
    wrapper.setQuery(NAMES)
    wrapper.setReturnFormat(JSON)
    rows = wrapper.query().convert()["results"]["bindings"]
    assert "GSM8K" in {row["name"]["value"] for row in rows}
    wrapper.setReturnFormat(XML)
    assert "GSM8K" in wrapper.query().convert().toxml()
    wrapper.setReturnFormat(CSV)
    assert b"GSM8K" in wrapper.query().convert()


def test_sparqlwrapper_asks_for_graphs_and_is_told_what_is_wrong(server: str) -> None:
    wrapper = SPARQLWrapper(f"{server}/sparql")
    wrapper.setQuery("CONSTRUCT { ?s ?p ?o } WHERE { ?s a <https://w3id.org/paper-kg/ontology#Dataset> ; ?p ?o }")
    wrapper.setReturnFormat(TURTLE)
    assert b"GSM8K" in wrapper.query().convert()
    wrapper.setReturnFormat(RDFXML)
    assert rdflib.Literal("GSM8K") in set(wrapper.query().convert().objects())
    wrapper.setQuery("SELECT ?s { ?s ?p }")
    wrapper.setReturnFormat(JSON)
    with pytest.raises(QueryBadFormed, match="column 19"):
        wrapper.query()


def test_rdflib_reads_the_endpoint_as_a_store(server: str) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{server}/sparql"))
    gsm8k = rdflib.URIRef("https://w3id.org/paper-kg/id/entity/gsm8k")
    assert graph.value(gsm8k, rdflib.SKOS.prefLabel) == rdflib.Literal("GSM8K")
    assert "GSM8K" in {str(row["name"]) for row in graph.query(NAMES)}
    assert len(graph) > 1000


def curl(*words: str) -> str:
    if shutil.which("curl") is None:
        missing("no curl")
    return subprocess.run(
        ["curl", "-sS", "--fail-with-body", *words], capture_output=True, text=True, check=True
    ).stdout


def test_curl_asks_in_each_way(server: str) -> None:
    address = f"{server}/sparql"
    assert "GSM8K" in curl("-G", address, "--data-urlencode", f"query={NAMES}", "-H", "Accept: text/csv")
    assert "GSM8K" in curl(address, "--data-urlencode", f"query={NAMES}", "-H", "Accept: text/csv")
    assert "GSM8K" in curl(address, "-H", "Content-Type: application/sparql-query", "--data-binary", NAMES)
    assert "GSM8K" in curl("--compressed", "-G", address, "--data-urlencode", f"query={NAMES}")
    assert "service-description#" in curl(address, "-H", "Accept: application/n-triples")
