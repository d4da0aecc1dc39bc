"""Records of as many papers as are wanted, made from those of a real graph, so that no text need be extracted.

Papers of the graph come again and again, each time with another arXiv id and day. What keeps the corpus's statistics
is which names are new: those that one paper alone uses, of things and of people, are written with other letters as
often as Heaps' law says, whose exponent is measured on the graph; all others stay, and so grow more frequent. A new
name has the length and the form of the old one, so that offsets, words and signs are as in the original.
"""

from __future__ import annotations

import json
import random
import string
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count, islice
from math import log
from pathlib import Path

from kg.day_work import day_content, day_records
from kg.graph.folder import Version
from kg.model import Extraction, Field, PaperEntity
from kg.rows import Row, read_rows, row_key

PAPERS_A_DAY = 200
_LINKS = ("subject", "metric", "dataset", "baseline", "model")
_LETTERS = {letter: kind for kind in (string.ascii_lowercase, string.ascii_uppercase) for letter in kind}


@dataclass(frozen=True)
class Growth:
    """How the names of a corpus grow: how many there are, which one paper alone uses, the exponent of Heaps' law."""

    distinct: int
    alone: frozenset[str]
    exponent: float

    @classmethod
    def of(cls, names: Iterable[Iterable[str]]) -> Growth:
        """Measure it on the names of papers."""
        papers = [set(of_paper) for of_paper in names]
        random.Random(1).shuffle(papers)
        half = len(set().union(*papers[: len(papers) // 2]))
        counts = Counter(name for of_paper in papers for name in of_paper)
        exponent = log(len(counts) / half) / log(len(papers) / (len(papers) // 2))
        return cls(len(counts), frozenset(name for name, papers in counts.items() if papers == 1), exponent)

    def renamed(self, names: Iterable[str], number: int, chance: random.Random) -> dict[str, str]:
        """Choose the names of a paper that are new in a copy of the corpus (1 is the first), and return them."""
        more = self.distinct * ((number + 1) ** self.exponent - number**self.exponent)
        share = more / max(1, len(self.alone))
        wanted = [name for name in dict.fromkeys(names) if name in self.alone and chance.random() < share]
        return {name: _other(name, chance) for name in wanted}


def generated(rows: list[Row], papers: int) -> Iterator[Row]:
    """Yield so many rows: those given, then copies of them."""
    things = Growth.of(map(_things, rows))
    people = Growth.of(row.paper.names for row in rows)
    made = (_copy(row, number, place, things, people) for number in count() for place, row in enumerate(rows))
    yield from islice(made, papers)


def _things(row: Row) -> list[str]:
    assert row.extraction is not None
    return [name for entity in row.extraction.entities for name in entity.names]


def _copy(row: Row, number: int, place: int, things: Growth, people: Growth) -> Row:
    if not number:
        return row
    assert row.extraction is not None
    chance = random.Random(f"{number} {place}")
    arxiv_id = f"{row.paper.arxiv_id[:5]}{10_000 * number + place:07}"
    new = things.renamed(_things(row), number, chance)
    listed = people.renamed(row.paper.names, number, chance)
    paper = replace(
        row.paper,
        arxiv_id=arxiv_id,
        title=_rewritten(row, Field.TITLE, new),
        summary=_rewritten(row, Field.SUMMARY, new),
        names=tuple(listed.get(name, name) for name in row.paper.names),
    )
    results = tuple(
        replace(result, **{link: new.get(getattr(result, link), getattr(result, link)) for link in _LINKS})
        for result in row.extraction.results
    )
    entities = tuple(_renamed(entity, new) for entity in row.extraction.entities)
    return Row("", paper, Extraction(arxiv_id, entities, results))


def _renamed(entity: PaperEntity, new: dict[str, str]) -> PaperEntity:
    mentions = tuple(replace(mention, text=new.get(mention.text, mention.text)) for mention in entity.mentions)
    return replace(entity, names=tuple(new.get(name, name) for name in entity.names), mentions=mentions)


def _rewritten(row: Row, field: Field, new: dict[str, str]) -> str:
    text = row.paper.text(field)
    assert row.extraction is not None
    for mention in (mention for entity in row.extraction.entities for mention in entity.mentions):
        if mention.field is field and mention.text in new:
            text = text[: mention.span.start] + new[mention.text] + text[mention.span.end :]
    return text


def _other(name: str, chance: random.Random) -> str:
    """Write the longest word of a name with other letters of the same kind."""
    longest = max(name.split(" "), key=len)
    word = "".join(chance.choice(_LETTERS[letter]) if letter in _LETTERS else letter for letter in longest)
    return name.replace(longest, word, 1)


def write_generated(graph: Version, papers: int, folder: Path) -> int:
    """Write a graph of so many papers that has its records only: a build makes all else, as in a migration.

    Returns how many distinct names of things and of people there are.
    """
    names: set[str] = set()
    manifest = graph.manifest()
    rows = [row for day in sorted(manifest["days"]) for row in read_rows(graph, day)]
    version = Version(folder / "versions" / "1")
    (version.path / "records").mkdir(parents=True)
    days, keys = {}, {}
    made = generated(rows, papers)
    for number in count():
        of_day = list(islice(made, PAPERS_A_DAY))
        if not of_day:
            break
        names.update(name for row in of_day for name in (*_things(row), *row.paper.names))
        day = f"{2000 + number // 336}-{number // 28 % 12 + 1:02}-{number % 28 + 1:02}"
        dated = [replace(row.paper, date=day, variant="") for row in of_day]
        keyed = [Row(row_key(paper), paper, row.extraction) for paper, row in zip(dated, of_day, strict=True)]
        keyed.sort(key=lambda row: (row.paper.arxiv_id, row.key))
        content = day_content(keyed)
        version.records(day).write_bytes(content)
        days[day] = day_records(content)
        keys[day] = sorted(row.key for row in keyed)
    source = {"file": "generated", "sha256": "", "days": keys}
    known = {"format": 1, "inputs": manifest["inputs"], "sources": [source], "days": days, "counts": {}}
    (version.path / "manifest.json").write_text(json.dumps(known), encoding="utf-8")
    (folder / "CURRENT").write_text("1\n", encoding="ascii")
    return len(names)
