"""The endpoint speaks SPARQL 1.1 Protocol: requests, formats, refusals, validators, and what it says of itself."""

from __future__ import annotations

import gzip
import http.client
import json

import httpx
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.serve.accept import accepts_gzip, preferred

NAMES = "SELECT ?name { ?d a kg:Dataset ; skos:prefLabel ?name } ORDER BY ?name"
ABOUT = "CONSTRUCT { ?d skos:prefLabel ?name } WHERE { ?d a kg:Dataset ; skos:prefLabel ?name }"
JSON = "application/sparql-results+json"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def names(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [row["name"]["value"] for row in answer.json()["results"]["bindings"]]


def test_the_three_ways_to_ask_give_one_answer(http: httpx.Client) -> None:
    by_get = http.get("/sparql", params={"query": NAMES})
    by_form = http.post("/sparql", data={"query": NAMES})
    direct = http.post("/sparql", content=NAMES, headers={"Content-Type": "application/sparql-query; charset=UTF-8"})
    assert "GSM8K" in names(by_get)
    assert names(by_get) == names(by_form) == names(direct)
    assert by_get.headers["content-type"] == JSON


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        (JSON, JSON),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("application/json", JSON),
        ("text/html, text/csv;q=0.1, text/tab-separated-values;q=0.2", "text/tab-separated-values; charset=utf-8"),
        ("text/*;q=0.5, application/sparql-results+xml;q=0.6, application/*;q=0.1", "application/sparql-results+xml"),
        ("*/*;q=0.1, application/sparql-results+json;q=0", "application/sparql-results+xml"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("query", [NAMES, "ASK { ?d a kg:Dataset }"])
def test_tables_come_as_the_client_likes_them(http: httpx.Client, accept: str, expected: str, query: str) -> None:
    answer = http.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"]) == (200, expected)
    assert "GSM8K" in answer.text or "true" in answer.text


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/ld+json", "json-ld"),
        ("application/rdf+xml", "xml"),
        ("application/json", "json-ld"),
    ],
)
@pytest.mark.parametrize("query", [ABOUT, "DESCRIBE entity:gsm8k"])
def test_graphs_come_as_the_client_likes_them(http: httpx.Client, accept: str, parser: str, query: str) -> None:
    answer = http.get("/sparql", params={"query": query}, headers={"Accept": accept})
    found = rdflib.Graph().parse(data=answer.text, format=parser)
    assert rdflib.Literal("GSM8K") in set(found.objects(None, rdflib.SKOS.prefLabel))
    assert not answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize(("query", "accept"), [(NAMES, "image/png"), (NAMES, "text/turtle"), (ABOUT, "text/csv")])
def test_what_no_form_can_please_is_406(http: httpx.Client, query: str, accept: str) -> None:
    answer = http.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 406
    assert "there are: " in answer.text


def test_data_sets_of_the_protocol(http: httpx.Client) -> None:
    count = "SELECT (COUNT(*) AS ?n) { ?paper a kg:Paper }"
    by_graph = "SELECT DISTINCT ?g { GRAPH ?g { ?paper a kg:Paper } } ORDER BY ?g"
    day, next_day = (f"https://w3id.org/paper-kg/id/graph/2024-10-{n}" for n in (30, 31))

    def number(**data_set: str | list[str]) -> int:
        answer = http.get("/sparql", params={"query": count, **data_set})
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    in_all, one, other = number(), number(**{"default-graph-uri": day}), number(**{"default-graph-uri": next_day})
    assert number(**{"default-graph-uri": [day, next_day]}) == in_all > max(one, other) > 0
    assert number(**{"named-graph-uri": day}) == 0
    named = http.post("/sparql", data={"query": by_graph, "named-graph-uri": day}).json()
    assert [row["g"]["value"] for row in named["results"]["bindings"]] == [day]
    kind = {"Content-Type": "application/sparql-query"}
    direct = http.post("/sparql", params={"default-graph-uri": day}, content=count, headers=kind)
    assert direct.json()["results"]["bindings"][0]["n"]["value"] == str(one)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELECT ?s { ?s ?p }", "line 1, column 19"),
        ("", "ends too early"),
        ("SELECT * { ?s ?p ?o LATERAL { ?o ?q ?r } }", "column 21"),
        ("SELECT * { << ?s ?p ?o >> ?q ?r }", "column 12"),
        ("SELECT (<urn:f>(1) AS ?x) {}", "no function"),
        ("SELECT * { ?s ?p ?o } LIMIT 99999999999999999999999", "not valid"),
    ],
)
def test_bad_queries_are_400_and_say_where(http: httpx.Client, query: str, told: str) -> None:
    answer = http.get("/sparql", params={"query": query})
    assert (answer.status_code, told in answer.text) == (400, True), answer.text


def test_bad_requests_have_the_status_of_their_kind(http: httpx.Client) -> None:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert http.get("/sparql?query=ASK{}&query=ASK{}").status_code == 400
    assert http.get("/sparql?query=%FF").status_code == 400
    assert http.post("/sparql", content=b"query=%FF", headers=form).status_code == 400
    assert http.post("/sparql", content=b"x=1", headers=form).status_code == 400
    assert http.post("/sparql", content=b"ASK {}").status_code == 415
    latin = {"Content-Type": "application/sparql-query; charset=latin-1"}
    assert http.post("/sparql", content=b"ASK {}", headers=latin).status_code == 415
    assert http.post("/sparql", data={"update": "CLEAR ALL"}).status_code == 403
    update = {"Content-Type": "application/sparql-update"}
    assert http.post("/sparql", content="CLEAR ALL", headers=update).status_code == 403
    assert http.post("/sparql", data={"query": "ASK {} #" + "x" * (1 << 20)}).status_code == 413
    for method in ("PUT", "DELETE", "PATCH"):
        answer = http.request(method, "/sparql")
        assert (answer.status_code, "POST" in answer.headers["allow"]) == (405, True)


