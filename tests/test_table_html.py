"""A table in a notebook: it sorts by a click, scrolls when it is long, and hostile words stay words."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from kg.rdf import XSD, Iri, Literal
from kg.table import Table
from kg.table_html import MOST_ROWS
from tests.view.conftest import OWN_HOSTILE


def number(value: float) -> Literal:
    return Literal(str(value), Iri(XSD + "decimal"))


def column(page: Page, place: int) -> list[str]:
    return page.locator(f"tbody tr td:nth-child({place})").all_text_contents()


@pytest.fixture
def page(chromium_page: Page) -> Page:
    rows = (
        (Literal("Model 10"), number(9.5)),
        (Literal("Model 2"), number(71.3)),
        (Literal("beta"), None),
        (Literal("Alpha"), number(-3)),
    )
    chromium_page.set_content(Table(("name", "value"), rows)._repr_html_())
    return chromium_page


def test_a_click_on_a_header_sorts_numbers_as_numbers(page: Page) -> None:
    page.locator("th").nth(1).click()
    assert column(page, 2) == ["-3", "9.5", "71.3", ""]
    assert page.locator("th").nth(1).get_attribute("aria-sort") == "ascending"
    page.locator("th").nth(1).click()
    assert column(page, 2) == ["71.3", "9.5", "-3", ""]


def test_words_sort_as_people_do(page: Page) -> None:
    page.locator("th").first.click()
    assert column(page, 1) == ["Alpha", "beta", "Model 2", "Model 10"]


def test_thousands_of_rows_are_there_and_more_are_counted(chromium_page: Page) -> None:
    rows = [(Literal(f"row {n}"), number(n)) for n in range(MOST_ROWS + 7)]
    chromium_page.set_content(Table(("name", "value"), rows)._repr_html_())
    assert chromium_page.locator("tbody tr").count() == MOST_ROWS
    assert "first 5,000 of 5,007 rows" in chromium_page.locator("p").inner_text()
    chromium_page.locator("th").nth(1).click()
    chromium_page.locator("th").nth(1).click()
    assert chromium_page.locator("tbody tr").first.inner_text().split() == ["row", "4999", "4999"]


def test_hostile_cells_and_headers_stay_words(chromium_page: Page) -> None:
    rows = [(Literal(text), Iri("javascript:window.hacked=1")) for text in OWN_HOSTILE]
    chromium_page.set_content(Table((OWN_HOSTILE[0], OWN_HOSTILE[1]), rows)._repr_html_())
    chromium_page.locator("th").first.click()
    assert chromium_page.evaluate("window.hacked") is None
    assert chromium_page.locator("a, img, svg").count() == 0


def test_addresses_are_links_and_short_tables_have_no_count() -> None:
    html = Table(("page",), ((Iri("https://arxiv.org/abs/1"),),))._repr_html_()
    assert '<a href="https://arxiv.org/abs/1" rel="noopener">' in html
    assert "rows" not in html.split("<script>")[0]
