"""The page for SPARQL, and the catalogue's questions filled in for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.errors import KgError
from kg.query.catalogue import Question, catalogue, find_question
from kg.query.lexer import tokens
from kg.query.misfits import misfits
from kg.serve.asking import Asking
from kg.serve.clients import client_key
from kg.serve.gate import BusyError
from kg.serve.page import Page
from kg.serve.problems import problem_of
from kg.serve.replies import PLAIN, reply
from kg.serve.versions import Serving
from kg.table import Table
from kg.vocab import prefixes

__all__ = ["query_page", "question"]

_SPARQL = "application/sparql-query; charset=utf-8"


def query_page(serving: Serving) -> Page:
    """Return the page with the editor and the questions of the catalogue."""
    return Page(
        template="query.html",
        title="SPARQL",
        description="Ask the graph in SPARQL, beginning from a question that has a name.",
        path="/query",
        context={
            "questions": list(catalogue().values()),
            "timeout": serving.pool.options.timeout,
            "base": serving.base,
            "prefixes": serving.pool.prefixes,
        },
    )


async def question(request: Request) -> Response:
    """Answer with the SPARQL of a question of the catalogue, with the parameters of the address filled in."""
    serving: Serving = request.state.serving
    asking = Asking(serving.pool, client_key(request, serving.pool.options.client_header))
    values = {name: value for name, value in request.query_params.items() if value}
    try:
        found = find_question(request.path_params["name"])
        needed = all(one.default is not None or one.name in values for one in found.parameters)
        query, slips = await run_in_threadpool(_filled, found, values, asking.ask) if needed else (found.query, "")
    except (BusyError, KgError) as error:
        status, words, headers = problem_of(error)
        return await reply(request, f"{words}\n".encode(), PLAIN, status=status, headers=headers)
    body = f"# {found.summary}\n{slips}{_declared(query, serving.base)}{query}"
    return await reply(request, body.encode(), _SPARQL)


def _filled(asked: Question, values: Mapping[str, str], ask: Callable[[str], Table]) -> tuple[str, str]:
    """Return the query, and comments that tell of values of another type than is asked for."""
    found = asked.terms(values, ask)
    slips = (" ".join(slip.split()) for slip in misfits(asked, values, found, ask))
    return asked.with_terms(found), "".join(f"# {slip}\n" for slip in slips)


def _declared(query: str, base: str) -> str:
    """Declare the prefixes that a query uses, so that it can be taken elsewhere."""
    used = {token.text.split(":", 1)[0] for token in tokens(query) if token.kind == "PNAME"}
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in prefixes(base).items() if name in used)
