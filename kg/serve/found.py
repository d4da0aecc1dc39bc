"""The search page, and the suggestions while one types."""

from __future__ import annotations

import json
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import KgError
from kg.graph.iris import resource_iri, resource_parts
from kg.plain import plain
from kg.serve.gate import BusyError
from kg.serve.page import Page
from kg.serve.pages import HTML
from kg.serve.paths import page_of
from kg.serve.render import rendered
from kg.serve.replies import reply
from kg.serve.search import SearchIndex
from kg.serve.versions import Serving
from kg.tex import legible

__all__ = ["search", "suggest"]

_KINDS = ("Method", "Model", "Dataset", "Metric", "Task", "Paper", "Person")
_MOST, _MOST_SUGGESTED = 60, 8


async def _found(request: Request, most: int) -> list[dict[str, Any]]:
    serving: Serving = request.state.serving
    kind = request.query_params.get("kind")
    try:
        index = await serving.index()
    except (BusyError, KgError):
        raise HTTPException(503, "The index of names is not ready; try again in a moment.") from None
    found = await run_in_threadpool(
        index.find, request.query_params.get("q", ""), most=most, kind=kind if kind in _KINDS else None
    )
    return [
        {
            "name": plain(legible(one.main)),
            "by": plain(legible(one.name)) if one.name != one.main else "",
            "kind": one.kind,
            "hint": plain(legible(_hint(index, one.thing, serving.base))),
            "papers": one.weight,
            "path": page_of(one.thing, base=serving.base),
            "iri": one.thing,
            "exact": one.is_exact,
        }
        for one in found
    ]


def _hint(index: SearchIndex, thing: str, base: str) -> str:
    """Return what tells people of one name apart: the paper beside which the one was listed first."""
    kind, *rest = resource_parts(thing, base=base)
    return index.main_of(resource_iri("paper", rest[-1], base=base)) if kind == "person" and len(rest) > 1 else ""


async def suggest(request: Request) -> Response:
    """Answer with the things that fit what has been typed so far, as JSON."""
    body = json.dumps(await _found(request, _MOST_SUGGESTED), ensure_ascii=False).encode("utf-8", "replace")
    return await reply(request, body, "application/json")


async def search(request: Request) -> Response:
    """Answer with the page of what was found; the only exact one is shown at once with `go`."""
    found = await _found(request, _MOST)
    exact = [one for one in found if one["exact"]]
    if "go" in request.query_params and len(exact) == 1 and exact[0]["path"]:
        return RedirectResponse(exact[0]["path"], 303)
    words = request.query_params.get("q", "").strip()[:200]
    kind = request.query_params.get("kind")
    page = Page(
        template="search.html",
        title=f"Search: {words}" if words else "Search",
        description="Papers, people, methods, models, datasets, metrics and tasks by name.",
        path="/search",
        context={"searched": words, "found": found, "kinds": _KINDS, "kind": kind if kind in _KINDS else ""},
    )
    return await reply(request, rendered(page), HTML, headers={})
