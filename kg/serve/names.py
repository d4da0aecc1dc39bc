"""The index of names of a graph, made from the graph."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool

from kg.query.results import table_from_json
from kg.serve.pool import Pool
from kg.serve.rq import filled
from kg.serve.search import Name, SearchIndex

__all__ = ["make_index"]


async def make_index(pool: Pool) -> SearchIndex:
    """Read all names and how often things are named, and make an index of them."""
    answers = [
        await pool.answer(filled(query), client="the index", format="json", is_ours=True)
        for query in ("index_names", "index_weights")
    ]
    return await run_in_threadpool(_made, *(answer.body for answer in answers))


def _made(names: bytes, weights: bytes) -> SearchIndex:
    papers = {row["thing"]: row["papers"] for row in table_from_json(weights)}
    rows = list(table_from_json(names))
    main = {row["thing"]: row["name"] for row in rows if row["isMain"]}
    return SearchIndex(
        Name(
            thing=row["thing"],
            name=row["name"],
            kind=row["class"].rsplit("#", 1)[-1],
            weight=papers.get(row["thing"], 0),
            main=main.get(row["thing"], row["name"]),
        )
        for row in rows
    )
