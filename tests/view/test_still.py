"""Still pictures of views: PNG and SVG without a browser, with what the page shows."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.main import app
from kg.errors import UnknownNameError
from kg.notice import NOTICE
from kg.picture import View
from kg.view.family import family_map
from kg.view.overview import overview
from kg.view.paper import paper_map
from kg.view.style import NODE_STYLES
from kg.view.subgraph import Edge, Node, Subgraph
from kg.view.together import together_map
from tests.view.conftest import OWN_HOSTILE, Ask
from tests.view.test_layout import web

SVG = "{http://www.w3.org/2000/svg}"


def words(picture: bytes) -> set[str]:
    return {element.text for element in ET.fromstring(picture).iter(f"{SVG}text") if element.text}


def test_a_svg_holds_every_label_and_what_it_shows(ask: Ask) -> None:
    subgraph = paper_map(ask, "2410.00001")
    found = words(View(subgraph).picture("svg"))
    assert {"LeafKV", "Llama-3.1-8B", "LongBench", "FullCache", "62.5 %", "accuracy", "9 nodes"} <= found
    assert {"Paper", "Method", "Result", NOTICE} <= found
    assert "What does this paper propose, use, measure and compare with?" in found


def test_a_png_is_a_picture_of_some_size(ask: Ask, tmp_path: Path) -> None:
    View(overview(ask)).save(tmp_path / "overview.png")
    data = (tmp_path / "overview.png").read_bytes()
    assert data.startswith(b"\x89PNG")
    width, height = (int.from_bytes(data[place : place + 4], "big") for place in (16, 20))
    assert width > 800
    assert height > 500


def test_groups_and_days_are_drawn(ask: Ask) -> None:
    groups = together_map(ask, "Method")
    assert set(" ".join(groups.groups).replace(",", "").split()) <= words(View(groups).picture("svg"))
    assert {"30 Oct 2024", "1 Nov"} <= words(View(family_map(ask, "Llama-3")).picture("svg"))


def test_the_same_view_gives_the_same_bytes(ask: Ask) -> None:
    for form in ("png", "svg"):
        assert View(overview(ask)).picture(form) == View(overview(ask)).picture(form)


def test_a_large_view_becomes_dots_with_the_heaviest_named() -> None:
    found = words(View(web(900)).picture("svg"))
    assert sum(name.startswith("Name number") for name in found) == 40


def test_an_empty_view_says_so() -> None:
    found = words(View(Subgraph("T", "Q?", note="There is nothing yet.")).picture("svg"))
    assert "There is nothing yet." in found


def test_hostile_names_are_words_of_valid_svg(blns: list[str]) -> None:
    names = [*OWN_HOSTILE, *(text for text in blns[::9] if text.strip())]
    nodes = tuple(
        Node(str(place), name, list(NODE_STYLES)[place % 9], group=place % 2) for place, name in enumerate(names)
    )
    edges = tuple(Edge("0", node.id, names[1]) for node in nodes)
    picture = View(Subgraph(names[0], names[3], nodes, edges, len(nodes), groups=(names[2], names[7]))).picture("svg")
    root = ET.fromstring(picture)
    assert {element.tag.removeprefix(SVG) for element in root.iter()}.isdisjoint(
        {"script", "image", "a", "foreignObject"}
    )
    attributes = [(name, value) for element in root.iter() for name, value in element.attrib.items()]
    assert not [name for name, _ in attributes if name.startswith("on")]
    assert all(value.startswith("#") for name, value in attributes if name.endswith("href"))


def test_the_ending_or_the_format_chooses(ask: Ask, sample_graph: Path, tmp_path: Path) -> None:
    def run(*arguments: object) -> str:
        done = CliRunner().invoke(app, ["view", "--graph", str(sample_graph), *map(str, arguments)])
        return f"{done.exit_code} {' '.join(done.output.split())}"

    assert run("--entity", "GSM8K", "-o", tmp_path / "gsm8k.svg").startswith("0 ")
    assert "GSM8K" in words((tmp_path / "gsm8k.svg").read_bytes())
    assert run("--entity", "GSM8K", "--format", "png", "-o", tmp_path / "picture").startswith("0 ")
    assert (tmp_path / "picture").read_bytes().startswith(b"\x89PNG")
    assert "say --format" in run("-o", tmp_path / "picture.gif")
    with pytest.raises(UnknownNameError, match="svg"):
        View(overview(ask)).picture("gif")


def test_tex_in_names_is_written_as_text() -> None:
    nodes = (Node("a", r"S$^2$R with $\tau$-bench", "Method"), Node("b", "D^2iT", "Model"))
    assert {"S²R with τ-bench", "D²iT", "About R²"} <= words(View(Subgraph("About R^2", "Q?", nodes)).picture("svg"))
