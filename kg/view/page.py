"""The page around a picture: one file with its own styles and scripts, whatever draws the picture.

A renderer hands over the scripts that draw and the data that they need; `kg.view.pyvis_page` shows the form.
Only the title, the question, the count and the note are written as HTML, escaped; all else travels as JSON in
a block that no browser runs (`kg.view.page_data`), and the scripts put it on the page as text.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from typing import Any

from kg.notice import NOTICE
from kg.plain import plain
from kg.tex import legible
from kg.view.page_data import page_data
from kg.view.subgraph import Subgraph

__all__ = ["page", "resource"]

_SCRIPTS = ("data.js", "parts.js", "scenery.js", "export.js", "still.js", "page.js")
_MUCH = 1_000_000
_EMPTY = "There is nothing to draw."


@cache
def resource(name: str) -> str:
    """Return a file of the folder templates."""
    return (files("kg.view") / "templates" / name).read_text(encoding="utf-8")


def page(subgraph: Subgraph, *, scripts: Sequence[str], drawing: Mapping[str, Any]) -> str:
    """Return the page of a subgraph as HTML.

    `drawing` is what the scripts need to draw, in JSON's types; `scripts` run in their order, before the
    page's own, and define `window.kgDraw` (see templates/vis.js for what it has to do).
    """
    style = resource("page.css")
    own = "\n".join(map(resource, _SCRIPTS))
    # HTML ends a script at these letters, wherever they stand in it.
    code = [script.replace("</script", "<\\/script") for script in (*scripts, own)]
    note = subgraph.note if subgraph.nodes else subgraph.note or _EMPTY
    return Template(resource("page.html")).substitute(
        policy=_policy(style, code),
        title=escape(plain(legible(subgraph.title))),
        question=escape(plain(legible(subgraph.question or subgraph.title))),
        count=escape(plain(subgraph.count)),
        note=escape(plain(note)),
        state="full" if subgraph.nodes else "empty",
        source=escape(NOTICE),
        style=style,
        **_block({**page_data(subgraph), "drawing": drawing}),
        scripts="\n".join(f"<script>{script}</script>" for script in code),
    )


def _policy(style: str, scripts: Sequence[str]) -> str:
    """Return a Content Security Policy that lets in nothing but what stands in the page (CSP level 3)."""
    allowed = " ".join(map(_hash, scripts))
    return (
        f"default-src 'none'; script-src {allowed}; style-src {_hash(style)}; img-src data: blob:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _block(value: object) -> dict[str, str]:
    """Return JSON, in ASCII, that can't end the block it stands in, and its form: much of it is packed."""
    text = json.dumps(value, separators=(",", ":"))
    if len(text) > _MUCH:
        return {"form": "gzip", "data": base64.b64encode(gzip.compress(text.encode(), mtime=0)).decode()}
    return {"form": "plain", "data": text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")}
