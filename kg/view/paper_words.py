"""A paper's words with what was found in them marked, as a notebook shows them: no JavaScript, no style sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from kg.notice import NOTICE
from kg.plain import plain
from kg.rdf import Iri
from kg.view.evidence import link_or_none
from kg.view.find import find_paper
from kg.view.questions import filled, local_name
from kg.view.style import node_style
from kg.view.subgraph import Ask

__all__ = ["MarkedText", "PaperWords", "WordMark", "paper_words"]

_LEGEND = ("Method", "Model", "Dataset", "Metric", "Task", "Result")


@dataclass(frozen=True, slots=True)
class WordMark:
    """A place in a text (code points, half-open), what it is (an entity's type, or "Result") and what it stands for."""

    start: int
    end: int
    type: str
    says: str


@dataclass(frozen=True)
class MarkedText:
    """A title or a summary of one day, with its marks in order; those inside another are left out."""

    name: str
    words: str
    marks: tuple[WordMark, ...]

    def html(self) -> str:
        """Return the words with their marks, escaped."""
        shown, at = [], 0
        for mark in self.marks:
            colour = node_style(mark.type).light
            label = escape(plain(f"{mark.type}: {mark.says}"), quote=True)
            shown.append(escape(plain(self.words[at : mark.start])))
            style = f"background:{colour}33;border-bottom:2px solid {colour};color:inherit"
            shown.append(
                f'<mark style="{style}" title="{label}">{escape(plain(self.words[mark.start : mark.end]))}</mark>'
            )
            at = mark.end
        return "".join(shown) + escape(plain(self.words[at:]))


@dataclass(frozen=True)
class PaperWords:
    """A paper as the digests show it: its texts with every mention and result marked.

    In a notebook it shows itself; the mark's title says what it stands for.
    """

    arxiv_id: str
    link: str | None
    texts: tuple[MarkedText, ...]

    def __repr__(self) -> str:
        title = plain(self.texts[0].words) if self.texts else ""
        marks = sum(len(text.marks) for text in self.texts)
        return f"PaperWords({self.arxiv_id}: {title!r}, {marks} marks)"

    def _repr_html_(self) -> str:
        name = escape(self.arxiv_id)
        head = f'<a href="{escape(self.link, quote=True)}" rel="noopener">{name}</a>' if self.link else name
        parts = "".join(f"<p><small>{escape(text.name)}</small><br>{text.html()}</p>" for text in self.texts)
        legend = " ".join(
            f'<span style="border-bottom:2px solid {node_style(kind).light}">{kind}</span>' for kind in _LEGEND
        )
        legend += f"<br>{escape(NOTICE)}"
        return f'<div style="max-width:50em;line-height:1.6"><b>{head}</b> {parts}<small>{legend}</small></div>'


def paper_words(ask: Ask, name: str) -> PaperWords:
    """Return the words of a paper, found by its arXiv id; raises UnknownNameError when there is none."""
    paper = find_paper(ask, name)
    (row,) = list(ask(filled("papers", papers=[paper])))[:1]
    marks: dict[str, list[WordMark]] = {}
    for found in ask(filled("paper_mentions", papers=[paper])):
        says = found["name"] if found["confidence"] is None else f"{found['name']} ({found['confidence']:.2f})"
        mark = WordMark(found["start"], found["end"], local_name(found["type"]), says)
        marks.setdefault(found["text"], []).append(mark)
    for found in ask(filled("results", papers=[paper])):
        says = " ".join(filter(None, (found["value"], found["unit"], local_name(found["kind"] or ""))))
        marks.setdefault(found["text"], []).append(WordMark(found["start"], found["end"], "Result", says))
    texts = sorted(ask(filled("texts", papers=[paper])), key=_order)
    return PaperWords(row["id"], link_or_none(row["page"]), tuple(_marked(text, marks) for text in texts))


def _order(text: dict[str, str]) -> tuple[str, bool]:
    """Sort by day, the title before the summary."""
    return text["text"].rsplit("/", 1)[0], local_name(text["field"]) != "title"


def _marked(text: dict[str, str], marks: dict[str, list[WordMark]]) -> MarkedText:
    day = Iri(text["text"]).rsplit("/", 2)[-2]
    field = local_name(text["field"])
    return MarkedText(f"{field}, {day}", text["content"], _apart(marks.get(text["text"], ()), len(text["content"])))


def _apart(marks: Iterable[WordMark], length: int) -> tuple[WordMark, ...]:
    """Return marks in order, without those that overlap an earlier one or reach out of the text."""
    kept: list[WordMark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if mark.end <= length and (not kept or kept[-1].end <= mark.start < mark.end):
            kept.append(mark)
    return tuple(kept)
