"""Pages of days and months: their papers, what is new, what most papers name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from kg.graph.iris import digest_iri
from kg.serve.asking import Asking
from kg.serve.charts import by_month, months_between
from kg.serve.page import Page
from kg.serve.results import Link

__all__ = ["day_page", "days_page", "month_page", "papers_of"]

_MOST_TOP, _MOST_RISING = 12, 12


def papers_of(asking: Asking, days: Sequence[str]) -> list[dict[str, Any]]:
    """Return the papers of some days, the newest first, each with what it proposes and works on."""
    digests = [digest_iri(day, base=asking.base) for day in days]
    papers = {
        row["paper"]: {"title": row["title"], "date": row["date"], "path": asking.page(row["paper"]), "named": []}
        for row in asking.rows("day_papers", digests=digests)
    }
    for row in asking.rows("day_named", digests=digests):
        link = Link(row["name"], asking.page(row["entity"]), row["entity"], row["class"].rsplit("#", 1)[-1])
        if link not in papers[row["paper"]]["named"]:
            papers[row["paper"]]["named"].append(link)
    return list(papers.values())


def _top(asking: Asking, days: Sequence[str]) -> dict[str, list[tuple[Link, int]]]:
    """Return what most papers of some days name, by type."""
    groups: dict[str, list[tuple[Link, int]]] = {"Task": [], "Method": [], "Model": [], "Dataset": []}
    for row in asking.rows("top", digests=[digest_iri(day, base=asking.base) for day in days]):
        kind = row["class"].rsplit("#", 1)[-1]
        if len(groups[kind]) < _MOST_TOP:
            groups[kind].append((Link(row["name"], asking.page(row["entity"]), row["entity"], kind), row["papers"]))
    return {kind: group for kind, group in groups.items() if group}


def _shared(asking: Asking, day: str) -> list[tuple[Link, int]]:
    """Return what more than one paper of a day names, what most name first."""
    rows = [(link, papers) for group in _top(asking, [day]).values() for link, papers in group if papers > 1]
    return sorted(rows, key=lambda row: (-row[1], row[0].name))[:_MOST_TOP]


def _new(asking: Asking, since: str, until: str) -> list[Link]:
    """Return what papers of some days introduce and none before did."""
    rows = asking.question("new", since=since, until=until)
    links = [Link(row["name"], asking.page(row["entity"]), row["entity"], row["type"]) for row in rows]
    return list(dict.fromkeys(links))


def day_page(asking: Asking, day: str, days: Sequence[str]) -> Page | None:
    """Return the page of a day, None when the graph has no digest of it."""
    if day not in days:
        return None
    place = days.index(day)
    papers = papers_of(asking, [day])
    return Page(
        template="day.html",
        title=f"Papers of {day}",
        description=f"{len(papers)} papers that the digest of {day} lists.",
        path=f"/day/{day}",
        iri=digest_iri(day, base=asking.base),
        context={
            "day": day,
            "before": days[place - 1] if place else None,
            "after": days[place + 1] if place + 1 < len(days) else None,
            "papers": papers,
            "new": _new(asking, day, day),
            "shared": _shared(asking, day),
        },
        json_ld={"@type": "ItemList", "name": f"Papers of {day}", "numberOfItems": len(papers)},
    )


def month_page(asking: Asking, month: str, days: Sequence[str]) -> Page | None:
    """Return the page of a month, None when the graph has no digest in it."""
    months = sorted({day[:7] for day in days})
    if month not in months:
        return None
    place = months.index(month)
    inside = [day for day in days if day.startswith(month)]
    counts = {row["date"]: row["papers"] for row in asking.rows("days")}
    before = months[place - 1] if place else None
    return Page(
        template="month.html",
        title=f"Papers of {month}",
        description=f"Days, trends and new names of {month}.",
        path=f"/month/{month}",
        data=f"/month/{month}",
        context={
            "month": month,
            "before": before,
            "after": months[place + 1] if place + 1 < len(months) else None,
            "days": [(day, counts.get(day, 0)) for day in inside],
            "count": sum(counts.get(day, 0) for day in inside),
            "top": _top(asking, inside),
            "rising": _rising(asking, before, inside) if before else [],
        },
    )


def _rising(asking: Asking, before: str, inside: Sequence[str]) -> list[dict[str, Any]]:
    """Return what more papers name than in the month before."""
    rows = asking.question("rising", before=f"{before}-01", since=inside[0], until=inside[-1])
    return [
        {"link": Link(row["name"], asking.page(row["entity"]), row["entity"], row["type"]), **row}
        for row in list(rows)[:_MOST_RISING]
    ]


def days_page(asking: Asking, days: Sequence[str]) -> Page:
    """Return the page of all months and days."""
    counts = Counter({row["date"]: row["papers"] for row in asking.rows("days")})
    months = months_between(days[0], days[-1]) if days else []
    pairs = [(day, "papers") for day, count in counts.items() for _ in range(count)]
    by_months = [(month, [(day, counts[day]) for day in days if day.startswith(month)]) for month in reversed(months)]
    return Page(
        template="days.html",
        title="Days and months",
        description="All days that the graph has papers of.",
        path="/days",
        data="/days",
        context={"months": by_months, "chart": by_month(pairs, months, ["papers"]), "total": sum(counts.values())},
    )
