"""The page of a person: what digests list, without any claim about authorship or its order."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.rdf import Iri
from kg.serve.asking import Asking
from kg.serve.page import Page
from kg.serve.results import Link

__all__ = ["person_page"]

_MOST_WITH = 24


def person_page(asking: Asking, person: Iri) -> Page | None:
    """Return the page of a person, None when the graph lists no such person."""
    rows = list(asking.rows("person", person=person))
    if not rows:
        return None
    papers: dict[str, dict[str, Any]] = {}
    beside: Counter[tuple[str, str]] = Counter()
    for row in asking.rows("person_papers", person=person):
        paper = {"title": row["title"], "date": row["date"], "path": asking.page(row["paper"])}
        papers.setdefault(row["paper"], paper)
        if row["other"]:
            beside[row["other"], row["otherName"]] += 1
    ranked = sorted(beside.items(), key=lambda item: (-item[1], item[0][1]))[:_MOST_WITH]
    topics = asking.rows("person_topics", person=person)
    return Page(
        template="person.html",
        title=rows[0]["name"],
        description=f"Papers beside which digests list {rows[0]['name']}.",
        path=asking.page(person) or "/",
        iri=person,
        context={
            "is_handle": rows[0]["isHandle"],
            "same": [Link(row["otherName"], asking.page(row["other"])) for row in rows if row["other"]],
            "papers": list(papers.values()),
            "beside": [(Link(name, asking.page(iri)), count) for (iri, name), count in ranked],
            "topics": [
                (Link(row["name"], asking.page(row["entity"]), kind=row["class"].rsplit("#", 1)[-1]), row["papers"])
                for row in topics
            ],
        },
        json_ld={"@type": "Person", "name": rows[0]["name"]},
    )
