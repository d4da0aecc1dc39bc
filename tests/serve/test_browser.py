"""Pages in a real Chromium: what they say, what they ask for, how they look, and whether everyone can use them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tests.conftest import ROOT
from tests.query.graph import FIRST, SECOND, nquads
from tests.serve.servers import serving, write_graph

pytest.importorskip("playwright", reason="no playwright; install paper-kg[test]")

AXE = (ROOT / "tests" / "serve" / "axe" / "axe.min.js").read_text(encoding="utf-8")
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations']}"
SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 780}}
PAGES = {
    "home": "/", "dataset": "/entity/gsm8k", "method": "/entity/lora", "paper": "/paper/2410.00001",
    "person": "/person/ada-finch", "day": f"/day/{SECOND}", "month": "/month/2024-10", "days": "/days",
    "search": "/search?q=ring", "query": "/query", "explore": "/explore", "missing": "/entity/nothing",
    "ontology": "/ontology",
}  # fmt: skip
Open = Callable[..., Any]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("browser")
    graph = write_graph(folder / "graph", nquads(), days=[FIRST, SECOND])
    with serving(graph, cwd=folder) as address:
        yield address


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder for screenshots: KG_SCREENSHOTS, else one below pytest's own."""
    folder = Path(os.environ.get("KG_SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def open_page(chromium: Any, address: str) -> Iterator[Open]:
    """Return a function that opens a path; at the end, no page may have complained or asked another host."""
    trouble: list[str] = []
    asked: list[str] = []
    failed: list[str] = []
    contexts = []

    def opened(path: str, *, size: str = "desktop", theme: str = "light", status: int = 200) -> Any:
        context = chromium.new_context(viewport=SIZES[size], color_scheme=theme)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (trouble.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: trouble.append(f"error {error}"))
        page.on("console", lambda message: message.type == "error" and trouble.append(message.text))
        page.on("response", lambda answer: answer.status >= 400 and failed.append(urlsplit(answer.url).path))
        assert page.goto(address + path).status == status
        name = path.split("?")[0].strip("/")
        if name in ("query", "explore"):
            page.wait_for_selector(f"html[data-ready={name}]", timeout=60_000)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [words for words in trouble if not words.startswith("Failed to load resource")] == []
    assert set(failed) <= {"/entity/nothing", "/sparql", "/questions/papers-using.rq"}
    assert [url for url in asked if not url.startswith((address, "data:", "blob:"))] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_everyone_can_use_it(open_page: Open, pictures: Path, name: str, size: str, theme: str) -> None:
    page = open_page(PAGES[name], size=size, theme=theme, status=404 if name == "missing" else 200)
    page.screenshot(path=pictures / f"{name}-{size}-{theme}.png", full_page=name != "explore")
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size]["width"]
    page.evaluate(AXE)
    exclude = "{exclude: ['.yasqe', '.yasr_header', '.CodeMirror']}" if name == "query" else "document"
    found = page.evaluate(f"axe.run({exclude}, {RULES})")["violations"]
    assert [(one["id"], [node["html"][:120] for node in one["nodes"][:3]]) for one in found] == []


@pytest.mark.parametrize("name", ["home", "dataset", "paper", "day"])
def test_nothing_jumps_while_it_loads(open_page: Open, name: str) -> None:
    page = open_page(PAGES[name])
    page.wait_for_timeout(200)
    moved = page.evaluate(
        """() => new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) sum += entry.value; }).observe({type: "layout-shift", buffered: true});
        setTimeout(() => done(sum), 100); })"""
    )
    assert moved < 0.02


def test_typing_suggests_and_keys_choose(open_page: Open) -> None:
    page = open_page("/")
    page.keyboard.press("/")
    page.keyboard.type("gms8k")
    page.wait_for_selector("#q-home-list [role=option]")
    assert "GSM8K" in page.inner_text("#q-home-list [role=option] >> nth=0")
    assert page.get_attribute("#q-home", "aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#q-home-list [role=option] >> nth=0", "aria-selected") == "true"
    page.keyboard.press("Enter")
    page.wait_for_url("**/entity/gsm8k")
    assert page.inner_text("h1") == "GSM8K"


def test_the_sentence_of_a_score_shows_on_hover_and_on_click(open_page: Open) -> None:
    page = open_page("/entity/gsm8k")
    assert not page.is_visible("#board-1-1")
    page.hover("[popovertarget=board-1-1]")
    page.wait_for_selector("#board-1-1", state="visible")
    assert "It reaches an accuracy of 0.74 on GSM8K." in page.inner_text("#board-1-1")
    assert page.inner_text("#board-1-1 mark") == "0.74"
    page.mouse.move(5, 5)
    page.wait_for_selector("#board-1-1", state="hidden")
    page.focus("[popovertarget=board-1-2]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#board-1-2", state="visible")
    assert "66.0% in Rings, measured again" in page.inner_text("#board-1-2")
    assert page.inner_text("[popovertarget=board-1-2] .flag") == "differs"


def test_the_theme_can_be_chosen_and_stays(open_page: Open) -> None:
    page = open_page("/", theme="light")
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    page.goto(page.url + "days")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_a_question_is_asked_and_shown_as_table_chart_and_graph(open_page: Open) -> None:
    page = open_page("/query?name=metrics-of")
    assert "VALUES ?dataset" in page.inner_text(".CodeMirror-code")
    page.fill("#metrics-of-dataset", "GSM8K")
    page.click("form[data-name=metrics-of] button")
    page.wait_for_selector("#answer table tbody td >> text=accuracy")
    assert "2 rows" in page.inner_text("#state")
    page.click("#answer button:has-text('Chart')")
    page.wait_for_selector("#answer svg.bars rect")
    page.click("summary:has-text('Papers using')")
    page.fill("#papers-using-entity", "LoRAA")
    page.click("form[data-name=papers-using] button")
    page.wait_for_selector("form[data-name=papers-using] .told:visible")
    assert "LoRA" in page.inner_text("form[data-name=papers-using] .told")
    page.goto(page.url.split("/query")[0] + "/query?query=CONSTRUCT%20WHERE%20%7B%20%3Fp%20kg:uses%20%3Fx%20%7D")
    page.wait_for_selector("html[data-ready=query]")
    page.click("#run")
    page.click("#answer button:has-text('Graph')")
    page.wait_for_selector("#answer .picture canvas")


def test_an_answers_rows_sort_filter_and_lead_to_pages(open_page: Open) -> None:
    query = "SELECT ?dataset ?n { VALUES (?dataset ?n) { (entity:gsm8k 9) (<javascript:alert(1)> 10) (UNDEF 2) } }"
    page = open_page(f"/query?query={quote(query)}")
    page.click("#run")
    page.wait_for_selector("#answer tbody tr")

    def column() -> list[str]:
        return [cell.inner_text() for cell in page.query_selector_all("#answer tbody td:nth-child(2)")]

    assert column() == ["9", "10", "2"]
    page.click("#answer thead button:has-text('n')")
    assert column() == ["2", "9", "10"]
    page.click("#answer thead button:has-text('n')")
    assert column() == ["10", "9", "2"]
    assert page.get_attribute("#answer th:nth-child(2)", "aria-sort") == "descending"
    links = [link.get_attribute("href") for link in page.query_selector_all("#answer tbody a")]
    assert links == ["https://w3id.org/paper-kg/id/entity/gsm8k"]
    page.fill("#answer input[type=search]", "gsm")
    assert column() == ["9"]
    assert page.inner_text("#answer tbody a") == "entity:gsm8k"
    with page.context.expect_page() as opened:
        page.click("#answer tbody a")
    opened.value.wait_for_url("**/entity/gsm8k")


@pytest.mark.parametrize(("term", "place"), [("kg:Paper", "/ontology#Paper"), ("kgc:ratio", "/ontology#concept-ratio")])
def test_terms_of_the_ontology_lead_to_its_page(open_page: Open, term: str, place: str) -> None:
    page = open_page(f"/query?query={quote(f'SELECT ?term {{ VALUES ?term {{ {term} }} }}')}")
    page.click("#run")
    page.wait_for_selector("#answer tbody a")
    with page.context.expect_page() as opened:
        page.click("#answer tbody a")
    opened.value.wait_for_url(f"**{place}")
    assert opened.value.locator(f"[id='{place.partition('#')[2]}']").is_visible()


def test_a_wrong_query_is_told_in_words(open_page: Open) -> None:
    page = open_page("/query?query=SELECT%20%3Fs%20%7B%20%3Fs%20%3Fp%20%7D")
    page.click("#run")
    page.wait_for_selector("#state:has-text('Not answered')")
    assert "line 1, column 19" in page.inner_text("#answer")


def until(page: Any, expression: str) -> None:
    """Wait until an expression is true; Playwright's own way needs a policy that allows eval."""
    for _ in range(300):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not in 30 s: {expression}")


def _drawn(page: Any) -> int:
    return int(page.evaluate("explorer.graph.filterNodes(explorer.visible).length"))


def test_the_explorer_draws_lists_filters_and_comes_back(open_page: Open, tmp_path: Path) -> None:
    page = open_page("/explore?iri=https%3A%2F%2Fw3id.org%2Fpaper-kg%2Fid%2Fentity%2Flora")
    assert "LoRA" in page.inner_text("#list [role=option] >> nth=0")
    assert page.query_selector("#canvas canvas") is not None
    before = _drawn(page)
    page.focus("#list")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    chosen = page.inner_text("#details h2")
    page.keyboard.press("Enter")
    until(page, f"explorer.graph.order > {before}")
    assert chosen == page.inner_text("#details h2")
    until(page, "!document.getElementById('told').textContent.startsWith('Loading')")
    total = _drawn(page)
    page.uncheck("#kinds input[value=Paper]")
    assert _drawn(page) < total
    kept = page.url
    assert "hide=Paper" in kept
    page.goto(kept)
    page.wait_for_selector("html[data-ready=explore]")
    assert not page.is_checked("#kinds input[value=Paper]")
    assert page.inner_text("#details h2") == chosen
    for form, start in (("svg", b"<svg"), ("png", b"\x89PNG")):
        with page.expect_download() as download:
            page.click(f"#{form}")
        download.value.save_as(tmp_path / form)
        assert (tmp_path / form).read_bytes().startswith(start)
    assert "LoRA" in (tmp_path / "svg").read_text(encoding="utf-8")


def test_a_thing_that_is_looked_up_joins_the_picture(open_page: Open) -> None:
    page = open_page("/explore?iri=https%3A%2F%2Fw3id.org%2Fpaper-kg%2Fid%2Fentity%2Flora")
    before = _drawn(page)
    page.fill("#q-add", "Bo Lindt")
    page.wait_for_selector("#q-add-list [role=option]")
    page.press("#q-add", "ArrowDown")
    page.press("#q-add", "Enter")
    until(page, "document.querySelector('#details h2')?.textContent === 'Bo Lindt'")
    assert _drawn(page) > before
    assert "bo-lindt" in page.url
    assert page.input_value("#q-add") == ""


def test_what_a_phone_shows_of_a_table_needs_no_scrolling(open_page: Open) -> None:
    for path in ("/entity/gsm8k", "/paper/2410.00001"):
        page = open_page(path, size="phone")
        hidden = page.evaluate(
            """() => [...document.querySelectorAll('.cards')].filter((one) => one.offsetParent)
            .map((one) => one.scrollWidth - one.closest('.scroll').clientWidth)"""
        )
        assert hidden
        assert max(hidden) <= 0
        row = page.query_selector(".cards tbody tr >> nth=0").bounding_box()
        for cell in page.query_selector_all(".cards tbody tr >> nth=0 >> td:not(:empty)"):
            place = cell.bounding_box()
            assert row["x"] <= place["x"]
            assert place["x"] + place["width"] <= row["x"] + row["width"] + 1


def test_the_explorer_shows_a_month_and_a_relation(open_page: Open) -> None:
    page = open_page("/explore?month=2024-10&role=proposes")
    names = page.evaluate(
        "explorer.graph.filterNodes(explorer.visible).map((id) => explorer.graph.getNodeAttribute(id, 'label'))"
    )
    assert sorted(set(names)) == ["RingCache", "StepTune"]
    page.fill("#since", "2024-10-31")
    page.select_option("#role", "")
    assert "Rings, measured again" not in page.inner_text("#list")


def test_a_long_list_says_how_much_it_leaves_out_and_lists_it_when_asked(open_page: Open) -> None:
    page = open_page("/explore?iri=https%3A%2F%2Fw3id.org%2Fpaper-kg%2Fid%2Fentity%2Flora")
    few = _drawn(page)
    assert not page.is_visible("#more")
    page.evaluate(
        """() => {
        for (let i = 0; i < 1200; i += 1) {
          explorer.graph.addNode(`n${i}`, { x: i, y: i, label: `thing ${i}`, kind: "" }); }
        explorer.shown.around.push(...explorer.graph.nodes()); }"""
    )
    page.fill("#filter", "thing")
    told = f"{few + 1200:,} of {few + 1200:,} things shown, 1,200 found; the list has the 500 with the most ties"
    assert page.inner_text("#number") == told
    assert page.locator("#list [role=option]").count() == 500
    page.click("text=List 500 more")
    page.click("text=List 200 more")
    assert page.locator("#list [role=option]").count() == 1200
    assert not page.is_visible("#more")
    page.fill("#filter", "")
    assert page.locator("#list [role=option]").count() == 500


def test_the_name_of_what_is_pointed_at_is_not_cut_at_the_edge(open_page: Open) -> None:
    page = open_page("/explore?iri=https%3A%2F%2Fw3id.org%2Fpaper-kg%2Fid%2Fentity%2Flora")
    ends = page.evaluate(
        """() => {
        const canvas = document.querySelector("#canvas canvas.sigma-hovers"), ends = [];
        const context = canvas.getContext("2d");
        context.fillText = (words, x) => ends.push(x, x + context.measureText(words).width);
        for (const x of [20, canvas.clientWidth - 20]) {
          explorer.sigma.getSetting("defaultDrawNodeHover")(context, { x, y: 50, size: 6, label: "A name of length" });
        }
        return [canvas.clientWidth, ...ends];
        }"""
    )
    width, *places = ends
    assert len(places) == 4
    assert all(0 <= place <= width for place in places)