def test_head_is_get_without_a_body(http: httpx.Client) -> None:
    got, head = (http.request(method, "/sparql", params={"query": NAMES}) for method in ("GET", "HEAD"))
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["content-length"] == got.headers["content-length"]
    assert head.headers["etag"] == got.headers["etag"]


def test_other_sites_may_read_without_credentials(http: httpx.Client) -> None:
    ask = {"Origin": "https://example.org", "Access-Control-Request-Method": "POST"}
    before = http.options("/sparql", headers=ask)
    assert (before.status_code, before.headers["access-control-allow-origin"]) == (204, "*")
    assert "POST" in before.headers["access-control-allow-methods"]
    for answer in (http.get("/sparql", params={"query": NAMES}), http.get("/sparql", params={"query": "SELECT"})):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


def test_an_answer_that_the_client_has_is_not_sent_again(http: httpx.Client) -> None:
    first = http.get("/sparql", params={"query": NAMES})
    other = http.get("/sparql", params={"query": NAMES}, headers={"Accept": "text/csv"})
    assert first.headers["etag"] != other.headers["etag"]
    assert "Accept" in first.headers["vary"]
    again = http.get("/sparql", params={"query": NAMES}, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    stale = http.get("/sparql", params={"query": NAMES}, headers={"If-None-Match": 'W/"old"'})
    assert stale.status_code == 200


def test_long_answers_are_compressed_for_those_who_take_it(server: str) -> None:
    connection = http.client.HTTPConnection(server.removeprefix("http://"))
    sent = {}
    for coding in ("gzip", "gzip;q=0", "identity"):
        connection.request("GET", "/sparql?query=SELECT*%7B?s?p?o%7DLIMIT+100", headers={"Accept-Encoding": coding})
        answer = connection.getresponse()
        sent[coding] = answer.read()
        assert answer.getheader("Content-Encoding") == ("gzip" if coding == "gzip" else None)
    connection.close()
    assert len(sent["gzip"]) < len(sent["identity"]) / 3
    assert len(json.loads(gzip.decompress(sent["gzip"]))["results"]["bindings"]) == 100


@pytest.mark.parametrize(("accept", "parser"), [("*/*", "turtle"), ("application/rdf+xml", "xml")])
def test_without_a_query_the_service_describes_itself(
    http: httpx.Client, server: str, accept: str, parser: str
) -> None:
    answer = http.get("/sparql", headers={"Accept": accept})
    graph = rdflib.Graph().parse(data=answer.text, format=parser)
    (service,) = graph.subjects(rdflib.RDF.type, SD.Service)
    assert set(graph.objects(service, SD.endpoint)) == {rdflib.URIRef(f"{server}/sparql")}
    assert set(graph.objects(service, SD.supportedLanguage)) == {SD.SPARQL11Query}
    assert SD.UnionDefaultGraph in set(graph.objects(service, SD.feature))
    assert len(set(graph.objects(service, SD.resultFormat))) == 8
    named = {str(name) for name in graph.objects(None, SD.name)}
    assert "https://w3id.org/paper-kg/id/graph/2024-10-30" in named
    assert http.get("/sparql", headers={"Accept": "image/png"}).status_code == 406
    if parser == "turtle":
        # For people who read it.
        assert "a sd:Service" in answer.text


def test_the_well_known_address_leads_to_the_description(http: httpx.Client) -> None:
    answer = http.get("/.well-known/void", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert (answer.status_code, answer.url.path) == (200, "/graph.ttl")
    graph = rdflib.Graph().parse(data=answer.text, format="turtle")
    assert set(graph.subjects(rdflib.RDF.type, rdflib.VOID.Dataset))


def test_a_wrong_host_is_answered_cleanly(http: httpx.Client) -> None:
    assert http.get("/sparql", headers={"Host": 'a"><b'}).status_code in (200, 400)


def test_an_answer_may_be_too_big_but_is_never_cut(http: httpx.Client) -> None:
    wide = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    answer = http.get("/sparql", params={"query": wide})
    assert answer.status_code == 503
    assert not answer.text.startswith("{")


@given(st.text(alphabet="*/;,=q.01 abc\t", max_size=60))
def test_any_accept_header_can_be_read(header: str) -> None:
    assert preferred(header, ["text/csv", "application/json"]) in ("text/csv", "application/json", None)
    assert accepts_gzip(header) in (True, False)


def test_the_most_specific_range_counts() -> None:
    offers = ["text/csv", "text/plain", "application/json"]
    assert preferred("text/*, text/csv;q=0.1", offers) == "text/plain"
    assert preferred("text/csv;q=0, */*;q=0.1", offers) == "text/plain"
    assert preferred("TEXT/CSV ; Q=0.4 , application/json; q=0.5", offers) == "application/json"
    assert preferred(None, offers) == preferred("", offers) == "text/csv"
    assert preferred("text/csv;q=2", offers) is None
