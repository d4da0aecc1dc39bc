"""The page of a paper: its words with what was found in them, what it does with what, and its results."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.rdf import Iri
from kg.serve.asking import Asking
from kg.serve.page import Page
from kg.serve.results import Link, Shown, results_of
from kg.serve.texts import Mark, Piece, pieces, quote
from kg.view.evidence import link_or_none
from kg.vocab import KG

__all__ = ["paper_page"]

_ROLES = {
    "proposes": "Proposes",
    "uses": "Uses",
    "evaluates": "Puts to the test",
    "evaluatesOn": "Tests on",
    "comparesWith": "Compares with",
    "addresses": "Works on",
    "reportsMetric": "Reports",
    "mentionsInPassing": "Mentions in passing",
}
_MOST_QUOTES = 3
Row = dict[str, Any]


def paper_page(asking: Asking, paper: Iri) -> Page | None:
    """Return the page of a paper, None when the graph has no such paper."""
    rows = list(asking.rows("paper", paper=paper))
    if not rows:
        return None
    first = rows[0]
    texts = list(asking.rows("paper_texts", paper=paper))
    mentions = list(asking.rows("paper_mentions", paper=paper))
    results = results_of(asking, paper, as_=[KG.reportsResult])
    people = [Link(row["name"], asking.page(row["person"])) for row in asking.rows("paper_listings", paper=paper)]
    roles = _roles(asking, paper, {text["text"]: text["content"] for text in texts}, mentions)
    return Page(
        template="paper.html",
        title=first["title"],
        description=f"What a summary of arXiv {first['id']} says: what it proposes, uses, tests on and reports.",
        path=asking.page(paper) or "/",
        iri=paper,
        context={
            "id": first["id"],
            "link": link_or_none(first["page"]),
            "doi": link_or_none(first["doi"]),
            "days": sorted({row["date"] for row in rows}),
            "people": people,
            "texts": _texts(asking, texts, mentions, results),
            "roles": roles,
            "results": results,
        },
        json_ld={
            "@type": "ScholarlyArticle",
            "name": first["title"],
            "identifier": f"arXiv:{first['id']}",
            "url": first["page"],
            "sameAs": first["doi"],
            "about": [{"@type": "Thing", "name": row["link"].name} for rows in roles.values() for row in rows],
        },
    )


def _kind(iri: str) -> str:
    return iri.rsplit("#", 1)[-1]


def _roles(asking: Asking, paper: Iri, words: dict[str, str], mentions: list[Row]) -> dict[str, list[Row]]:
    """Return what the paper has to do with what, by role, each with the sentences that say so."""
    groups: dict[str, list[Row]] = {role: [] for role in _ROLES.values()}
    for row in asking.rows("paper_roles", paper=paper):
        link = Link(row["name"], asking.page(row["entity"]), row["entity"], _kind(row["class"]))
        places = [mention for mention in mentions if mention["entity"] == row["entity"]]
        groups[_ROLES[_kind(row["role"])]].append({"link": link, "quotes": _quotes(places, words)})
    return {role: group for role, group in groups.items() if group}


def _quotes(places: list[Row], words: dict[str, str]) -> list[list[Piece]]:
    """Return the sentences around some places, each sentence once."""
    quotes: dict[str, list[Piece]] = {}
    # False comes before True: what the summary says before the title.
    for place in sorted(places, key=lambda place: (place["text"].endswith("/title"), place["start"])):
        cut = quote(words[place["text"]], place["start"], place["end"])
        quotes.setdefault("".join(piece.text for piece in cut), cut)
    return list(quotes.values())[:_MOST_QUOTES]


def _texts(asking: Asking, texts: Iterable[Row], mentions: list[Row], results: list[Shown]) -> list[Row]:
    """Return the summaries and abstracts with all marks; one that says the same as another is left out."""
    shown: dict[str, Row] = {}
    for text in texts:
        if text["field"] == "title":
            continue
        marks = [_mention_mark(asking, row) for row in mentions if row["text"] == text["text"]]
        marks += _result_marks(text["text"], results)
        cut = pieces(text["content"], marks)
        shown.setdefault(text["content"], {"date": text["date"], "field": text["field"], "pieces": cut})
    return list(shown.values())


def _mention_mark(asking: Asking, row: Row) -> Mark:
    kind = _kind(row["class"])
    role = f", {str(row['role']).rsplit('/', 1)[-1]}" if row["role"] else ""
    hint = f"{row['name']} ({kind.lower()}{role}), confidence {row['confidence']:.2f}"
    return Mark(row["start"], row["end"], kind, _anchor(row["mention"]), asking.page(row["entity"]), hint)


def _result_marks(text: str, results: list[Shown]) -> list[Mark]:
    """Mark the numbers of a text; where a result stands is the end of its IRI."""
    place = text.split("/text/", 1)[-1]
    marks = []
    for result in results:
        _, _, rest = result.iri.partition("/result/")
        where, _, offsets = rest.rpartition("/")
        if where == place:
            start, _, end = offsets.partition("-")
            hint = f"{result.text} ({result.kind}), confidence {result.confidence:.2f}"
            marks.append(Mark(int(start), int(end), "Result", _anchor(result.iri), None, hint))
    return marks


def _anchor(iri: str) -> str:
    """Return the name of the place on the page where a mention or a result stands."""
    kind = "result" if "/result/" in iri else "mention"
    return f"{kind}-" + iri.partition(f"/{kind}/")[2].replace("/", "-")
