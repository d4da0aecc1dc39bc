"""Layouts, sentences and the text of a page, without a browser."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.plain import plain
from kg.view.boxes import Box
from kg.view.layout import places
from kg.view.page_data import EDGE_COLUMNS, NODE_COLUMNS, page_data
from kg.view.paper import paper_map
from kg.view.pyvis_page import as_network, pyvis_page
from kg.view.sentences import sentence_at
from kg.view.style import NODE_STYLES
from kg.view.subgraph import Edge, Evidence, Node, Subgraph
from kg.view.webgl_page import webgl_page
from tests.conftest import ROOT
from tests.view.conftest import OWN_HOSTILE, Ask


def web(count: int, focus: str | None = None) -> Subgraph:
    nodes = tuple(Node(f"n{i}", f"Name number {i}", "Method") for i in range(count))
    edges = tuple(Edge(f"n{i // 3}", f"n{i}", "uses") for i in range(1, count))
    return Subgraph("T", "Q?", nodes, edges, total=count, focus=focus)


@given(st.text(alphabet="aB. !?eg1\u202e", max_size=80), st.integers(0, 90), st.integers(0, 90))
def test_a_sentence_holds_the_words_asked_for(text: str, start: int, length: int) -> None:
    sentence = sentence_at(text, start, start + length)
    wanted = text[start : start + length]
    assert sentence.text[sentence.start : sentence.end].rstrip() == wanted.rstrip()


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        ("It grew by 3.5 points. So what?", "3.5", "It grew by 3.5 points."),
        ("We, i.e. J. Smith et al. did it. Then more.", "did", "We, i.e. J. Smith et al. did it."),
        ("One. Two! (Three?) Four.", "Four", "Four."),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, place: str, expected: str) -> None:
    start = text.index(place)
    assert sentence_at(text, start, start + len(place)).text == expected


def test_a_long_sentence_is_cut_around_its_place() -> None:
    text = "word " * 200 + "HERE " + "word " * 200
    sentence = sentence_at(text, text.index("HERE"), text.index("HERE") + 4, most=60)
    assert (sentence.text[0], sentence.text[-1], len(sentence.text) <= 62) == ("…", "…", True)
    assert sentence.text[sentence.start : sentence.end] == "HERE"


@pytest.mark.parametrize("focus", [None, "n0"])
def test_boxes_do_not_overlap(focus: str | None) -> None:
    subgraph = web(40, focus)
    boxes = {node.id: Box(120, 40) for node in subgraph.nodes}
    spots = sorted(places(subgraph, boxes).items())
    for place, (_, (x, y)) in enumerate(spots):
        for _, (other_x, other_y) in spots[place + 1 :]:
            assert abs(x - other_x) >= 119 or abs(y - other_y) >= 39


def test_places_do_not_depend_on_order() -> None:
    subgraph = web(30)
    boxes = {node.id: Box(100, 30) for node in subgraph.nodes}
    nodes, edges = list(subgraph.nodes), list(subgraph.edges)
    random.Random(1).shuffle(nodes)
    random.Random(2).shuffle(edges)
    assert places(replace(subgraph, nodes=tuple(nodes), edges=tuple(edges)), boxes) == places(subgraph, boxes)


_MAKE = """
import sys
from tests.view.conftest import PAPERS
from tests.view.quads import asker, paper_quads
from kg.view.overview import overview
from kg.view.pyvis_page import pyvis_page
sys.stdout.buffer.write(pyvis_page(overview(asker(q for p in PAPERS for q in paper_quads(p)))).encode())
"""


def test_the_same_graph_gives_the_same_bytes() -> None:
    digests = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        made = subprocess.run([sys.executable, "-c", _MAKE], env=environment, capture_output=True, check=True)
        digests.add(hashlib.sha256(made.stdout).hexdigest())
    assert len(digests) == 1


def test_no_two_types_share_a_shape() -> None:
    shapes = [style.shape for style in NODE_STYLES.values()]
    assert len(set(shapes)) == len(shapes)


def test_pyvis_holds_all_nodes_and_edges(ask: Ask) -> None:
    subgraph = paper_map(ask, "2410.00001")
    network = as_network(subgraph)
    assert [node["id"] for node in network.nodes] == list(range(subgraph.shown))
    assert [(edge["from"], edge["to"]) for edge in network.edges] == [
        (row[EDGE_COLUMNS.index("from")], row[EDGE_COLUMNS.index("to")]) for row in page_data(subgraph)["edges"]
    ]


def test_a_large_graph_is_cut_and_says_so() -> None:
    page = pyvis_page(web(400), most=50)
    assert "50 of 400 nodes shown: those with the most links, and their neighbours" in page


@pytest.mark.parametrize("make", [pyvis_page, webgl_page])
def test_the_page_names_no_other_host(make: Callable[[Subgraph], str]) -> None:
    page = make(web(3))
    ours = page.replace(re.findall(r"<script>.*?</script>", page, re.DOTALL)[0], "")
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//|@import|url\(|sourceMappingURL""", ours)
    assert "sourceMappingURL" not in page


