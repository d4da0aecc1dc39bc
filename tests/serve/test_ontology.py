"""The ontology at the paths of its IRIs, and what the graph says of itself where it is served."""

from __future__ import annotations

import re

import httpx
import pytest
import rdflib
from rdflib import DCAT, DCTERMS, FOAF, PROV, RDF, VOID, URIRef
from rdflib.compare import isomorphic

from kg.graph.vocabulary_files import VOCABULARIES, concepts, ontology_terms, version_of
from kg.resources import ontology_dir
from kg.vocab import KG, KGC, ONTOLOGY_VERSION

FORMS = {
    ".ttl": ("text/turtle", "turtle"),
    ".nt": ("application/n-triples", "nt"),
    ".json": ("application/ld+json", "json-ld"),
    ".rdf": ("application/rdf+xml", "xml"),
}
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def source(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(ontology_dir() / f"{VOCABULARIES[name]}.ttl", format="turtle")


@pytest.mark.parametrize("name", VOCABULARIES)
@pytest.mark.parametrize("ending", FORMS)
def test_a_vocabulary_is_had_in_each_form(http: httpx.Client, name: str, ending: str) -> None:
    media_type, parser = FORMS[ending]
    by_ending = http.get(f"/{name}{ending}")
    by_accept = http.get(f"/{name}", headers={"Accept": media_type})
    by_version = http.get(f"/{name}/{version_of(name)}", headers={"Accept": media_type})
    for answer in (by_ending, by_accept, by_version):
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(media_type)
        assert "Accept" in answer.headers["vary"]
        assert answer.content == by_ending.content
    assert isomorphic(rdflib.Graph().parse(data=by_ending.text, format=parser), source(name))


def test_a_browser_gets_a_page_with_each_term_at_its_name(http: httpx.Client) -> None:
    page = http.get("/ontology", headers={"Accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    anchors = re.findall(r'\sid="([^"]+)"', page.text)
    assert len(anchors) == len(set(anchors))
    assert {str(KG[name]).removeprefix(KG.base) for name in KG} <= set(anchors)
    assert {f"concept-{term.name[4:]}" for terms in concepts().values() for term in terms} <= set(anchors)
    assert "A preprint on arXiv, known by its id without a version." in page.text
    assert all(
        f"#{name[3:]}" in page.text for term in ontology_terms() for _, name in term.relations if name[:3] == "kg:"
    )
    assert http.get("/concepts", headers={"Accept": "text/html"}).text == page.text
    assert http.get("/", headers={"Accept": "text/html"}).text.count('href="/ontology"') == 1


def test_concepts_lead_to_their_place_or_their_data(http: httpx.Client) -> None:
    name = "ratio"
    seen = http.get(f"/concept/{name}", headers={"Accept": "text/html"})
    assert (seen.status_code, seen.headers["location"]) == (303, "/ontology#concept-ratio")
    data = http.get(f"/concept/{name}", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert (data.status_code, data.url.path) == (200, "/concepts")
    graph = rdflib.Graph().parse(data=data.text, format="turtle")
    assert (URIRef(KGC[name]), RDF.type, None) in graph


def test_what_is_not_here_is_told(http: httpx.Client) -> None:
    for path in (
        "/ontology/0.0.9",
        "/ontology.csv",
        "/ontology/x.ttl",
        "/concept/none",
        "/shapes.txt",
        "/ontology/../pyproject.toml",
    ):
        assert http.get(path).status_code == 404, path


def test_an_answer_that_the_client_has_is_not_sent_again(http: httpx.Client) -> None:
    tag = http.get("/ontology.ttl").headers["etag"]
    assert http.get("/ontology.ttl", headers={"If-None-Match": tag}).status_code == 304
    assert http.get("/ontology", headers={"If-None-Match": tag, "Accept": "text/html"}).status_code == 200


@pytest.mark.parametrize("ending", FORMS)
def test_the_served_description_says_how_to_get_at_the_data(http: httpx.Client, server: str, ending: str) -> None:
    graph = rdflib.Graph().parse(data=http.get(f"/graph{ending}").text, format=FORMS[ending][1])
    (dataset,) = graph.subjects(RDF.type, DCAT.Dataset)
    endpoint = URIRef(f"{server}/sparql")
    assert set(graph.objects(dataset, VOID.sparqlEndpoint)) == {endpoint}
    assert URIRef(f"https://w3id.org/paper-kg/ontology/{ONTOLOGY_VERSION}") in set(
        graph.objects(dataset, DCTERMS.conformsTo)
    )
    assert int(graph.value(dataset, VOID.triples)) > 3000
    distributions = set(graph.objects(dataset, DCAT.distribution))
    assert distributions == set(graph.subjects(RDF.type, DCAT.Distribution))
    (service,) = graph.subjects(RDF.type, DCAT.DataService)
    assert set(graph.objects(service, DCAT.servesDataset)) == {dataset}
    assert graph.value(service, DCAT.endpointURL) == endpoint
    for distribution in distributions:
        assert graph.value(distribution, DCAT.accessURL) == endpoint
        assert graph.value(distribution, DCAT.accessService) == service
        media_type = str(graph.value(distribution, DCAT.mediaType)).partition("media-types/")[2]
        query = {"query": "CONSTRUCT WHERE { ?paper a kg:Paper }"}
        answer = http.get("/sparql", params=query, headers={"Accept": media_type})
        assert answer.headers["content-type"].startswith(media_type)
    assert len(distributions) == 3
    (document,) = graph.subjects(FOAF.primaryTopic, dataset)
    assert (document, RDF.type, VOID.DatasetDescription) in graph
    (build,) = graph.objects(dataset, PROV.wasGeneratedBy)
    used = {str(graph.value(thing, DCTERMS.title)) for thing in graph.objects(build, PROV.used)}
    assert {"digests of 2024-10-30", "digests of 2024-10-31"} <= used


def test_the_description_of_the_service_names_the_ontology(http: httpx.Client, server: str) -> None:
    graph = rdflib.Graph().parse(data=http.get("/sparql", headers={"Accept": "text/turtle"}).text, format="turtle")
    (dataset,) = graph.subjects(RDF.type, SD.Dataset)
    assert graph.value(dataset, VOID.sparqlEndpoint) == URIRef(f"{server}/sparql")
    assert URIRef("https://w3id.org/paper-kg/ontology") in set(graph.objects(dataset, DCTERMS.conformsTo))


def test_a_wrong_host_gets_no_description(http: httpx.Client) -> None:
    answer = http.get("/graph.ttl", headers={"Host": 'a"><b'})
    assert answer.status_code in (200, 400)
    assert "<b" not in answer.text
