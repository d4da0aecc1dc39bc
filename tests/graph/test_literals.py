from decimal import Decimal

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.literals import decimal, decimal_range, integer
from kg.rdf import XSD

PRINTED = st.from_regex(r"([0-9]{1,9}\.?[0-9]{0,9}|\.[0-9]{1,9})([eE][+-]?[0-9]{1,2})?", fullmatch=True)


@given(PRINTED)
def test_a_decimal_keeps_its_value(printed: str) -> None:
    made = decimal(printed)
    assert Decimal(made.value) == Decimal(printed)
    assert made.datatype == XSD + "decimal"


@given(PRINTED)
def test_one_value_has_one_form(printed: str) -> None:
    made = decimal(printed).value
    assert decimal(made).value == decimal("00" + made + ("0" if "." in made else ".0")).value == made
    assert not made.endswith(".")
    assert "e" not in made.lower()


@given(st.decimals(0, 10**9, places=6).map(str))
def test_a_store_gives_a_decimal_back_as_it_is(printed: str) -> None:
    made = decimal(printed)
    node, literal = (
        pyoxigraph.NamedNode("urn:x"),
        pyoxigraph.Literal(made.value, datatype=pyoxigraph.NamedNode(made.datatype)),
    )
    store = pyoxigraph.Store()
    store.add(pyoxigraph.Quad(node, node, literal))
    assert next(iter(store)).object == literal


@given(PRINTED, PRINTED)
def test_the_ends_of_a_range_are_in_order(one: str, other: str) -> None:
    ends = decimal_range(f"{one}-{other}")
    assert ends is not None
    lower, upper = (Decimal(end.value) for end in ends)
    assert [lower, upper] == sorted((Decimal(one), Decimal(other)))


@pytest.mark.parametrize("printed", ["", "-1", "+1", "1,5", "1.2.3", "1e5000", "٣", "NaN", "inf", "1\n", "."])
def test_what_is_no_number_is_refused(printed: str) -> None:
    assert decimal_range(printed) is None
    with pytest.raises(ValueError, match="expected a number"):
        decimal(printed)


def test_an_integer_is_canonical() -> None:
    assert integer(-0).value == "0"