def test_marks_of_direction_are_left_out() -> None:
    assert plain("a\u202eb\u2066c\u200fd\ufeffe\x00f") == "abcdef"


@pytest.mark.parametrize("make", [pyvis_page, webgl_page])
def test_data_is_written_without_marks_of_html_and_unsafe_links_are_dropped(make: Callable[[Subgraph], str]) -> None:
    nodes = tuple(
        Node(str(place), words, "Task", link=words, evidence=(Evidence(words, link=words),))
        for place, words in enumerate(OWN_HOSTILE)
    )
    subgraph = Subgraph("T", "Q?", nodes, total=len(nodes))
    (block,) = re.findall(r'<script type="application/json" id="graph" data-form="plain">(.*)</script>', make(subgraph))
    assert not set("<>&") & set(block)
    data = json.loads(block)
    assert {row[NODE_COLUMNS.index("link")] for row in data["nodes"]} == {None}
    assert {link for _, link in data["sources"]} == {None}


def test_much_data_is_packed_and_says_the_same() -> None:
    words = "".join(OWN_HOSTILE)
    nodes = tuple(Node(str(n), f"{n} {words}", "Task", evidence=(Evidence(f"{words} {n}", 0, 9),)) for n in range(900))
    page = webgl_page(Subgraph("T", "Q?", nodes, total=900))
    (block,) = re.findall(r'id="graph" data-form="gzip">([A-Za-z0-9+/=]*)</script>', page)
    data = json.loads(gzip.decompress(base64.b64decode(block)))
    assert data["nodes"][899][NODE_COLUMNS.index("label")] == plain(f"899 {words}")
    assert len(page) < 600_000


def test_a_page_by_webgl_carries_the_licences_of_what_it_holds() -> None:
    page = webgl_page(web(2))
    for name in ("sigma 3", "graphology 0", "graphology-layout-forceatlas2", "graphology-utils", "events"):
        assert f"==== {name}" in page
    assert page.count("Permission is hereby granted, free of charge") == 5


def test_evidence_is_kept_once_and_counted_as_javascript_counts() -> None:
    evidence = Evidence("🧪 in a \u202eTUBE of glass", 8, 12, "summary of 1")
    nodes = tuple(Node(name, name, "Task", evidence=(evidence, replace(evidence, start=0, end=1))) for name in "ab")
    data = page_data(Subgraph("T", "Q?", nodes, total=2))
    assert data["sentences"] == ["🧪 in a TUBE of glass"]
    assert data["quotes"] == [(0, 8, 4, 0), (0, 0, 2, 0)]
    assert [row[NODE_COLUMNS.index("quotes")] for row in data["nodes"]] == [[0, 1], [0, 1]]
