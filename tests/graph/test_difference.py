"""Files changed by a difference: the same bytes as written anew, and a difference that does not fit is noticed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.difference import Difference, DifferenceError, union_difference, write_changed
from kg.graph.sorted_file import SortedFile

WORDS = st.text(st.characters(codec="utf-8", exclude_characters="\n"), max_size=40)
LINES = st.sets(WORDS.map(lambda word: word.encode() + b"\n"), max_size=40)


def file_of(folder: Path, name: str, lines: set[bytes]) -> Path:
    path = folder / name
    path.write_bytes(b"".join(sorted(lines)))
    return path


@given(before=LINES, after=LINES)
def test_a_changed_file_is_the_file_written_anew(
    before: set[bytes], after: set[bytes], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = file_of(tmp_path_factory.mktemp("lines"), "before", before)
    out = BytesIO()
    write_changed(path, Difference(tuple(sorted(before - after)), tuple(sorted(after - before))), out)
    assert out.getvalue() == b"".join(sorted(after))


@given(lines=LINES, wanted=WORDS)
def test_a_line_is_found_from_any_place_before_it(
    lines: set[bytes], wanted: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = file_of(tmp_path_factory.mktemp("lines"), "file", lines)
    line = wanted.encode() + b"\n"
    starts = [0]
    for one in sorted(lines):
        starts.append(starts[-1] + len(one))
    expected = sum(len(one) for one in lines if one < line)
    with SortedFile(path) as file:
        for start in starts:
            if start <= expected:
                assert file.find(line, start) == expected
        assert file.has(line, expected) is (line in lines)


@pytest.mark.parametrize("change", [Difference(removed=(b"c\n",)), Difference(added=(b"b\n",))])
def test_a_difference_that_does_not_fit_is_noticed(change: Difference, tmp_path: Path) -> None:
    with pytest.raises(DifferenceError):
        write_changed(file_of(tmp_path, "before", {b"a\n", b"b\n"}), change, BytesIO())


def test_a_triple_of_two_graphs_leaves_the_union_with_the_last(tmp_path: Path) -> None:
    one, two, other = b'<s> <p> "o < >" <g1> .\n', b'<s> <p> "o < >" <g2> .\n', b"<s> <p> <o> <g1> .\n"
    before = file_of(tmp_path, "before", {one, two})
    after = file_of(tmp_path, "after", {two, other})
    assert union_difference(before, after, Difference((one,), (other,))) == Difference((), (b"<s> <p> <o> .\n",))
    none = file_of(tmp_path, "none", set())
    assert union_difference(before, none, Difference((one, two))) == Difference((b'<s> <p> "o < >" .\n',))
    assert union_difference(none, before, Difference((), (one, two))) == Difference((), (b'<s> <p> "o < >" .\n',))
