"""The explorer's data: what surrounds a thing, or the papers of a month, as nodes and edges."""

from __future__ import annotations

import json
from calendar import monthrange
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError
from kg.plain import plain
from kg.rdf import XSD, Iri, Literal, as_ntriples_term
from kg.serve.asking import Asking
from kg.serve.clients import client_key
from kg.serve.gate import BusyError
from kg.serve.page import Page
from kg.serve.problems import problem_of
from kg.serve.replies import PLAIN, reply
from kg.serve.versions import Serving
from kg.tex import legible

__all__ = ["explore_page", "explored"]

_LONGEST, _MOST_PAPERS = 2000, 80
_MOST_TIES = 2000  # as in explore_around.rq


def explore_page(serving: Serving) -> Page:
    """Return the page of the explorer."""
    months = sorted({day[:7] for day in serving.days}, reverse=True)
    return Page(
        template="explore.html",
        title="Explore",
        description="The graph around anything, drawn, with a list beside it.",
        path="/explore",
        context={"months": months},
    )


async def explored(request: Request) -> Response:
    """Answer with a part of the graph as JSON: around `iri`, or of the papers of `month`."""
    serving: Serving = request.state.serving
    asking = Asking(serving.pool, client_key(request, serving.pool.options.client_header))
    iri, month = (request.query_params.get(name, "")[:_LONGEST] for name in ("iri", "month"))
    if not iri and month not in {day[:7] for day in serving.days}:
        return await reply(request, b"expected an iri, or a month of the graph\n", PLAIN, status=400)
    key = ("explore", iri or month)
    body = serving.shelf.find(key)
    try:
        # For its ValueError alone: an address that is no IRI must not get into a query.
        as_ntriples_term(Iri(iri))
        if body is None:
            body = await run_in_threadpool(_found, asking, iri, month)
    except ValueError:
        return await reply(request, b"that is no IRI\n", PLAIN, status=400)
    except (BusyError, KgError) as error:
        status, words, headers = problem_of(error)
        return await reply(request, f"{words}\n".encode(), PLAIN, status=status, headers=headers)
    if not body:
        return await reply(request, b"the graph has nothing of that IRI\n", PLAIN, status=404)
    # A letter of the key takes up to four bytes.
    serving.shelf.keep(key, body, size=len(body) + 4 * len(iri))
    return await reply(request, body, "application/json", etag=f'W/"{serving.tag}-explore"', headers={})


def _found(asking: Asking, iri: str, month: str) -> bytes:
    """Return what surrounds a thing, or belongs to a month, as JSON; nothing when there is nothing."""
    found = _around(asking, iri) if iri else _within(asking, month)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace") if found["nodes"] else b""


def _around(asking: Asking, iri: str) -> dict[str, Any]:
    """Return what a thing is tied to, and what the newest of its papers have in common or propose."""
    around = rows = list(asking.rows("explore_around", thing=Iri(iri)))
    papers = dict.fromkeys(row["source"] for row in around if row["date"] and row["source"] != iri)
    if papers:
        newest = [Iri(paper) for paper in list(papers)[:_MOST_PAPERS]]
        rows = [*around, *asking.rows("explore_shared", papers=newest, thing=Iri(iri))]
    return _part(asking, rows, {iri}) | {"all": len(around) < _MOST_TIES}


def _within(asking: Asking, month: str) -> dict[str, Any]:
    since, until = (Literal(day, Iri(XSD + "date")) for day in _ends(month))
    return _part(asking, list(asking.rows("explore_days", since=since, until=until)), set())


def _ends(month: str) -> tuple[str, str]:
    """Return the first and the last day of a month.

    >>> _ends("2024-02"), _ends("2025-02")
    (('2024-02-01', '2024-02-29'), ('2025-02-01', '2025-02-28'))
    """
    _, last = monthrange(int(month[:4]), int(month[5:]))
    return f"{month}-01", f"{month}-{last}"


def _part(asking: Asking, rows: list[dict[str, Any]], more: set[str]) -> dict[str, Any]:
    """Name all nodes; edges hold the places of their ends in the list of nodes."""
    things = sorted({row[end] for row in rows for end in ("source", "target")} | more)
    dates = {row["source"]: row["date"] for row in rows if row.get("date")}
    named = {row["thing"]: row for row in asking.rows("explore_names", things=map(Iri, things))}
    known = [thing for thing in things if thing in named]
    places = {thing: place for place, thing in enumerate(known)}
    return {
        "nodes": [
            {
                "id": thing,
                "name": plain(legible(named[thing]["name"])),
                "kind": named[thing]["class"].rsplit("#", 1)[-1],
                "path": asking.page(thing),
                "date": dates.get(thing),
            }
            for thing in known
        ],
        "edges": [
            [places[row["source"]], row["role"].rsplit("#", 1)[-1], places[row["target"]]]
            for row in rows
            if row["source"] in places and row["target"] in places
        ],
    }
