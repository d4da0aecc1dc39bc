"""Pages of the whole corpus in a real Chromium: on a desktop and a phone, by day and by night, as a user meets them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.serve.servers import serving
from tests.serve.test_browser import SIZES, pictures, until  # noqa: F401  (a fixture)

pytestmark = pytest.mark.corpus
GRPO = "https%3A%2F%2Fw3id.org%2Fpaper-kg%2Fid%2Fentity%2Fgrpo"
PAGES = {
    "home": "/", "dataset": "/entity/gsm8k", "imagenet": "/entity/imagenet", "method": "/entity/grpo",
    "model": "/entity/gpt-4o", "metric": "/entity/accuracy", "task": "/entity/mathematical-reasoning",
    "paper": "/paper/2410.21465", "day": "/day/2025-03-10", "month": "/month/2025-03", "days": "/days",
    "search": "/search?q=lama", "people": "/search?q=wei+zhang&kind=Person", "query": "/query?name=popular-baselines",
    "explore": "/explore?month=2025-03", "around": f"/explore?iri={GRPO}",
}  # fmt: skip
SHIFTS = """() => new Promise((done) => { let sum = 0; new PerformanceObserver((list) => {
for (const entry of list.getEntries()) if (!entry.hadRecentInput) sum += entry.value;
}).observe({type: "layout-shift", buffered: true}); setTimeout(() => done(sum), 100); })"""
BOARDS = """() => [...document.querySelectorAll(".board")].map((board) => ({
words: board.querySelector("summary").textContent,
rows: [...board.querySelectorAll("tbody tr")].filter((row) => row.querySelector(".rank").textContent.trim())
.map((row) => row.querySelector(".score").firstChild.textContent.trim()) }))"""


@pytest.fixture(scope="module")
def address(corpus_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(corpus_graph, cwd=tmp_path_factory.mktemp("served")) as address:
        httpx.get(f"{address}/search.json?q=a", timeout=300, trust_env=False)  # waits until names can be found
        yield address


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_and_nothing_jumps(
    chromium: Any, address: str, pictures: Path, size: str, theme: str  # noqa: F811
) -> None:  # fmt: skip
    trouble: list[str] = []
    for name, path in PAGES.items():
        context = chromium.new_context(viewport=SIZES[size], color_scheme=theme)
        page = context.new_page()
        page.on("pageerror", lambda error, name=name: trouble.append(f"{name}: {error}"))
        page.on("console", lambda told, name=name: told.type == "error" and trouble.append(f"{name}: {told.text}"))
        page.goto(address + path, timeout=120_000)
        if path.startswith(("/query", "/explore")):
            page.wait_for_selector("html[data-ready]", timeout=120_000)
        if name == "query":
            page.click("#run")
            page.wait_for_selector("#answer tbody td", timeout=120_000)
        is_drawn = path.startswith("/explore")
        page.screenshot(path=pictures / f"corpus-{name}-{size}-{theme}.png", full_page=not is_drawn)
        if page.evaluate("document.documentElement.scrollWidth") > SIZES[size]["width"]:
            trouble.append(f"{name}: wider than the screen")
        if name != "query" and not is_drawn and page.evaluate(SHIFTS) > 0.02:
            trouble.append(f"{name}: something jumps")
        context.close()
    assert trouble == []


def _level(text: str, is_share: bool) -> float:
    number = float(text.strip("≥≤≈ ").split("%")[0].split(" ")[0].split("-")[-1].replace(",", "").strip("xX×"))
    return number * 100 if is_share and "%" not in text and number <= 1 else number


@pytest.mark.parametrize("dataset", ["gsm8k", "imagenet", "math-500", "aime-2024"])
def test_leaderboards_are_sorted_the_way_that_they_say(chromium_page: Any, address: str, dataset: str) -> None:
    chromium_page.goto(f"{address}/entity/{dataset}")
    boards = chromium_page.evaluate(BOARDS)
    assert len(boards) > 3
    for board in boards:
        is_share = "%" in board["words"].split("score")[0]
        levels = [_level(text, is_share) for text in board["rows"] if text.isascii() and text.count("-") == 0]
        assert levels == sorted(levels, reverse="lower is better" not in board["words"]), board


def test_what_rises_is_told_where_there_are_days_before(address: str) -> None:
    home = httpx.get(f"{address}/", headers={"Accept": "text/html"}, timeout=60).text
    assert "<h2>Rising</h2>" in home
    assert re.search(r'<span class="up">\+\d+</span>', home)


def test_a_month_of_thousands_of_things_is_drawn_and_stays_smooth(chromium_page: Any, address: str) -> None:
    chromium_page.goto(f"{address}/explore?month=2025-03", timeout=120_000)
    chromium_page.wait_for_selector("html[data-ready=explore]", timeout=120_000)
    for key in ("reinforcement-learning", "gpt-4o", "transformer"):
        before = chromium_page.evaluate("explorer.graph.order")
        chromium_page.evaluate(
            """(iri) => document.getElementById("q-add").dispatchEvent(
            new CustomEvent("choose", {detail: {iri}, cancelable: true}))""",
            f"https://w3id.org/paper-kg/id/entity/{key}",
        )
        until(chromium_page, f"explorer.graph.order > {before} && explorer.shown.chosen.endsWith('{key}')")
    assert chromium_page.evaluate("explorer.graph.order") > 3000
    until(chromium_page, "!document.getElementById('told').textContent.startsWith('Loading')")
    milliseconds = chromium_page.evaluate(
        """() => Math.min(...[1, 2, 3, 4, 5].map(() => {
        const began = performance.now(); explorer.sigma.refresh(); return performance.now() - began; }))"""
    )
    assert milliseconds < 100  # 13 were measured for 4,055 things
    chromium_page.fill("#filter", "grpo")
    assert chromium_page.inner_text("#list [role=option] >> nth=0").startswith("GRPO")
