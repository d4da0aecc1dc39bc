"""The sentences that papers support their statements with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kg.rdf import Iri
from kg.view.questions import filled, local_name
from kg.view.sentences import sentence_at
from kg.view.subgraph import Ask, Evidence

__all__ = ["Supports", "Words", "link_or_none"]


def link_or_none(address: str | None) -> str | None:
    """Return an address that is safe to open in a browser, else None.

    >>> link_or_none("https://arxiv.org/abs/2410.21465"), link_or_none("javascript:alert(1)")
    ('https://arxiv.org/abs/2410.21465', None)
    """
    return address if address and address.startswith(("https://", "http://")) else None


class Words:
    """The texts of some papers; of a long sentence about `longest` code points are shown."""

    def __init__(self, ask: Ask, papers: Sequence[Iri], *, longest: int = 360) -> None:
        self._longest = longest
        self._texts = {row["text"]: row for row in ask(filled("texts", papers=papers))}
        self._papers = {row["paper"]: row for row in ask(filled("papers", papers=papers))}

    def __contains__(self, text: str) -> bool:
        return text in self._texts

    def paper(self, text: str) -> str:
        """Return the paper that a text belongs to."""
        return str(self._texts[text]["paper"])

    def in_summary(self, text: str) -> bool:
        """Say whether a text is a summary."""
        return local_name(self._texts[text]["field"]) == "summary"

    def at(self, text: str, start: int, end: int) -> Evidence:
        """Return the sentence of a text at a place."""
        row = self._texts[text]
        paper = self._papers.get(row["paper"], {"id": "", "page": None})
        sentence = sentence_at(row["content"], start, end, self._longest)
        source = f"{local_name(row['field'])} of {paper['id']}"
        return Evidence(sentence.text, sentence.start, sentence.end, source, link_or_none(paper["page"]))


class Supports:
    """For each paper and entity, the sentences in which the paper names the entity."""

    def __init__(self, ask: Ask, papers: Sequence[Iri], entities: Iterable[Iri]) -> None:
        words = Words(ask, papers)
        wanted = sorted(set(entities))
        rows = list(ask(filled("mentions", papers=papers, entities=wanted))) if wanted else []
        rows.sort(key=lambda row: (not words.in_summary(row["text"]), row["text"], row["start"], row["end"]))
        self._found: dict[tuple[str, str], dict[str, Evidence]] = {}
        for row in rows:
            evidence = words.at(row["text"], row["start"], row["end"])
            place = self._found.setdefault((words.paper(row["text"]), row["entity"]), {})
            place.setdefault(evidence.text, evidence)

    def of(self, paper: str, entity: str, most: int = 3) -> tuple[Evidence, ...]:
        """Return at most so many sentences, those of the summary first."""
        return tuple(self._found.get((paper, entity), {}).values())[:most]
