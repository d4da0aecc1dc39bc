"""Pages as HTML: templates that escape whatever they are given."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from kg.notice import NOTICE
from kg.plain import plain
from kg.serve.page import Page
from kg.tex import legible
from kg.version import VERSION

__all__ = ["STATIC", "rendered", "static_path"]

STATIC = Path(__file__).with_name("static")
"""The folder of what a page loads: styles, scripts, pictures."""


def _clean(value: Any) -> Any:
    """Take marks of direction and controls out of text from outside; what is HTML already stays."""
    return plain(value) if type(value) is str else value


@cache
def static_path(name: str) -> str:
    """Return the path of a file in STATIC; it changes with the file, which may then be kept for ever."""
    return f"/static/{name}?v={hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]}"


def _script_data(value: Any) -> Markup:
    """Write JSON so that it can stand in a script element and holds nothing that HTML would read."""
    text = json.dumps(value, ensure_ascii=True)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704  (nothing is left in it that means anything in HTML)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        finalize=_clean,
        # A name that is misspelt in a template is an error, not a gap on the page.
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(static=static_path, software=VERSION, notice=NOTICE)
    environment.filters.update(legible=legible, script_data=_script_data, segment=lambda text: quote(text, safe=""))
    return environment


def rendered(page: Page) -> bytes:
    """Return the HTML of a page, in UTF-8."""
    described = {"@context": "https://schema.org", "@id": page.iri, **page.json_ld} if page.json_ld else None
    template = _environment().get_template(page.template)
    return template.render(page=page, described=described, **page.context).encode("utf-8", "replace")
