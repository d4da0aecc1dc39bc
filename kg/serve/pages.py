"""Answers with pages, and with the data beside them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from types import MappingProxyType

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import KgError, UnknownNameError
from kg.graph.iris import digest_iri
from kg.rdf import Iri
from kg.serve.accept import preferred
from kg.serve.asking import Asking
from kg.serve.clients import client_key
from kg.serve.data import data_of
from kg.serve.days import day_page
from kg.serve.entity import entity_page
from kg.serve.gate import BusyError
from kg.serve.negotiate import GRAPH_TYPES
from kg.serve.page import Page
from kg.serve.paper import paper_page
from kg.serve.paths import iri_at, page_of, split_ending
from kg.serve.person import person_page
from kg.serve.problems import problem_of
from kg.serve.render import rendered
from kg.serve.replies import is_known, reply
from kg.serve.versions import Serving

__all__ = ["HTML", "Make", "data_beside", "error_page", "identify", "page", "thing"]

HTML = "text/html; charset=utf-8"
Make = Callable[[Asking, Serving, Request], Page | None]
Endpoint = Callable[[Request], Awaitable[Response]]
_ENDINGS = {"turtle": ".ttl", "jsonld": ".json", "ntriples": ".nt", "rdfxml": ".rdf"}
_TITLES = {
    400: "This can't be answered",
    404: "There is no such page",
    405: "That is not possible here",
    429: "One moment, please",
    503: "That took too much",
}


def page(make: Make, *, headers: Mapping[str, str] = MappingProxyType({})) -> Endpoint:
    """Return an endpoint that answers with a page."""

    async def endpoint(request: Request) -> Response:
        return await _page(request, make, headers)

    return endpoint


async def _page(request: Request, make: Make, headers: Mapping[str, str] = MappingProxyType({})) -> Response:
    serving: Serving = request.state.serving
    etag = f'W/"{serving.tag}-html"'
    if is_known(request, etag):
        return await reply(request, b"", HTML, etag=etag, headers=headers)
    key = ("page", request.scope["raw_path"])  # nothing else of a request changes a page
    body = serving.shelf.find(key)
    if body is not None:
        return await reply(request, body, HTML, etag=etag, headers=headers)
    asking = Asking(serving.pool, client_key(request, serving.pool.options.client_header))

    def work() -> bytes | None:
        made = make(asking, serving, request)
        return rendered(made) if made is not None else None

    try:
        body = await run_in_threadpool(work)
    except UnknownNameError:
        body = None
    except (BusyError, KgError) as error:
        status, words, more = problem_of(error)
        return await error_page(request, status, words, more)
    if body is None:
        raise HTTPException(404)
    serving.shelf.keep(key, body, size=len(body))
    return await reply(request, body, HTML, etag=etag, headers=headers)


def thing(kind: str) -> Endpoint:
    """Return the endpoint of things of a kind: their pages, and below the same path with an ending their data."""

    async def endpoint(request: Request) -> Response:
        serving: Serving = request.state.serving
        # Raw, since a decoded %2F would look like a slash between two parts of a name.
        raw = request.scope["raw_path"].decode("latin-1").removeprefix(f"/{kind}/")
        rest, form = split_ending(raw)
        try:
            whole, iri = (_iri(kind, part, serving.base) for part in (raw, rest))
            # A name may itself end in .ttl: that of the whole path comes first.
            if form is not None and not await _is_known(request, serving, whole):
                if not await _is_known(request, serving, iri):
                    raise HTTPException(404)
                return await data_of(request, serving, kind, [iri], form)
        except ValueError:
            raise HTTPException(404) from None
        except (BusyError, KgError) as error:
            status, words, headers = problem_of(error)
            return await error_page(request, status, words, headers)
        return await _page(request, lambda asking, serving, _: _made(kind, asking, serving, whole))

    return endpoint


def data_beside(page: Endpoint, *, days: Callable[[Serving, str], Sequence[str]]) -> Endpoint:
    """Return the endpoint of a page that shows several days, and of the data of these days below its path.

    `days` finds them by the last part of the path, without its ending.
    """

    async def endpoint(request: Request) -> Response:
        serving: Serving = request.state.serving
        rest, form = split_ending(request.url.path.rsplit("/", 1)[-1])
        if form is None and not request.path_params.get("ending"):
            return await page(request)
        found = [digest_iri(day, base=serving.base) for day in days(serving, rest)]
        if not found or form is None:
            raise HTTPException(404)
        try:
            return await data_of(request, serving, "day", found, form, name=rest)
        except (BusyError, KgError) as error:
            status, words, headers = problem_of(error)
            return await error_page(request, status, words, headers)

    return endpoint


def _iri(kind: str, rest: str, base: str) -> Iri:
    return iri_at("digest" if kind == "day" else kind, rest, base=base)


def _made(kind: str, asking: Asking, serving: Serving, iri: Iri) -> Page | None:
    if kind == "entity":
        return entity_page(asking, iri, serving.days)
    if kind == "paper":
        return paper_page(asking, iri)
    if kind == "person":
        return person_page(asking, iri)
    return day_page(asking, iri.removeprefix(digest_iri("x", base=serving.base)[:-1]), serving.days)


async def _is_known(request: Request, serving: Serving, iri: Iri) -> bool:
    asking = Asking(serving.pool, client_key(request, serving.pool.options.client_header))
    return await run_in_threadpool(asking.__contains__, iri)


async def identify(request: Request) -> Response:
    """Send whoever asks for a resource of the graph to its page or its data (303, Cool URIs, section 4.3)."""
    serving: Serving = request.state.serving
    raw = request.scope["raw_path"].decode("latin-1").removeprefix("/id/")
    kind, _, rest = raw.partition("/")
    try:
        iri = iri_at(kind, rest, base=serving.base) if rest else Iri(serving.base + kind)
        if kind == "alias":
            asking = Asking(serving.pool, client_key(request, serving.pool.options.client_header))
            found = await run_in_threadpool(asking.rows, "alias", alias=iri)
            iri = Iri(next(iter(found.column("entity")), iri))
    except ValueError:
        raise HTTPException(404) from None
    path = page_of(iri, base=serving.base)
    if path is None:
        raise HTTPException(404)
    chosen = preferred(request.headers.get("accept"), ["text/html", *GRAPH_TYPES, "text/csv"]) or "text/html"
    ending = ".csv" if chosen == "text/csv" else _ENDINGS.get(GRAPH_TYPES.get(chosen, ""), "")
    place, mark, fragment = path.partition("#")
    if ending and place == "/":
        return RedirectResponse(f"/graph{ending}", 303, headers={"Vary": "Accept"})
    return RedirectResponse(place + ending + ("" if ending else mark + fragment), 303, headers={"Vary": "Accept"})


async def error_page(request: Request, status: int, words: str, headers: dict[str, str] | None = None) -> Response:
    """Answer with an error: as a page for a browser, else as plain words."""
    title = _TITLES.get(status, "Something is not right")
    # Plain words first: curl takes anything.
    if preferred(request.headers.get("accept"), ["text/plain", "text/html"]) != "text/html":
        return await reply(
            request, f"{title}. {words}\n".encode(), "text/plain; charset=utf-8", status=status, headers=headers or {}
        )
    body = rendered(Page("error.html", title, title, request.url.path, context={"words": words, "status": status}))
    return await reply(request, body, HTML, status=status, headers=headers or {})
