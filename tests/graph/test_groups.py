"""Groups: whatever stands in terms, and however statements are put together, the lines are those of N-Quads."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.graph.groups import GroupWriter, as_nquads, lines_of
from kg.rdf import Description, Iri, Literal, Quad, as_nquad, described

IRIS = st.sampled_from([Iri(f"urn:{name}") for name in ("a", "aa", "a-b", "b", "é", "\U0001f40c")])
TYPES = st.sampled_from([Iri("http://www.w3.org/2001/XMLSchema#string"), Iri("urn:int")])
# Also what `splitlines` would part lines at.
WORDS = st.text(st.sampled_from('ab \t\r\n"\\\x0b\x0c\x1c\x85\u2028é\U0001f40c><^'), max_size=4)
QUADS = st.lists(st.builds(Quad, IRIS, IRIS, st.one_of(IRIS, st.builds(Literal, WORDS, TYPES, st.none())), IRIS))


@given(quads=QUADS, cut=st.integers(1, 3))
def test_groups_give_the_lines_of_their_statements_sorted_and_once(quads: list[Quad], cut: int) -> None:
    expected = sorted({as_nquad(quad).encode() for quad in quads})
    together = list(described(quads))
    apart = [Description(quad.subject, quad.graph, [quad[1:3]]) for quad in quads[::cut]]
    groups = sorted(GroupWriter().groups([*together, *apart]))
    assert b"".join(as_nquads(groups)) == b"".join(expected)
    assert {line.encode() for line in lines_of(groups)} == set(expected)
    assert all(group.endswith("\n") and group.count("\n") == 1 for group in groups)


@given(quads=QUADS)
def test_descriptions_hold_the_statements_that_they_are_made_of(quads: list[Quad]) -> None:
    assert [quad for description in described(quads) for quad in description.quads()] == quads
