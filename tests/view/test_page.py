"""Pages in a real browser: what is drawn, that nothing is fetched, that no text runs."""

from __future__ import annotations

from typing import Any

import pytest

from kg.view.choices import Renderer
from kg.view.entity import entity_map
from kg.view.overview import overview
from kg.view.paper import paper_map
from kg.view.style import NODE_STYLES
from kg.view.subgraph import Edge, Evidence, Node, Subgraph
from tests.view.conftest import LEAF, OWN_HOSTILE, Ask
from tests.view.opened import Opened
from tests.view.quads import asker, paper_quads

pytest.importorskip("playwright", reason="no playwright; install paper-kg[test]")

_OPACITY = "kgPage.drawing.network.body.data.nodes.get().map((node) => node.opacity)"


def test_the_right_nodes_are_drawn(opened: Any, ask: Ask) -> None:
    subgraph = paper_map(ask, "2410.00001")
    view = opened(subgraph)
    assert sorted(view.labels()) == sorted(node.label for node in subgraph.nodes)
    assert view.page.evaluate("kgPage.drawing.network.body.data.edges.length") == len(subgraph.edges)
    assert view.texts("h1") == [subgraph.question]
    assert view.texts(".subject") == ["LeafKV: A Small Cache for Long Texts"]
    assert view.texts("#count") == ["9 nodes"]
    assert view.page.evaluate("document.querySelector('#canvas canvas').width") > 600


def test_physics_is_off_and_nodes_stand_where_they_were_put(opened: Any, ask: Ask) -> None:
    view = opened(overview(ask))
    before = view.page.evaluate("kgPage.drawing.network.getPositions()")
    view.page.wait_for_timeout(300)
    assert view.page.evaluate("kgPage.drawing.network.getPositions()") == before
    put = {str(n["id"]): (n["x"], n["y"]) for n in view.page.evaluate("kgPage.data.drawing.nodes")}
    assert {key: (spot["x"], spot["y"]) for key, spot in before.items()} == put


def test_the_legend_lists_types_and_roles_and_hides_them(opened: Any, ask: Ask) -> None:
    view = opened(paper_map(ask, "2410.00001"))
    assert view.texts("#types .chip span") == [
        "Paper", "Method", "Model", "Dataset", "Metric", "Task", "Result",
    ]  # fmt: skip
    assert view.texts("#roles .chip span")[:2] == ["proposes", "uses"]
    view.page.click("#types .chip[data-key=Result]")
    assert "62.5 %" not in view.labels()
    assert "62.5 %" not in view.texts("#list li[role=option] span")
    view.page.click("#types .chip[data-key=Result]")
    assert "62.5 %" in view.labels()
    view.page.click("#roles .chip[data-key=uses]")
    hidden = view.page.evaluate("kgPage.drawing.network.body.data.edges.get().filter((e) => e.hidden).length")
    assert hidden == 1


def test_search_filters_the_list_and_dims_the_rest(opened: Any, ask: Ask) -> None:
    view = opened(overview(ask))
    view.page.keyboard.press("/")
    view.page.keyboard.type("LONGbench")
    found = view.texts("#list li[role=option] span")
    assert "LongBench" in found
    assert "TreeTune" not in found
    assert view.texts("#found") == [f"{len(found)} found"]
    assert sorted(set(view.page.evaluate(_OPACITY))) == [0.18, 1]
    view.page.fill("#search", "zzzz")
    assert view.texts("#found") == ["Nothing found"]
    view.page.keyboard.press("Escape")
    assert set(view.page.evaluate(_OPACITY)) == {1}


