"""A paper's words in a notebook: what is marked, in which order, and that hostile words stay words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from kg.errors import UnknownNameError
from kg.view.paper_words import MarkedText, PaperWords, WordMark, paper_words
from tests.view.conftest import LEAF, OWN_HOSTILE, Ask


def test_texts_come_by_day_the_title_first(ask: Ask) -> None:
    paper = paper_words(ask, "2410.00001")
    assert [text.name for text in paper.texts] == [
        "title, 2024-10-30",
        "summary, 2024-10-30",
        "title, 2024-10-31",
        "summary, 2024-10-31",
    ]
    assert paper.texts[1].words == LEAF["summary"]
    assert paper.link == "https://arxiv.org/abs/2410.00001"


def test_mentions_and_results_are_marked_where_they_stand(ask: Ask) -> None:
    summary = paper_words(ask, "2410.00001").texts[1]
    marked = [(summary.words[mark.start : mark.end], mark.type, mark.says) for mark in summary.marks]
    assert marked[0] == ("LeafKV", "Method", "LeafKV (0.90)")
    assert ("62.5", "Result", "62.5 % absolute") in marked
    assert [mark.start for mark in summary.marks] == sorted(mark.start for mark in summary.marks)
    assert "LeafKV</mark> keeps keys" in summary.html()


def test_an_unknown_paper_is_named(ask: Ask) -> None:
    with pytest.raises(UnknownNameError, match=r"2410\.99999"):
        paper_words(ask, "2410.99999")


def test_a_paper_without_mentions_shows_its_words(ask: Ask) -> None:
    paper = paper_words(ask, "2411.00004")
    assert "We think." in paper._repr_html_()
    assert repr(paper) == "PaperWords(2411.00004: 'Nothing Named', 0 marks)"


def test_hostile_words_stay_words_in_a_browser(chromium_page: Page) -> None:
    words = " ".join(OWN_HOSTILE)
    marks = tuple(WordMark(n, n + 3, "Method", OWN_HOSTILE[n // 4 % len(OWN_HOSTILE)]) for n in range(0, 120, 4))
    paper = PaperWords("<script>hacked=1</script>", None, (MarkedText("<b>", words, marks),))
    chromium_page.set_content(f"<body>{paper._repr_html_()}</body>")
    assert chromium_page.evaluate("window.hacked") is None
    assert chromium_page.locator("mark").count() == len(marks)
    assert chromium_page.locator("script, img, svg, a").count() == 0
