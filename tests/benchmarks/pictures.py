"""Pages by WebGL beside pages by pyvis, of graphs of growing size, in one run of a headless Chromium.

"pyvis, physics" is what pyvis does by itself: the picture moves until it has settled. The others have a layout that was
computed beforehand.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from kg.view import pyvis_page as pyvis_module
from kg.view.pyvis_page import pyvis_page
from kg.view.subgraph import Edge, Evidence, Node, Subgraph
from kg.view.webgl_page import webgl_page

SIZES = (100, 300, 1000, 5000, 20_000)
TYPES = ("Paper", "Method", "Model", "Dataset", "Task")
ROLES = ("proposes", "uses", "evaluatesOn", "comparesWith", "addresses")
WORDS = ("graph", "token", "sparse", "attention", "reward", "policy", "image", "video", "agent", "memory", "scaling")
PATIENCE = 90_000.0


def made_up(size: int) -> Subgraph:
    """Return a graph with 2.8 edges a node, most inside of 30 fields, and a sentence of its own for each edge."""
    chance = random.Random(7)

    def words(count: int) -> str:
        return " ".join(chance.choice(WORDS) for _ in range(count))

    nodes = tuple(
        Node(f"urn:n{place}", f"{words(4 if place % 5 else 9)} {place}", TYPES[min(place % 7, 4)], chance.randint(1, 9))
        for place in range(size)
    )
    edges = []
    for place in range(round(2.8 * size)):
        one = chance.randrange(size)
        near = (
            (one + 30 * chance.randrange(max(1, size // 30))) % size
            if chance.random() < 0.8
            else chance.randrange(size)
        )
        sentence = Evidence(f"{words(24)} {place}.", 0, 9, f"summary of {one}", f"https://arxiv.org/abs/{one:05}")
        edges.append(Edge(nodes[one].id, nodes[near].id, ROLES[place % 5], evidence=(sentence,)))
    return Subgraph("Made up", "How fast is a page?", nodes, tuple(edges), size)


def with_physics(subgraph: Subgraph) -> str:
    """Return a page by pyvis in which vis-network looks for the layout itself."""
    still = pyvis_module._OPTIONS["physics"]
    pyvis_module._OPTIONS["physics"] = {"enabled": True, "stabilization": {"enabled": False}}
    try:
        return pyvis_page(subgraph, most=subgraph.shown)
    finally:
        pyvis_module._OPTIONS["physics"] = still


KINDS: dict[str, tuple[Callable[[Subgraph], str], int]] = {
    "webgl": (webgl_page, 20_000),
    "pyvis": (lambda subgraph: pyvis_page(subgraph, most=subgraph.shown), 5000),
    "pyvis, physics": (with_physics, 1000),
}
"""What is measured, and up to how many nodes: larger ones hang the tab."""


def drag(page: Any) -> float:
    """Drag the picture about; return the milliseconds from one move of the pointer to the next frame."""
    box = page.query_selector("#canvas").bounding_box()
    x, y = box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.12
    frame = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))"
    page.mouse.move(x, y)
    page.mouse.down()
    began = time.perf_counter()
    for step in range(20):
        page.mouse.move(x - 8 * step, y + 5 * step)
        page.evaluate(frame)
    seconds = time.perf_counter() - began
    page.mouse.up()
    return seconds * 1000 / 20


def until(page: Any, condition: str) -> None:
    """Wait for a condition; the page's policy forbids what Playwright waits with."""
    while not page.evaluate(condition):
        page.wait_for_timeout(20)


def measure(browser: Browser, path: Path, kind: str) -> dict[str, float | str]:
    """Open a page; return when it was painted first, when it stood still, and how it drags."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE)
    page.goto(path.as_uri(), wait_until="commit")
    until(page, "performance.getEntriesByName('kg-drawn').length > 0 && window.kgPage !== undefined")
    found: dict[str, float | str] = {
        "paint": page.evaluate("performance.getEntriesByName('kg-drawn')[0].startTime / 1000")
    }
    if kind.endswith("physics"):
        began = time.perf_counter()
        page.evaluate(
            """(patience) => new Promise((done) => { const network = kgPage.drawing.network;
            network.once("stabilized", done); setTimeout(done, patience); })""",
            PATIENCE - 10_000,
        )
        found["still"] = time.perf_counter() - began
    found["drag"] = drag(page)
    began = time.perf_counter()
    page.fill("#search", "video agent 7")
    until(page, "document.querySelector('#found').textContent.includes('found')")
    found["search"] = time.perf_counter() - began
    page.close()
    return found


def main(sizes: tuple[int, ...] = SIZES) -> None:
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    heads = f"{'made':>8}{'file':>9}{'paint':>8}{'still':>8}{'drag':>9}{'search':>8}"
    print(f"{'nodes':>7}{'edges':>8}  {'drawn by':<16}{heads}")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for size in sizes:
            subgraph = made_up(size)
            for kind, (make, most) in KINDS.items():
                if size > most:
                    continue
                began = time.perf_counter()
                text = make(subgraph)
                seconds = time.perf_counter() - began
                path = Path(folder) / "page.html"
                path.write_text(text, encoding="utf-8")
                found = measure(browser, path, kind)
                still = f"{found['still']:.1f} s" if "still" in found else "at once"
                print(
                    f"{size:>7,}{len(subgraph.edges):>8,}  {kind:<16}{seconds:>6.1f} s{len(text) / 1e6:>6.2f} MB"
                    f"{found['paint']:>6.2f} s{still:>8}{found['drag']:>6.0f} ms{found['search']:>6.2f} s",
                    flush=True,
                )
        browser.close()


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])) or SIZES)
