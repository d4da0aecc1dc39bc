"""Hostile names and texts are inert in every page, download and picture, in a real Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.query.graph import FIRST
from tests.serve.hostile import hostile_nquads, papers
from tests.serve.servers import serving, write_graph
from tests.view.conftest import OWN_HOSTILE

pytest.importorskip("playwright", reason="no playwright; install paper-kg[test]")

PAGES = [
    "/",
    "/paper/2410.66600",
    "/entity/thing-2",
    "/entity/thing-3",
    f"/day/{FIRST}",
    "/month/2024-10",
    "/search?q=script",
]
INERT = """() => ({
  hacked: window.hacked ?? null,
  elements: document.querySelectorAll("main :is(script, img, iframe, object, embed, base, meta, style)").length,
  scripts: [...document.scripts].filter((one) => !one.src && one.type !== "application/ld+json").length,
  links: [...document.links].filter((one) => !["http:", "https:"].includes(one.protocol)).map((one) => one.href),
  handlers: [...document.querySelectorAll("*")].flatMap((one) => [...one.attributes])
    .filter((attribute) => /^on/i.test(attribute.name)).length,
  marks: /[\\u202a-\\u202e\\u2066-\\u2069]/.test(document.body.innerText),
})"""
CLEAN = {"hacked": None, "elements": 0, "scripts": 0, "links": [], "handlers": 0, "marks": False}


@pytest.fixture(scope="module")
def words(blns: list[str]) -> list[str]:
    """Return hostile strings that a graph can hold: those of the views' tests, and the big list of naughty ones."""
    cleaned = [text.replace("\x00", "").replace("\n", " ").strip() for text in [*OWN_HOSTILE, *blns]]
    return [text for text in dict.fromkeys(cleaned) if text]


@pytest.fixture(scope="module")
def address(words: list[str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    graph = write_graph(folder / "graph", hostile_nquads(words), days=[FIRST])
    with serving(graph, cwd=folder) as address:
        yield address


@pytest.fixture
def page(chromium_page: Any, address: str) -> Iterator[Any]:
    trouble: list[str] = []
    chromium_page.on("dialog", lambda dialog: (trouble.append(f"dialog {dialog.message}"), dialog.dismiss()))
    chromium_page.on("pageerror", lambda error: trouble.append(f"error {error}"))
    chromium_page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
    chromium_page.on(
        "request",
        lambda request: request.url.startswith((address, "data:", "blob:", "file:")) or trouble.append(request.url),
    )
    yield chromium_page
    assert trouble == []


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_inert(page: Any, address: str, path: str) -> None:
    assert page.goto(address + path).status == 200
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.evaluate("document.querySelectorAll('[popover]').forEach((one, i) => { if (i < 40) one.showPopover(); })")
    assert page.evaluate(INERT) == CLEAN


def test_papers_and_people_are_inert(page: Any, address: str, words: list[str]) -> None:
    for place, number in enumerate(papers(words)):
        for path in (f"/paper/{number}", f"/person/someone-{25 * place}"):
            assert page.goto(address + path).status == 200
            page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
            assert page.evaluate(INERT) == CLEAN


def test_suggestions_are_inert_and_show_the_words(page: Any, address: str) -> None:
    page.goto(address)
    for typed in ("script", "javascript", "onload", "img src"):
        page.fill("#q-home", typed)
        page.wait_for_selector("#q-home-list [role=option]")
        assert page.evaluate(INERT) == CLEAN
    assert "<" in page.inner_text("#q-home-list")


def test_the_explorer_and_its_pictures_are_inert(page: Any, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}/explore?month=2024-10")
    page.wait_for_selector("html[data-ready=explore]", timeout=60_000)
    page.evaluate("[...document.querySelectorAll('#list [role=option]')].slice(0, 12).forEach((row) => row.click())")
    with page.expect_download() as download:
        page.click("#svg")
    download.value.save_as(tmp_path / "graph.svg")
    assert page.evaluate(INERT) == CLEAN
    page.goto((tmp_path / "graph.svg").as_uri())
    assert page.evaluate(
        "[...document.querySelectorAll('*')].every((one) => /^(svg|rect|line|circle|text)$/.test(one.tagName))"
    )
    assert page.evaluate("window.hacked ?? null") is None


def test_answers_of_queries_are_inert(page: Any, address: str) -> None:
    page.goto(f"{address}/query?query=SELECT%20%3Fname%20%7B%20%3Fthing%20skos:prefLabel%20%3Fname%20%7D")
    page.wait_for_selector("html[data-ready=query]", timeout=60_000)
    page.click("#run")
    page.wait_for_selector("#answer table tbody td")
    assert page.evaluate("window.hacked ?? null") is None
    assert (
        page.evaluate("document.querySelectorAll('#answer table :is(script, img, iframe, object, embed)').length") == 0
    )


@pytest.mark.parametrize("ending", [".ttl", ".json", ".nt", ".rdf", ".csv", ".csv?safe=1"])
def test_downloads_say_what_they_are(page: Any, address: str, ending: str) -> None:
    answer = page.request.get(f"{address}/paper/2410.66600{ending}")
    assert answer.status == 200
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "html" not in answer.headers["content-type"]
