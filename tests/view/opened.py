"""A page of a view that has been opened in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kg.view.choices import Renderer
from kg.view.render import render
from kg.view.subgraph import Subgraph

__all__ = ["Opened"]


class Opened:
    """A page that has been opened, and what happened in it."""

    def __init__(self, page: Any, path: Path, subgraph: Subgraph, renderer: Renderer | None = None) -> None:
        self.page = page
        self.requests: list[str] = []
        self.trouble: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("dialog", lambda dialog: (self.trouble.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("pageerror", lambda error: self.trouble.append(f"error {error}"))
        page.on("console", lambda message: self._hear(message))
        path.write_text(render(subgraph, renderer), encoding="utf-8")
        page.goto(path.as_uri())
        if subgraph.nodes:
            self.until("performance.getEntriesByName('kg-drawn').length > 0 && window.kgPage !== undefined")

    def _hear(self, message: Any) -> None:
        if "GL Driver Message" not in message.text:  # the browser speaks of its own drawing
            self.trouble.append(f"{message.type} {message.text}")

    def until(self, condition: str) -> None:
        """Wait for a condition; the page's policy forbids what Playwright waits with."""
        for _ in range(1000):
            if self.page.evaluate(condition):
                return
            self.page.wait_for_timeout(20)
        raise AssertionError(f"never came true: {condition}")

    def labels(self) -> list[str]:
        """Return the labels of the nodes that are shown."""
        return list(self.page.evaluate("kgPage.drawing.drawn().map((place) => kgPage.data.nodes[place].label)"))

    def texts(self, selector: str) -> list[str]:
        return [element.inner_text() for element in self.page.query_selector_all(selector)]