def test_the_keyboard_walks_through_the_list_and_shows_evidence(opened: Any, ask: Ask) -> None:
    view = opened(paper_map(ask, "2410.00001"))
    view.page.focus("#list")
    view.page.keyboard.press("ArrowDown")
    view.page.keyboard.press("ArrowDown")
    assert view.texts("#details h2") == ["FullCache"]
    assert view.texts("#list [aria-selected=true] span") == ["FullCache"]
    assert "On LongBench its accuracy is 62.5 %, against FullCache." in view.texts("#details blockquote")[0]
    assert view.texts("#details mark")[0] == "FullCache"
    view.page.keyboard.press("ArrowUp")
    link = view.page.query_selector("#details a.open")
    assert link.get_attribute("href") == "https://arxiv.org/abs/2410.00001"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_the_pointer_gets_the_sentence(opened: Any, ask: Ask) -> None:
    subgraph = paper_map(ask, "2410.00001")
    view = opened(subgraph)
    place = [node.label for node in subgraph.nodes].index("LeafKV")
    spot = view.page.evaluate(f"kgPage.drawing.network.canvasToDOM(kgPage.drawing.network.getPosition({place}))")
    box = view.page.query_selector("#canvas").bounding_box()
    view.page.mouse.move(box["x"] + spot["x"] - 3, box["y"] + spot["y"] - 3)
    view.page.mouse.move(box["x"] + spot["x"], box["y"] + spot["y"])
    view.page.wait_for_selector("#tip:not([hidden])")
    assert "LeafKV keeps keys in a compact form, e.g. on Llama-3.1-8B." in view.texts("#tip blockquote")[0]
    view.page.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
    assert view.texts("#details h2") == ["LeafKV"]


def test_the_page_says_how_many_are_left_out(opened: Any, ask: Ask) -> None:
    view = opened(entity_map(ask, "LoRA", most_papers=1, most_related=1))
    assert view.texts("#count")[0].startswith("3 of 12 nodes shown")


@pytest.mark.parametrize("renderer", Renderer)
def test_an_empty_view_has_a_plain_message(opened: Any, nothing: Ask, renderer: Renderer) -> None:
    view = opened(overview(nothing), renderer)
    assert view.texts("#note") == ["The graph holds no papers yet."]
    assert not view.page.is_visible("#canvas")


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_the_page_follows_the_theme_and_can_be_switched(opened: Any, ask: Ask, scheme: Any) -> None:
    other = {"dark": "light", "light": "dark"}[scheme]
    subgraph = overview(ask)
    view = opened(subgraph)
    view.page.emulate_media(color_scheme=scheme)
    view.page.reload()
    look = NODE_STYLES[subgraph.nodes[0].type]
    colour = "kgPage.drawing.network.body.data.nodes.get(0).color.background"
    assert view.page.evaluate("document.documentElement.dataset.theme") == scheme
    assert view.page.evaluate(colour) == getattr(look, scheme)
    view.page.click("#theme")
    assert view.page.evaluate("document.documentElement.dataset.theme") == other
    assert view.page.evaluate(colour) == getattr(look, other)


def test_a_phone_shows_all_without_scrolling_sideways(opened: Any, ask: Ask) -> None:
    view = opened(overview(ask))
    view.page.set_viewport_size({"width": 390, "height": 844})
    view.page.reload()
    assert view.page.evaluate("document.scrollingElement.scrollWidth") <= 390
    assert view.page.query_selector("#canvas").bounding_box()["width"] >= 380


_DRAWN = """(() => {
  const network = kgPage.drawing.network;
  const corner = (x, y) => network.canvasToDOM({ x, y });
  return kgPage.drawing.drawn().map((place) => {
    const box = network.getBoundingBox(place);
    const start = corner(box.left, box.top), end = corner(box.right, box.bottom);
    return [start.x, start.y, end.x, end.y];
  });
})()"""
_ROOM = "[document.getElementById('canvas').clientWidth, document.getElementById('canvas').clientHeight]"


def _family(members: int) -> Subgraph:
    days = [f"2024-{10 + place % 3}-{10 + place % 17}" for place in range(members)]
    nodes = tuple(Node(f"urn:{place}", f"Llama-{place}-Instruct", "Model", date=day) for place, day in enumerate(days))
    edges = tuple(Edge(node.id, nodes[0].id, "variantOf") for node in nodes[1:])
    return Subgraph("T", "Q?", nodes, edges, members, focus=nodes[0].id, in_time=True)


