"""The SPARQL endpoint (SPARQL 1.1 Protocol, query operation)."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import KgError
from kg.graph.iris import dataset_iri, graph_iri
from kg.query.data_set import DataSet
from kg.rdf import XSD, Iri, Literal
from kg.serve.accept import preferred
from kg.serve.clients import client_key, unless_gone
from kg.serve.gate import BusyError
from kg.serve.judge import Judged
from kg.serve.negotiate import GRAPH_TYPES, negotiated
from kg.serve.problems import problem_of
from kg.serve.protocol import Asked, BadRequestError, read_query
from kg.serve.replies import OPEN, PLAIN, is_known, reply
from kg.serve.rq import filled
from kg.serve.versions import Serving

__all__ = ["METHODS", "endpoint"]

METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
_ALLOWED = {
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
_HTML = "text/html"


async def endpoint(request: Request) -> Response:
    """Answer a query; without one, describe the service, or show the page for queries to a browser."""
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={**OPEN, **_ALLOWED})
    serving: Serving = request.state.serving
    try:
        asked = await read_query(request, limit=serving.pool.options.body)
        if asked is None:
            return await _without_query(request, serving)
        return await _answer(request, serving, asked)
    except (BadRequestError, BusyError, KgError) as error:
        status, words, headers = problem_of(error)
        return await reply(request, f"{words}\n".encode(), PLAIN, status=status, headers={**OPEN, **headers})


async def _answer(request: Request, serving: Serving, asked: Asked) -> Response:
    client = client_key(request, serving.pool.options.client_header)
    judged = serving.bench.at_once(asked.query, serving.base)
    if judged is None:
        judged = await unless_gone(request, serving.bench.in_turn(asked.query, serving.base, client=client))
    data_set = _data_set(asked, judged, serving)
    chosen = negotiated(request.headers.get("accept"), judged.form)
    # A POST is never answered by 304 (RFC 9110, section 13.1.2).
    etag = f'W/"{serving.tag}-{chosen}"' if judged.is_steady and request.method != "POST" else None
    if etag and is_known(request, etag):
        return await reply(request, b"", PLAIN, etag=etag)
    key = (asked.query, chosen, data_set)
    answer = serving.shelf.find(key)
    if answer is None:
        work = serving.pool.answer(asked.query, client=client, format=chosen, data_set=data_set)
        answer = await unless_gone(request, work)
        if judged.is_steady:
            serving.shelf.keep(key, answer, size=len(answer.body) + 4 * len(asked.query))
    return await reply(request, answer.body, answer.media_type, etag=etag)


def _data_set(asked: Asked, judged: Judged, serving: Serving) -> DataSet | None:
    """Return the data set of a query, whose graphs are all in the store."""
    for graph in {graph for data_set in (judged.written, asked.data_set) for part in data_set or () for graph in part}:
        if graph not in serving.graphs:
            some = graph_iri(max(serving.manifest["days"], default="entities"), base=serving.base)
            raise BadRequestError(f"there is no graph <{graph[:200]}> here. One that there is: <{some}>")
    return asked.data_set or judged.written


async def _without_query(request: Request, serving: Serving) -> Response:
    chosen = preferred(request.headers.get("accept"), [*GRAPH_TYPES, _HTML])
    if chosen is None:
        raise BadRequestError(f"none of what you accept can be had; there are: {', '.join(GRAPH_TYPES)}", 406)
    if chosen == _HTML:
        return RedirectResponse("/query", 303, headers={"Vary": "Accept"})
    address = Iri(str(request.url.replace(query="", fragment="")))
    try:
        query = filled(
            "service",
            endpoint=address,
            dataset=dataset_iri(base=serving.base),
            triples=Literal(str(serving.manifest["counts"]["triples"]), Iri(XSD + "integer")),
            graphs=sorted(serving.graphs),
        )
    except ValueError:
        raise BadRequestError("expected a host's name in the header Host") from None
    answer = await serving.pool.answer(
        query, client=client_key(request, serving.pool.options.client_header), format=GRAPH_TYPES[chosen]
    )
    return await reply(request, answer.body, answer.media_type)
