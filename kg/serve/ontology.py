"""The ontology, its concepts, alignments and shapes, at the paths of their IRIs: a page for people, data for programs.

`https://w3id.org/paper-kg/ontology#Paper` is to be read at `/ontology#Paper`, `.../concept/ratio` at `/concept/ratio`,
a version such as `.../ontology/0.3.0` at `/ontology/0.3.0`.
"""

from __future__ import annotations

from functools import cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from kg.graph.vocabulary_files import VOCABULARIES, concepts, ontology_terms, version_of, vocabulary_file
from kg.query.run import GRAPH_FORMATS
from kg.serve.accept import preferred
from kg.serve.negotiate import GRAPH_TYPES
from kg.serve.page import Page
from kg.serve.paths import split_ending
from kg.serve.render import rendered
from kg.serve.replies import reply
from kg.serve.versions import Serving
from kg.vocab import KGC

__all__ = ["ROUTES"]

_HTML = "text/html"
_KINDS = {
    "Class": "Classes",
    "ObjectProperty": "Properties that lead to things",
    "DatatypeProperty": "Properties with values",
}


async def _vocabulary(request: Request) -> Response:
    """Answer with a vocabulary: by the ending of the path, else as Accept asks (RFC 9110, section 12.5.1)."""
    rest, form = split_ending(request.url.path.strip("/"))
    name, _, version = rest.partition("/")
    if name not in VOCABULARIES or form == "csv" or (version and version != version_of(name)):
        raise HTTPException(404)
    if form is None:
        chosen = preferred(request.headers.get("accept"), [_HTML, *GRAPH_TYPES]) or _HTML
        form = GRAPH_TYPES.get(chosen, "")
    if form:
        return await _reply(request, vocabulary_file(name, form), GRAPH_FORMATS[form], form)
    if name in ("ontology", "concepts"):
        return await _reply(request, _page(), f"{_HTML}; charset=utf-8", "html")
    # Of the others there is no page: their Turtle can be read.
    return await _reply(request, vocabulary_file(name, "turtle"), "text/plain; charset=utf-8", "turtle")


async def _concept(request: Request) -> Response:
    """Lead from a concept to its place on the page, or to the data of all concepts (303, Cool URIs, section 4.3)."""
    name = request.path_params["name"]
    if KGC.base + name not in KGC:
        raise HTTPException(404)
    chosen = preferred(request.headers.get("accept"), [_HTML, *GRAPH_TYPES]) or _HTML
    place = f"/ontology#concept-{name}" if chosen == _HTML else "/concepts"
    return RedirectResponse(place, 303, headers={"Vary": "Accept"})


async def _reply(request: Request, body: bytes, media_type: str, form: str) -> Response:
    serving: Serving = request.state.serving
    return await reply(request, body, media_type, etag=f'W/"{serving.tag}-{form}"')


@cache
def _page() -> bytes:
    terms = {title: [term for term in ontology_terms() if term.kind == kind] for kind, title in _KINDS.items()}
    return rendered(
        Page(
            template="ontology.html",
            title="The ontology",
            description="The classes, properties and concepts that the graph is written in.",
            path="/ontology",
            context={
                "kinds": terms,
                "schemes": concepts(),
                "version": version_of("ontology"),
                "files": list(VOCABULARIES),
            },
        )
    )


ROUTES = [
    *(Route(f"/{name}{rest}", _vocabulary) for name in VOCABULARIES for rest in ("", "{ending}", "/{version}")),
    Route("/concept/{name}", _concept),
]
"""What is answered here, for the application."""
