"""The data beside a page: all that the graph says of a thing, as RDF, or its table as CSV."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from kg.rdf import Iri
from kg.serve.asking import Asking
from kg.serve.clients import client_key
from kg.serve.csvs import as_csv
from kg.serve.replies import OPEN, reply
from kg.serve.rq import filled
from kg.serve.versions import Serving
from kg.table import Table
from kg.vocab import KG

__all__ = ["data_of"]

_CSV = "text/csv; charset=utf-8"
# The name of a file goes into a header, where quotes and line ends would end it.
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9.-]+")


async def data_of(
    request: Request, serving: Serving, kind: str, iris: Sequence[Iri], form: str, *, name: str = ""
) -> Response:
    """Answer with the data of things that the graph knows, in a form of GRAPH_FORMATS or as "csv".

    `kind` is "entity", "paper", "person", "day" or "graph" (the graph itself); of days there may be several. `name`
    is that of the file; without it that of the thing.
    """
    client = client_key(request, serving.pool.options.client_header)
    etag = f'W/"{serving.tag}"'
    if form != "csv":
        query = filled("about_paper" if kind == "paper" else "about", thing=iris)
        answer = await serving.pool.answer(query, client=client, format=form, is_ours=True)
        return await reply(request, answer.body, answer.media_type, etag=etag)
    table = await run_in_threadpool(_table, Asking(serving.pool, client), kind, iris)
    body = as_csv(table, safe="safe" in request.query_params).encode("utf-8", "replace")
    file = _NOT_PLAIN.sub("-", name or unquote(iris[0].rsplit("/", 1)[-1]))[:80].strip("-.") or kind
    headers = {**OPEN, "Content-Disposition": f'attachment; filename="{file}.csv"'}
    return await reply(request, body, _CSV, etag=etag, headers=headers)


def _table(asking: Asking, kind: str, iris: Sequence[Iri]) -> Table:
    if kind == "day":
        return asking.rows("papers_of_digest", digest=iris)
    iri = iris[0]
    if kind == "graph":
        return asking.rows("graph_facts", thing=iri)
    if kind == "paper":
        return asking.question("paper", paper=iri)
    if kind == "person":
        return asking.question("papers-of-person", person=iri)
    types = {row["value"] for row in asking.rows("entity", entity=iri)}
    if KG.Dataset in types:
        return asking.question("leaderboard", dataset=iri)
    return asking.question("papers-naming", entity=iri)
