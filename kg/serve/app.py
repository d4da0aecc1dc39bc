"""The application: which path is answered by what."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from kg.serve.days import days_page, month_page
from kg.serve.describe import about, graph_data
from kg.serve.explore import explore_page, explored
from kg.serve.found import search, suggest
from kg.serve.headers import EDITOR, SafeHeaders
from kg.serve.home import home_page
from kg.serve.ontology import ROUTES as ONTOLOGY
from kg.serve.options import ServeOptions
from kg.serve.pages import data_beside, error_page, identify, page, thing
from kg.serve.questions import query_page, question
from kg.serve.sparql import METHODS, endpoint
from kg.serve.statics import icon, static
from kg.serve.versions import Versions

__all__ = ["create_app"]

_DAYS = data_beside(
    page(lambda asking, serving, _: days_page(asking, serving.days)),
    days=lambda serving, name: serving.days if name == "days" else [],
)
_MONTH = data_beside(
    page(lambda asking, serving, request: month_page(asking, request.path_params["month"], serving.days)),
    days=lambda serving, month: [day for day in serving.days if day[:7] == month],
)
_ROUTES = [
    Route("/", page(lambda asking, serving, _: home_page(asking, serving.days, serving.manifest["counts"]))),
    Route("/sparql", endpoint, methods=METHODS),
    Route("/id/{rest:path}", identify),
    *(Route(f"/{kind}/{{rest:path}}", thing(kind)) for kind in ("entity", "paper", "person", "day")),
    *(Route(f"/days{ending}", _DAYS) for ending in ("", "{ending}")),
    Route("/month/{month}", _MONTH),
    Route("/graph{ending}", graph_data),
    *ONTOLOGY,
    Route("/.well-known/void", about),
    Route("/search", search),
    Route("/search.json", suggest),
    Route("/explore", page(lambda _, serving, __: explore_page(serving))),
    Route("/explore.json", explored),
    Route("/query", page(lambda _, serving, __: query_page(serving), headers=EDITOR)),
    Route("/questions/{name}.rq", question),
    Route("/static/{name:path}", static),
    Route("/favicon.ico", icon),
]
_WORDS = {
    404: "The graph has nothing of that name. Try the search.",
    405: "This address takes no such request.",
}


def create_app(graph: str | Path = "graph", *, options: ServeOptions | None = None) -> Starlette:
    """Return an ASGI application that serves the graph in a folder; raises NoGraphError when there is none.

    uvicorn.run(create_app("graph"))
    """
    versions = Versions(graph, options or ServeOptions())

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        await versions.start()
        watching = asyncio.create_task(versions.watch())
        try:
            yield
        finally:
            # First, since it could put another version into service.
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            versions.close()
            await versions.ended()

    return Starlette(
        routes=_ROUTES,
        # The headers outermost: refusals by what lies further in have them, too.
        middleware=[Middleware(SafeHeaders), Middleware(_OneVersion, versions=versions)],
        exception_handlers={HTTPException: _refuse},
        lifespan=lifespan,
    )


async def _refuse(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    words = _WORDS.get(error.status_code, error.detail)
    return await error_page(request, error.status_code, words, dict(error.headers or {}))


class _OneVersion:
    """Gives each request the version that is in service when it comes, until it is done."""

    def __init__(self, app: ASGIApp, versions: Versions) -> None:
        self._app, self._versions = app, versions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._versions.current.used() as serving:
            scope.setdefault("state", {})["serving"] = serving
            await self._app(scope, receive, send)
