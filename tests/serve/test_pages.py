"""Pages say what the graph says; data stands beside them; identifiers lead to both."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
import rdflib

from kg.notice import NOTICE
from kg.serve.search import Name, SearchIndex
from tests.query.graph import FIRST, RING, SECOND, nquads
from tests.serve.servers import serving, write_graph

ID = "https://w3id.org/paper-kg/id"
PAGES = [
    "/", "/entity/gsm8k", "/entity/lora", "/entity/tinylm", "/entity/accuracy", "/entity/long-context-reasoning",
    "/paper/2410.00001", "/paper/2410.00003", "/person/ada-finch", f"/day/{SECOND}", "/month/2024-10", "/days",
    "/search", "/search?q=ring", "/search?q=zzzzz", "/query", "/query?name=leaderboard", "/explore",
    "/ontology",
]  # fmt: skip


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Return a client of a server of the graph of four invented papers."""
    folder = tmp_path_factory.mktemp("small")
    graph = write_graph(folder / "graph", nquads(), days=[FIRST, SECOND])
    with serving(graph, cwd=folder) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        client.headers["Accept"] = "text/html,application/xhtml+xml,*/*;q=0.8"
        yield client


def text_of(html: str) -> str:
    shown = re.sub(r"<(script|head).*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", shown)).split())


