"""References as CSL-JSON, which citation programs such as Zotero and pandoc read (CSL 1.0.2, csl-data.json)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kg.graph.references import Author, Reference

__all__ = ["csl_json"]


def csl_json(references: Iterable[Reference]) -> Iterator[str]:
    """Yield the pieces of an array of items, in the order of the references.

    >>> items = json.loads("".join(csl_json([Reference("2410.21465", "ShadowKV", "2024-10-28")])))
    >>> items[0]["DOI"], items[0]["issued"]
    ('10.48550/arXiv.2410.21465', {'date-parts': [[2024, 10, 28]]})
    """
    before = "[\n"
    for reference in references:
        yield before + json.dumps(_item(reference), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def _item(reference: Reference) -> dict[str, Any]:
    item = {
        "id": reference.key,
        "type": "article",
        "genre": "preprint",
        "title": reference.title,
        "author": [_name(author) for author in reference.authors],
        "issued": {"date-parts": [[int(part) for part in reference.date.split("-")]]},
        "publisher": "arXiv",
        "number": f"arXiv:{reference.arxiv_id}",
        "DOI": reference.doi,
        "URL": reference.url,
        "abstract": reference.abstract,
    }
    return {key: value for key, value in item.items() if value}


def _name(author: Author) -> dict[str, str]:
    parts = {"family": author.family, "given": author.given, "suffix": author.suffix}
    return {key: value for key, value in parts.items() if value}
