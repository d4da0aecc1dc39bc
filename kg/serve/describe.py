"""Answers with what the graph says of itself, and how it is to be had from this server."""

from __future__ import annotations

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from kg.errors import KgError
from kg.graph.iris import dataset_iri
from kg.rdf import XSD, Iri, Literal
from kg.serve.clients import client_key
from kg.serve.data import data_of
from kg.serve.gate import BusyError
from kg.serve.negotiate import GRAPH_TYPES
from kg.serve.pages import error_page
from kg.serve.paths import split_ending
from kg.serve.problems import problem_of
from kg.serve.replies import reply
from kg.serve.rq import filled
from kg.serve.versions import Serving

__all__ = ["about", "graph_data"]

_FORMS = tuple(Iri(f"https://www.iana.org/assignments/media-types/{media_type}") for media_type in GRAPH_TYPES)


async def graph_data(request: Request) -> Response:
    """Answer with what the graph says of itself (VoID, DCAT, PROV-O), with this server's endpoint as its access."""
    serving: Serving = request.state.serving
    _, form = split_ending(request.url.path)
    if form is None:
        raise HTTPException(404)
    try:
        if form == "csv":
            return await data_of(request, serving, "graph", [dataset_iri(base=serving.base)], form, name="graph")
        client = client_key(request, serving.pool.options.client_header)
        query = _described(request, serving)
        answer = await serving.pool.answer(query, client=client, format=form, is_ours=True)
    except (BusyError, KgError) as error:
        status, words, headers = problem_of(error)
        return await error_page(request, status, words, headers)
    except ValueError:
        return await error_page(request, 400, "Expected a host's name in the header Host.")
    # Not weakly the same for all: the addresses in it are those by which the client came.
    return await reply(request, answer.body, answer.media_type)


def _described(request: Request, serving: Serving) -> str:
    home = str(request.base_url)
    return filled(
        "about_graph",
        dataset=dataset_iri(base=serving.base),
        forms=_FORMS,
        endpoint=Iri(f"{home}sparql"),
        service=Iri(f"{home}sparql#service"),
        triples=Literal(str(serving.manifest["counts"]["triples"]), Iri(XSD + "integer")),
        home=Iri(home),
        document=Iri(str(request.url.replace(query="", fragment=""))),
    )


async def about(_: Request) -> Response:
    """Lead from the well-known address to what the graph says of itself (VoID, section 7.2)."""
    return RedirectResponse("/id/dataset", 303)
