"""What a reader can do on a page, whatever draws it: filter by day, lay bare, zoom, open, save."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from kg.view import webgl_page as webgl_module
from kg.view.choices import Renderer
from kg.view.entity import entity_map
from kg.view.overview import overview
from kg.view.paper import paper_map
from kg.view.subgraph import Edge, Node, Subgraph
from kg.view.webgl_page import webgl_page
from tests.benchmarks.pictures import drag, made_up
from tests.view.conftest import Ask
from tests.view.opened import Opened
from tests.view.test_layout import web

pytest.importorskip("playwright", reason="no playwright; install paper-kg[test]")

LEAF, TREE, ROOTS = "LeafKV: A Small Cache for Long Texts", "TreeTune", "A Study of Roots"
BOTH = pytest.mark.parametrize("renderer", Renderer)


def choose(view: Opened, label: str) -> None:
    view.page.fill("#search", label)
    (row,) = [row for row in view.page.query_selector_all("#list [role=option]") if row.get_attribute("title") == label]
    row.click()
    view.page.focus("#list")


@BOTH
def test_all_nodes_are_drawn_and_stand_still(opened: Any, ask: Ask, renderer: Renderer) -> None:
    subgraph = paper_map(ask, "2410.00001")
    view = opened(subgraph, renderer)
    assert sorted(view.labels()) == sorted(node.label for node in subgraph.nodes)
    before = view.page.evaluate("kgPage.drawing.spots()")
    view.page.wait_for_timeout(200)
    assert view.page.evaluate("kgPage.drawing.spots()") == before
    assert len({(spot["x"], spot["y"]) for spot in before}) == subgraph.shown


@BOTH
def test_days_filter_papers_and_what_only_they_name(opened: Any, ask: Ask, renderer: Renderer) -> None:
    view = opened(overview(ask), renderer)
    assert {LEAF, TREE, ROOTS} <= set(view.labels())
    view.page.fill("#until", "2024-10-30")
    shown = set(view.labels())
    assert {LEAF, "LeafKV", "LongBench"} <= shown
    assert not shown & {TREE, ROOTS, "TreeTune"}
    assert view.texts("#filtered") == [f"{len(shown)} of these pass the filters"]
    assert set(view.texts("#list li[role=option] span")) == shown
    view.page.fill("#until", "2024-10-01")
    assert view.labels() == []
    assert view.page.is_visible("#none")
    view.page.keyboard.press("Escape")
    assert {LEAF, TREE, ROOTS} <= set(view.labels())


@BOTH
def test_a_neighbourhood_is_laid_bare_step_by_step(opened: Any, ask: Ask, renderer: Renderer) -> None:
    view = opened(overview(ask), renderer)
    choose(view, LEAF)
    view.page.click("#details button.act")
    first = set(view.labels())
    assert first == {LEAF, "LeafKV", "Llama-3.1-8B", "LongBench", "FullCache", "long-context inference"}
    choose(view, "LongBench")
    assert view.texts("#details button.act") == ["Add what it is tied to (1)"]
    view.page.keyboard.press("n")
    assert set(view.labels()) == {*first, ROOTS}
    view.page.click("#everything")
    assert {LEAF, TREE, ROOTS} <= set(view.labels())


def spot(view: Opened, renderer: Renderer, place: int) -> tuple[float, float]:
    """Return where a node is on the screen, once the picture has come to rest and is drawn as it is."""
    if renderer is Renderer.WEBGL:
        view.until("!kgPage.drawing.sigma.getCamera().isAnimated()")
    view.page.wait_for_timeout(300)
    found = {
        Renderer.WEBGL: f"kgPage.drawing.sigma.graphToViewport(kgPage.drawing.graph.getNodeAttributes('{place}'))",
        Renderer.PYVIS: f"kgPage.drawing.network.canvasToDOM(kgPage.drawing.network.getPosition({place}))",
    }[renderer]
    at, box = view.page.evaluate(found), view.page.query_selector("#canvas").bounding_box()
    return box["x"] + at["x"], box["y"] + at["y"]


@BOTH
def test_enter_or_a_second_click_opens_the_paper(opened: Any, ask: Ask, renderer: Renderer) -> None:
    subgraph = overview(ask)
    view = opened(subgraph, renderer)
    view.page.evaluate("window.calls = []; window.open = (...words) => { window.calls.push(words); return null; }; 0")
    choose(view, ROOTS)
    assert view.page.evaluate("window.calls") == []
    view.page.keyboard.press("Enter")
    safe = ["_blank", "noopener,noreferrer"]
    assert view.page.evaluate("window.calls") == [["https://arxiv.org/abs/2411.00003", *safe]]
    view.page.keyboard.press("Escape")
    x, y = spot(view, renderer, [node.label for node in subgraph.nodes].index(LEAF))
    view.page.mouse.click(x, y)
    view.until("document.querySelector('#details h2') !== null")
    assert view.texts("#details h2") == [LEAF]
    view.page.wait_for_timeout(500)
    view.page.mouse.click(x, y)
    view.until("window.calls.length === 2")
    assert view.page.evaluate("window.calls[1]") == ["https://arxiv.org/abs/2410.00001", *safe]


@BOTH
def test_zooming_goes_to_what_is_chosen(opened: Any, renderer: Renderer) -> None:
    view = opened(web(60), renderer)
    ratio = {
        Renderer.WEBGL: "1 / kgPage.drawing.sigma.getCamera().getState().ratio",
        Renderer.PYVIS: "kgPage.drawing.network.getScale()",
    }[renderer]
    before = view.page.evaluate(ratio)
    choose(view, "Name number 40")
    view.page.wait_for_timeout(400)
    view.page.keyboard.press("z")
    assert view.page.evaluate(ratio) > 1.5 * before
    view.page.click("[data-act=fit]")
    assert view.page.evaluate(ratio) == pytest.approx(before, rel=0.05)
    view.page.click("[data-act=in]")
    assert view.page.evaluate(ratio) > before


@BOTH
def test_the_picture_is_saved_as_it_is_filtered(opened: Any, ask: Ask, renderer: Renderer) -> None:
    view = opened(paper_map(ask, "2410.00001"), renderer)
    view.page.click("#types .chip[data-key=Result]")
    saved = {}
    for form in ("svg", "png"):
        with view.page.expect_download() as download:
            view.page.click(f"[data-act={form}]")
        saved[form] = download.value.path().read_bytes()
        assert download.value.suggested_filename.endswith(f".{form}")
    root = ET.fromstring(saved["svg"])
    words = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert {"FullCache", "LongBench", "Llama-3.1-8B"} <= set(words)
    assert "62.5 %" not in words
    assert view.texts("h1")[0] in words
    assert saved["png"].startswith(b"\x89PNG")
    assert len(saved["png"]) > 10_000


@BOTH
def test_groups_are_coloured_named_and_hidden(opened: Any, renderer: Renderer) -> None:
    nodes = tuple(Node(f"n{place}", f"Name {place}", "Method", group=place // 3) for place in range(6))
    edges = tuple(Edge(f"n{one}", f"n{one + 1}", "together") for one in range(5))
    view = opened(Subgraph("T", "Q?", nodes, edges, 6, groups=("Reds", "Blues")), renderer)
    assert view.texts("#groups .chip span") == ["Reds", "Blues"]
    discs = view.page.evaluate("kgPage.data.drawing.discs")
    assert [disc["words"] for disc in discs] == ["Reds", "Blues"]
    apart = ((discs[0]["x"] - discs[1]["x"]) ** 2 + (discs[0]["y"] - discs[1]["y"]) ** 2) ** 0.5
    assert apart >= discs[0]["r"] + discs[1]["r"]
    view.page.click("#groups .chip[data-key='1']")
    assert view.labels() == ["Name 0", "Name 1", "Name 2"]


@BOTH
def test_a_timeline_goes_by_days(opened: Any, renderer: Renderer) -> None:
    days = ("2024-10-05", "2024-11-20", "2025-02-01")
    nodes = tuple(Node(day, f"Of {day}", "Model", date=day) for day in days)
    edges = (Edge(days[2], days[0], "variantOf"), Edge(days[1], days[0], "buildsOn"))
    view = opened(Subgraph("T", "Q?", nodes, edges, 3, in_time=True), renderer)
    first, second, third = (spot["x"] for spot in view.page.evaluate("kgPage.drawing.spots()"))
    assert (second - first) / (third - first) == pytest.approx(46 / 119, abs=0.01)
    months = [tick["words"] for tick in view.page.evaluate("kgPage.data.drawing.ticks")]
    assert months == ["Oct 2024", "Nov", "Dec", "Jan 2025", "Feb"]


def test_a_node_is_dragged_and_evidence_hovers_in_webgl(opened: Any, ask: Ask) -> None:
    subgraph = entity_map(ask, "LoRA")
    view = opened(subgraph, Renderer.WEBGL)
    place = [node.label for node in subgraph.nodes].index(TREE)
    x, y = spot(view, Renderer.WEBGL, place)
    view.page.mouse.move(x - 2, y)
    view.page.mouse.move(x, y)
    view.until("!document.querySelector('#tip').hidden")
    assert "TreeTune adds LoRA to Llama-3.1-8B." in view.texts("#tip blockquote")[0]
    view.page.mouse.down()
    view.page.mouse.move(x + 30, y + 40, steps=4)
    view.page.mouse.up()
    assert spot(view, Renderer.WEBGL, place) == pytest.approx((x + 30, y + 40), abs=3)
    assert view.texts("#details h2") == ["LoRA"]


def test_without_webgl_the_picture_stands_still_and_search_goes_on(chromium_page: Any, ask: Ask, tmp_path: Any) -> None:
    path = tmp_path / "page.html"
    path.write_text(webgl_page(paper_map(ask, "2410.00001")), encoding="utf-8")
    chromium_page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    chromium_page.goto(path.as_uri())
    chromium_page.wait_for_selector("#canvas > svg text")
    chromium_page.fill("#search", "FullCache")
    assert chromium_page.inner_text("#found").endswith("found")


def test_a_large_picture_is_drawn_by_webgl_and_can_be_searched(opened: Any) -> None:
    view = opened(web(2000))
    assert view.page.evaluate("kgPage.drawing.sigma.getGraph().order") == 2000
    view.page.fill("#search", "number 1999")
    assert view.texts("#list li[role=option] span") == ["Name number 1999"]
    assert view.page.evaluate("document.querySelectorAll('#list li').length") < 600


def test_five_thousand_nodes_are_a_small_file_that_opens_and_drags(opened: Any) -> None:
    subgraph = made_up(5000)
    assert len(subgraph.edges) == 14_000
    view = opened(subgraph)
    assert Path(view.page.url.removeprefix("file://")).stat().st_size < 3_000_000
    assert view.page.evaluate("kgPage.drawing.graph.size") == 14_000
    camera = "kgPage.drawing.sigma.getCamera().getState()"
    before = view.page.evaluate(camera)
    drag(view.page)
    assert view.page.evaluate(camera)["x"] > before["x"] + 0.05
    view.page.fill("#search", "4999")
    (row,) = view.page.query_selector_all("#list [role=option]")
    row.click()
    quote = view.page.evaluate("kgPage.data.sentence(kgPage.data.edges[0].quotes[0])")
    assert quote == subgraph.edges[0].evidence[0].text


def test_twenty_thousand_nodes_open_and_can_be_searched(opened: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their layout takes long and is tested with fewer; here they stand in rows."""
    subgraph = made_up(20_000)
    rows = {node.id: (12 * (place % 140), 12 * (place // 140)) for place, node in enumerate(subgraph.nodes)}
    monkeypatch.setattr(webgl_module, "dots_and_spots", lambda _: (dict.fromkeys(rows, 4), rows))
    view = opened(subgraph)
    assert len(view.labels()) == 20_000
    view.page.fill("#search", "19999")
    assert view.texts("#found") == ["1 found"]
    assert view.texts("#list li[role=option] span")[0].endswith("19999")


LONG = "A name that is far too long for the edge of a picture"
WRITTEN = """() => {
  const own = CanvasRenderingContext2D.prototype.fillText, found = [];
  CanvasRenderingContext2D.prototype.fillText = function (words, x, ...rest) {
    found.push([words, x, x + this.measureText(words).width]);
    return own.call(this, words, x, ...rest);
  };
  return new Promise((done) => {
    kgPage.drawing.sigma.once("afterRender", () => setTimeout(() => done(found)));
    kgPage.drawing.sigma.refresh();
  });
}"""


@pytest.mark.parametrize("count", [9, 400])
def test_names_at_the_edge_are_written_whole(opened: Any, count: int) -> None:
    ring = tuple(
        Node(f"n{place}", f"{place} {LONG[: 40 if count < 300 else 12]}", "Method", weight=99) for place in range(count)
    )
    ties = tuple(Edge("n0", node.id, "uses") for node in ring[1:])
    view = opened(Subgraph("T", "Q?", ring, ties, total=count, focus="n0"), Renderer.WEBGL)
    width = view.page.evaluate("kgPage.drawing.sigma.getDimensions().width")
    written = [name for name in view.page.evaluate(WRITTEN) if name[0] in set(view.labels())]
    assert len({words for words, *_ in written}) >= 5
    assert [name for name in written if name[1] < 0 or name[2] > width] == []