@pytest.mark.parametrize(("width", "height"), [(1280, 800), (1000, 420), (390, 844)])
@pytest.mark.parametrize("kind", ["ring", "timeline"])
def test_all_names_are_in_sight_and_no_button_covers_one(
    opened: Any, ask: Ask, kind: str, width: int, height: int
) -> None:
    view = opened(entity_map(ask, "LoRA") if kind == "ring" else _family(60))
    view.page.set_viewport_size({"width": width, "height": height})
    view.page.wait_for_timeout(200)
    view.page.click("[data-act=fit]")
    view.page.wait_for_timeout(200)
    wide, high = view.page.evaluate(_ROOM)
    for left, top, right, bottom in view.page.evaluate(_DRAWN):
        assert 0 <= left < right <= wide
        assert (24 if kind == "timeline" else 0) <= top < bottom <= high
    canvas = view.page.query_selector("#canvas").bounding_box()
    for button in view.page.query_selector_all(".buttons button"):
        assert button.bounding_box()["y"] >= canvas["y"] + high


def test_a_phone_reads_a_long_timeline_from_its_beginning(opened: Any) -> None:
    view = opened(_family(60))
    view.page.set_viewport_size({"width": 390, "height": 844})
    view.page.reload()
    view.until("performance.getEntriesByName('kg-drawn').length > 0")
    assert view.page.evaluate("kgPage.drawing.network.getScale()") == 0.7
    boxes = view.page.evaluate(_DRAWN)
    assert min(box[0] for box in boxes) == pytest.approx(14, abs=8)
    assert max(box[2] for box in boxes) > 390
    left, top, right, bottom = boxes[0]  # Llama-0, whose family it is
    wide, high = view.page.evaluate(_ROOM)
    assert 0 <= left < right <= wide
    assert 0 <= top < bottom <= high


def _hostile(words: list[str]) -> Subgraph:
    nodes = [
        Node(
            f"urn:{place}", text, list(NODE_STYLES)[place % len(NODE_STYLES)], link=text,
            facts=((text, text),), evidence=(Evidence(text + text, 0, len(text), text, text),), group=place % 2,
        )
        for place, text in enumerate(words)
    ]  # fmt: skip
    edges = [
        Edge(nodes[0].id, node.id, words[place % len(words)], label=words[place], evidence=node.evidence)
        for place, node in enumerate(nodes)
    ]
    title = "".join(words[:12])
    return Subgraph(
        title, title, tuple(nodes), tuple(edges), len(nodes) + 1, title, title, nodes[0].id, (title, words[0])
    )


def _stays_inert(view: Opened) -> None:
    page = view.page
    page.evaluate("[...document.querySelectorAll('#list li[role=option]')].forEach((row, i) => i % 9 || row.click())")
    page.evaluate("[...document.querySelectorAll('#roles .chip')].slice(0, 6).forEach((chip) => chip.click())")
    page.fill("#search", "script")
    for form in ("svg", "png"):
        with page.expect_download() as download:
            page.click(f"[data-act={form}]")
        assert download.value.path().stat().st_size > 2000
    page.evaluate("document.body.append(kgPage.exporting.asSvg())")
    assert page.evaluate("window.hacked") is None
    assert page.evaluate("document.scripts.length") == 4
    assert page.evaluate("document.querySelectorAll('img, iframe, object, embed, form, base, svg a').length") == 0
    addresses = page.evaluate("[...document.links].map((link) => link.protocol)")
    assert set(addresses) <= {"https:", "http:"}


@pytest.mark.parametrize("renderer", Renderer)
def test_hostile_words_are_inert(opened: Any, renderer: Renderer) -> None:
    _stays_inert(opened(_hostile(OWN_HOSTILE), renderer))


@pytest.mark.parametrize(("renderer", "part"), [(Renderer.PYVIS, 0), (Renderer.PYVIS, 1), (Renderer.WEBGL, None)])
def test_naughty_strings_are_inert(opened: Any, blns: list[str], renderer: Renderer, part: int | None) -> None:
    words = [text for text in blns if text][part or 0 :: 1 if part is None else 2]
    view = opened(_hostile(words), renderer)
    assert len(view.labels()) == len(words)
    _stays_inert(view)


def test_a_hostile_paper_is_inert(opened: Any) -> None:
    text = " ".join(OWN_HOSTILE[:8]).replace("\x00", "")
    paper = {
        **LEAF,
        "title": text,
        "summary": f"LeafKV beats {text} on LongBench with 62.5.",
        "names": [text],
        "page": "javascript:window.hacked=6",
    }
    view = opened(paper_map(asker(paper_quads(paper)), LEAF["id"]))
    assert view.page.query_selector("#details a.open") is None
    assert text.split()[0] in view.texts(".subject")[0]
    _stays_inert(view)
