"""Verify: read the sources again, and hold every quote of a graph against them."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kg.graph.iris import resource_parts
from kg.graph.nquads import literal_parts, read_nquads
from kg.model import Field, Paper, day_of_issue
from kg.vocab import BASE, KG

__all__ = ["Mismatch", "Verification", "verify"]

_CONTENT, _IN_TEXT = f"<{KG.content}>", f"<{KG.inText}>"
_PLACE = {f"<{KG.start}>": "start", f"<{KG.end}>": "end", f"<{KG.exact}>": "exact", _IN_TEXT: "text"}

Place = tuple[str, str, str]
"""An arXiv id, an issue and a field."""


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A text or a quote that is not as the sources have it: its IRI, what it says, and what was expected."""

    node: str
    found: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of it: how many texts and quotes were held against the sources, and which of them are wrong.

    `unchecked` counts the quotes of days that no source was given for; `missing` names the papers, each with its
    day, that a source lists and the graph has not.
    """

    texts: int
    quotes: int
    wrong: tuple[Mismatch, ...]
    unchecked: int
    missing: tuple[tuple[str, str], ...]

    @property
    def holds(self) -> bool:
        """Say whether something was checked and nothing is wrong."""
        return bool(self.texts) and not self.wrong

    def as_record(self) -> dict[str, Any]:
        """Return the report in JSON's types."""
        return asdict(self) | {"holds": self.holds}


class _Quote(NamedTuple):
    node: str
    text: str
    start: int
    end: int
    exact: str


def verify(nquads: Path, papers: Iterable[Paper], *, base: str = BASE) -> Verification:
    """Hold the texts and quotes of a sorted N-Quads file against papers as their sources list them.

    A text must be, letter by letter, what a source of its day says of its paper; a quote must be what stands in
    that text between its offsets (half-open, code points).
    """
    listed: dict[Place, set[str]] = defaultdict(set)
    for paper in papers:
        for text in paper.texts():
            listed[paper.arxiv_id, paper.issue, text.field.value].add(text.text)
    days = {day for _, day, _ in listed}
    contents, quotes = _read(nquads)
    places = {iri: _place(iri, base) for iri in contents}
    given = {iri for iri in contents if places[iri][1] in days}
    wrong = [
        Mismatch(iri, contents[iri], _expected(places[iri]))
        for iri in sorted(given)
        if contents[iri] not in listed[places[iri]]
    ]
    bad = {mismatch.node for mismatch in wrong}
    checked = [quote for quote in quotes if quote.text in given]
    wrong += [found for quote in checked if (found := _check(quote, contents[quote.text], quote.text in bad))]
    missing = {place[:2] for place in listed} - {place[:2] for place in places.values()}
    return Verification(len(given), len(checked), tuple(wrong), len(quotes) - len(checked), tuple(sorted(missing)))


def _check(quote: _Quote, content: str, text_is_wrong: bool) -> Mismatch | None:
    if text_is_wrong:
        return Mismatch(quote.node, quote.exact, f"expected a text that is in the sources, not {quote.text}")
    words = content[quote.start : quote.end]
    if words == quote.exact:
        return None
    return Mismatch(quote.node, quote.exact, f"expected {words!r}, what stands at {quote.start}-{quote.end}")


def _place(iri: str, base: str) -> Place:
    """Read the paper, the day and the field off the IRI of a text."""
    # The source is a day, or a day and the variant of a row: "2024-10-30.1a2b3c4d".
    _, arxiv_id, source, field = resource_parts(iri, base=base)
    return arxiv_id, source.partition(".")[0], Field(field).value


def _expected(place: Place) -> str:
    arxiv_id, day, field = place
    source = f"the digest of {day}" if day == day_of_issue(day) else f"arXiv's metadata of {day_of_issue(day)}"
    return f"expected the {field} of {arxiv_id} as {source} has it"


def _read(nquads: Path) -> tuple[dict[str, str], list[_Quote]]:
    """Read the words of each text, and each quote."""
    contents: dict[str, str] = {}
    parts: dict[str, dict[str, str]] = defaultdict(dict)
    for statement in read_nquads(nquads):
        if statement.predicate == _CONTENT:
            contents[statement.subject[1:-1]] = _words(statement.object)
        elif statement.predicate in _PLACE:
            parts[statement.subject][_PLACE[statement.predicate]] = statement.object
    return contents, list(_quotes(parts))


def _quotes(parts: dict[str, dict[str, str]]) -> Iterator[_Quote]:
    for node, found in parts.items():
        start, end = (int(_words(found[name])) for name in ("start", "end"))
        yield _Quote(node[1:-1], found["text"][1:-1], start, end, _words(found["exact"]))


def _words(term: str) -> str:
    """Return the characters of a literal; the escapes of canonical N-Triples are those of JSON."""
    words: str = json.loads(literal_parts(term)[0])
    return words
