"""A small graph for the views: four papers, one of them listed on two days."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.table import Table
from kg.view.choices import Renderer
from kg.view.subgraph import Subgraph
from tests.view.opened import Opened
from tests.view.quads import asker, paper_quads

Ask = Callable[[str], Table]


def entity(type_: str, role: str | None, *names: str, **more: str) -> dict[str, Any]:
    return {"type": type_, "role": role, "names": list(names), **more}


LEAF = {
    "id": "2410.00001",
    "date": "2024-10-30",
    "title": "LeafKV: A Small Cache for Long Texts",
    "summary": (
        "Long texts need much memory. LeafKV keeps keys in a compact form, e.g. on Llama-3.1-8B. "
        "On LongBench its accuracy is 62.5 %, against FullCache. LoRA is not needed."
    ),
    "names": ["Ada Field", "leafling"],
    "entities": [
        entity("Method", "proposed", "LeafKV"),
        entity("Model", "used", "Llama-3.1-8B", variantOf="Llama-3"),
        entity("Dataset", "evaluated", "LongBench"),
        entity("Method", "compared", "FullCache"),
        entity("Method", "mentioned", "LoRA"),
        entity("Metric", None, "accuracy"),
        entity("Task", None, "long-context inference"),
    ],
    "results": [
        {"subject": "LeafKV", "metric": "accuracy", "value": "62.5", "unit": "%", "kind": "absolute",
         "dataset": "LongBench", "baseline": "FullCache", "model": None},
    ],
}  # fmt: skip
LEAF_AGAIN = {**LEAF, "date": "2024-10-31"}
TREE = {
    "id": "2410.00002",
    "date": "2024-10-31",
    "title": "TreeTune",
    "summary": "TreeTune adds LoRA to Llama-3.1-8B. It is 2x faster than LoRA alone.",
    "names": ["Ada Field"],
    "entities": [
        entity("Method", "proposed", "TreeTune"),
        entity("Method", "used", "LoRA", "Low-Rank Adaptation"),
        entity("Model", "used", "Llama-3.1-8B"),
    ],
    "results": [
        {"subject": "TreeTune", "metric": None, "value": "2", "unit": "x", "kind": "ratio",
         "dataset": None, "baseline": "LoRA", "model": None},
    ],
}  # fmt: skip
ROOTS = {
    "id": "2411.00003",
    "date": "2024-11-01",
    "title": "A Study of Roots",
    "summary": "We test LoRA and Llama-3 on LongBench.",
    "entities": [
        entity("Method", "evaluated", "LoRA"),
        entity("Model", "evaluated", "Llama-3"),
        entity("Dataset", "evaluated", "LongBench"),
    ],
}
BARE = {"id": "2411.00004", "date": "2024-11-01", "title": "Nothing Named", "summary": "We think."}
PAPERS = [LEAF, LEAF_AGAIN, TREE, ROOTS, BARE]

OWN_HOSTILE = [
    "</script><script>window.hacked = 1</script>",
    "<img src=x onerror='window.hacked = 2'>",
    '"><svg onload=window.hacked=3>',
    "<a href='javascript:window.hacked=4'>href</a>",
    "javascript:window.hacked=5",
    "<!--<script>",
    "]]></script>",
    "${hacked} $title $$ {{7*7}} {% raw %}",
    "\u202egnp.exe\u202c \u2067left\u2069 \ufeff",
    "a\x00b\x1b[31mc\x7f",
    "\\u003cscript>\\",
    "'; DROP TABLE papers; --",
    '" } ?s ?p ?o . # ',
    "<b>&amp;&lt;</b> &copy;",
    "日本語 🧪 e\u0301 " + "x" * 400,
    " ",
]


@pytest.fixture(scope="session")
def ask() -> Ask:
    return asker(quad for paper in PAPERS for quad in paper_quads(paper))


@pytest.fixture(scope="session")
def nothing() -> Ask:
    return asker(())


@pytest.fixture
def opened(chromium_page: Any, tmp_path: Path) -> Any:
    """Return a function that opens a subgraph's page; at the end, nothing may have gone wrong in it."""
    pages: list[Opened] = []

    def open_page(subgraph: Subgraph, renderer: Renderer | None = None) -> Opened:
        pages.append(Opened(chromium_page, tmp_path / "page.html", subgraph, renderer))
        return pages[-1]

    yield open_page
    for page in pages:
        assert page.trouble == []
        assert [url for url in page.requests if not url.startswith(("file://", "data:", "blob:null/"))] == []