def words_of(client: httpx.Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, answer.text[:500]
    return text_of(answer.text)


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_with_safe_headers_and_no_inline_script(small: httpx.Client, path: str) -> None:
    answer = small.get(path)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert ("unsafe" in policy) == path.startswith("/query")  # the editor styles its parts in place
    assert answer.headers["x-content-type-options"] == "nosniff"
    scripts = re.findall(r"<script([^>]*)>(.*?)</script>", answer.text, flags=re.DOTALL)
    assert all(not body or 'type="application/ld+json"' in attributes for attributes, body in scripts)
    assert not re.search(r"<[^>]+\s(style|on\w+)=", answer.text)
    assert not re.search(r'(src|action)="(https?:)?//', answer.text)
    assert len(re.findall(r"<h1", answer.text)) == 1


def test_home_says_what_is_there(small: httpx.Client) -> None:
    words = words_of(small, "/")
    assert f"Newest day: {SECOND}" in words
    assert "StepTune" in words
    assert "GSM8K" in words
    assert "Most named By papers of the last 30 days; the graph has no days before to compare with." in words
    assert "Rising" not in words.split("Ask in SPARQL")[0]
    assert not re.search(r"papers( now,)? \+\d", words)


def test_a_datasets_page_has_leaderboards(small: httpx.Client) -> None:
    html = small.get("/entity/gsm8k").text
    words = text_of(html)
    assert "Dataset GSM8K" in words
    assert "GSM 8K" in words
    assert "reported in a summary" in words
    assert "accuracy % 3 scores, higher is better" in words
    ranked = re.findall(r"(\d) (RingCache|StepTune) (70\.2%|0\.74|66\.0%)", words)
    assert ranked == [("1", "StepTune", "0.74"), ("2", "RingCache", "70.2%"), ("3", "RingCache", "66.0%")]
    assert ">61.5%" not in html
    assert words.count("Other papers' summaries give another score") == 2
    assert "It reaches an accuracy of 0.74 on GSM8K." in words
    lower = words_of(small, "/entity/mathbook")
    assert "perplexity 2 scores, lower is better" in lower
    assert lower.index("5.2") < lower.index("6.1")


def test_a_methods_page_has_its_relations(small: httpx.Client) -> None:
    words = words_of(small, "/entity/lora")
    assert "Method LoRA Named by 2 papers. Also written Low-Rank Adaptation ." in words
    assert "1 use it" in words
    assert "1 mention it in passing" in words
    assert re.search(r"Built on by StepTune 1", words)
    assert re.search(r"Combined with .*GRPO 1", words)
    ring = words_of(small, "/entity/ringcache")
    assert re.search(r"Builds on TinyLM-1B 1", ring)
    assert re.search(r"Compared with BigLM 1", ring)
    assert "Variants and kinds TinyLM-1B" in words_of(small, "/entity/tinylm")


def test_a_papers_page_marks_what_was_found_and_quotes_it(small: httpx.Client) -> None:
    html = small.get("/paper/2410.00001").text
    found = re.findall(r'class="found (\w+)" id="([^"]+)"[^>]*>([^<]+)<', html)
    assert ("Method", "mention-2410.00001-2024-10-30-summary-0-9", "RingCache") in found
    start = RING.index("70.2")
    assert ("Result", f"result-2410.00001-2024-10-30-summary-{start}-{start + 4}", "70.2") in found
    words = text_of(html)
    assert "Proposes RingCache the words" in words
    assert "RingCache keeps a ring of old keys." in words
    assert "score, from 61.5" in words
    assert "increase, ratio" in words
    # The notice at the foot speaks of abstracts and their authors; nothing else may, for digests list people only.
    assert NOTICE in words
    assert "author" not in words.replace(NOTICE, "").lower()


def test_a_papers_page_lists_people_as_digests_do(http: httpx.Client) -> None:
    words = words_of(http, "/paper/2410.21465")
    assert "Listed: " in words
    assert "Li-Wen Chang" in words
    assert "A digest lists some of the paper's people, in an order of its own." in words


def test_a_persons_page_lists_papers_and_claims_nothing(small: httpx.Client) -> None:
    words = words_of(small, "/person/ada-finch")
    assert "Listed beside 2 papers" in words
    assert "says nothing about authorship" in words
    assert {"RingCache", "StepTune", "Bo Lindt", "Cy Moor"} <= set(
        re.findall(r"RingCache|StepTune|Bo Lindt|Cy Moor", words)
    )


def test_days_and_months_are_tied(small: httpx.Client) -> None:
    day = small.get(f"/day/{SECOND}").text
    assert f'href="/day/{FIRST}" rel="prev"' in day
    assert "3 papers of 2024-10-31" in text_of(day)
    assert "Most named that day" in text_of(day)
    month = text_of(small.get("/month/2024-10").text)
    assert "5 papers of 2024-10" in month
    assert small.get("/day/2024-01-01").status_code == small.get("/month/2024-13").status_code == 404


def test_search_tolerates_typing_errors_and_knows_arxiv_ids(small: httpx.Client) -> None:
    def suggested(typed: str) -> list[str]:
        return [one["path"] for one in small.get("/search.json", params={"q": typed}).json()]

    assert suggested("ringc")[0] in ("/entity/ringcache", "/paper/2410.00001")
    assert "/entity/gsm8k" in suggested("gms8k")
    assert "/entity/lora" in suggested("low rank adaptation")
    assert suggested("2410.00003") == ["/paper/2410.00003"]
    assert suggested("ada fynch")[0] == "/person/ada-finch"
    assert suggested("") == suggested("qqqqqq") == suggested('" * (') == []
    assert "/entity/lora" in suggested('" OR *')
    assert small.get("/search?q=LoRA&go=1").headers["location"] == "/entity/lora"


def test_search_puts_what_is_known_before_what_merely_begins_so() -> None:
    names = [("lamate", "LaMaTE", 1), ("llama", "Llama", 35), ("ringo", "Ringo1110", 3), ("ring", "Ring Attention", 3)]
    index = SearchIndex(Name(f"urn:{key}", name, "Model", papers, name) for key, name, papers in names)
    assert [found.name for found in index.find("lama")][:2] == ["Llama", "LaMaTE"]
    assert [found.name for found in index.find("ring")][:2] == ["Ring Attention", "Ringo1110"]
    assert index.find("lamate")[0].is_exact
    assert (index.main_of("urn:ring"), index.main_of("urn:none")) == ("Ring Attention", "")


def test_people_of_one_name_are_told_apart_by_a_paper(http: httpx.Client) -> None:
    found = http.get("/search.json", params={"q": "Li-Wen Chang"}).json()
    assert found[0]["kind"] == "Person"
    hints = {one["path"]: one["hint"] for one in found}
    assert all((path.count("/") > 2) == bool(hint) for path, hint in hints.items() if path.startswith("/person/"))


@pytest.mark.parametrize(
    ("name", "accept", "place"),
    [
        ("entity/gsm8k", "text/html", "/entity/gsm8k"),
        ("entity/gsm8k", "text/turtle", "/entity/gsm8k.ttl"),
        ("entity/gsm8k", "application/ld+json", "/entity/gsm8k.json"),
        ("entity/gsm8k", "application/rdf+xml;q=0.9, text/html;q=0.1", "/entity/gsm8k.rdf"),
        ("paper/2410.00001", "text/csv", "/paper/2410.00001.csv"),
        ("digest/2024-10-31", "text/html", "/day/2024-10-31"),
        ("graph/2024-10-31", "*/*", "/day/2024-10-31"),
        ("text/2410.00001/2024-10-30/summary", "*/*", "/paper/2410.00001#text-2410.00001-2024-10-30-summary"),
        ("result/2410.1/2024-10-30/summary/77-81", "*/*", "/paper/2410.1#result-2410.1-2024-10-30-summary-77-81"),
        ("dataset", "text/turtle", "/graph.ttl"),
        ("dataset", "text/html", "/"),
    ],
)  # fmt: skip
def test_identifiers_lead_to_pages_and_data(small: httpx.Client, name: str, accept: str, place: str) -> None:
    answer = small.get(f"/id/{name}", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert "Accept" in answer.headers["vary"]


@pytest.mark.parametrize("path", ["/entity/gsm8k", "/paper/2410.00001", "/person/ada-finch", f"/day/{SECOND}"])
def test_each_thing_has_its_data_beside_its_page(small: httpx.Client, path: str) -> None:
    html = small.get(path).text
    links = dict(re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)">', html))
    thing = rdflib.URIRef(re.search(r'<link rel="canonical" href="([^"]+)"', html)[1])  # type: ignore[index]
    parsers = {"text/turtle": "turtle", "application/ld+json": "json-ld", "application/n-triples": "nt"}
    sizes = set()
    for media_type, parser in parsers.items():
        answer = small.get(links[media_type])
        assert answer.headers["content-type"].startswith(media_type)
        graph = rdflib.Graph().parse(data=answer.text, format=parser)
        assert (thing, rdflib.RDF.type, None) in graph
        sizes.add(len(graph))
        if path.startswith("/paper"):
            papers = set(graph.subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/paper-kg/ontology#Paper")))
            assert papers == {thing}
    assert len(sizes) == 1
    rows = list(csv.reader(io.StringIO(small.get(links["text/csv"]).text)))
    assert len(rows) > 1
    described = json.loads(unescape(re.search(r'<script type="application/ld\+json">(.*?)</script>', html)[1]))  # type: ignore[index]
    assert described["@id"] == str(thing)


@pytest.mark.parametrize(
    ("path", "stem", "told"),
    [
        ("/", "/graph", "http://www.w3.org/ns/dcat#Dataset"),
        ("/month/2024-10", "/month/2024-10", FIRST),
        ("/days", "/days", SECOND),
    ],
)
def test_pages_of_many_things_have_their_data_beside_them(http: httpx.Client, path: str, stem: str, told: str) -> None:
    html = http.get(path, headers={"Accept": "text/html"}).text
    links = dict(re.findall(r'<link rel="alternate" type="([^"]+)" href="([^"]+)">', html))
    assert links["text/turtle"] == f"{stem}.ttl"
    assert f'href="{stem}.csv?safe=1"' in html
    sizes = set()
    for media_type, parser in {"text/turtle": "turtle", "application/ld+json": "json-ld"}.items():
        answer = http.get(links[media_type])
        assert answer.headers["content-type"].startswith(media_type)
        graph = rdflib.Graph().parse(data=answer.text, format=parser)
        assert told in graph.serialize(format="nt")
        sizes.add(len(graph))
    assert len(sizes) == 1
    answer = http.get(links["text/csv"])
    assert "attachment" in answer.headers["content-disposition"]
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) > 5
    for wrong in ("/graph.txt", "/month/2024-13.csv", "/days.x", "/daysx.csv"):
        assert http.get(wrong).status_code == 404


def test_a_page_that_the_browser_has_is_not_sent_again(small: httpx.Client) -> None:
    etag = small.get("/entity/gsm8k").headers["etag"]
    again = small.get("/entity/gsm8k", headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/entity/nothing", "/entity/", "/entity/nothing.ttl", "/entity/../../etc/passwd", "/entity/%2e%2e%2f",
        "/paper/x",
        "/person/%FF", "/entity/%00", "/static/../app.py", "/static/%2e%2e/app.py", "/static/vendor", "/id/", "/id/x/y",
        "/id/alias/none", "/nope", "/static/vendor/../../../pyproject.toml", "/questions/none.rq",
    ],
)  # fmt: skip
def test_what_is_not_there_is_404(small: httpx.Client, path: str) -> None:
    answer = small.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text


def test_questions_are_filled_in_and_run(small: httpx.Client) -> None:
    query = small.get("/questions/leaderboard.rq", params={"dataset": "gsm8k"}).text
    assert "VALUES ?dataset { <https://w3id.org/paper-kg/id/entity/gsm8k> }" in query
    assert query.startswith("# ")
    rows = small.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"}).text.splitlines()
    assert len(rows) == 4
    other = small.get("/questions/leaderboard.rq", params={"dataset": "LoRA"}).text
    assert "\n# LoRA is a method; leaderboard expects a dataset, so there may be no rows." in other
    unknown = small.get("/questions/leaderboard.rq", params={"dataset": "GSM9K"})
    assert (unknown.status_code, "GSM8K" in unknown.text) == (404, True)
    injected = small.get("/questions/papers-naming.rq", params={"entity": '" } ?s ?p ?o . #'})
    assert injected.status_code == 404


def test_the_explorers_data_hangs_together(small: httpx.Client) -> None:
    found = small.get("/explore.json", params={"iri": f"{ID}/entity/gsm8k"}).json()
    names = {node["name"]: node for node in found["nodes"]}
    assert {"GSM8K", "RingCache", "StepTune"} <= set(names)
    assert all(0 <= end < len(found["nodes"]) for edge in found["edges"] for end in (edge[0], edge[2]))
    assert len(small.get("/explore.json", params={"month": "2024-10"}).json()["edges"]) > 8
    for wrong in ({}, {"month": "2024-1"}, {"iri": "no <iri>"}):
        assert small.get("/explore.json", params=wrong).status_code == 400
    assert small.get("/explore.json", params={"iri": "urn:none"}).status_code == 404


def test_spreadsheets_get_no_formulas(tmp_path: Path) -> None:
    text = nquads().replace('"RingCache"', '"=HYPERLINK(1)"')
    graph = write_graph(tmp_path / "graph", text, days=[FIRST, SECOND])
    with serving(graph, cwd=tmp_path) as address, httpx.Client(base_url=address, timeout=30, trust_env=False) as client:
        plain, safe = (client.get(f"/entity/gsm8k.csv{query}").text for query in ("", "?safe=1"))
    assert "\n0" not in safe
    cells = [cell for row in csv.reader(io.StringIO(safe)) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not any(cell.startswith(("=", "+", "@")) for cell in cells)
    assert "=HYPERLINK(1)" in [cell for row in csv.reader(io.StringIO(plain)) for cell in row]


def test_tex_in_titles_and_names_is_shown_as_text_and_kept_in_the_data(tmp_path: Path) -> None:
    quads = nquads().replace('"A survey of small adapters"', r'"A survey of $\\pi$-adapters"')
    quads = quads.replace('"StepTune"', '"Step^2Tune"')
    graph = write_graph(tmp_path / "graph", quads, days=[FIRST, SECOND])
    with serving(graph, cwd=tmp_path) as address, httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        client.headers["Accept"] = "text/html,*/*;q=0.8"
        for path in ("/paper/2410.00003", "/entity/lora", f"/day/{SECOND}"):
            assert "A survey of π-adapters" in words_of(client, path), path
            assert "$" not in words_of(client, path)
        assert "<title>A survey of π-adapters" in client.get("/paper/2410.00003").text
        assert "Step²Tune" in words_of(client, "/entity/steptune")
        assert [one["name"] for one in client.get("/search.json?q=adapters").json()] == ["A survey of π-adapters"]
        drawn = client.get("/explore.json", params={"iri": f"{ID}/paper/2410.00002"}).json()
        assert "Step²Tune" in {node["name"] for node in drawn["nodes"]}
        assert r"A survey of $\\pi$-adapters" in client.get("/paper/2410.00003.nt").text
