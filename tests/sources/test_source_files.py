"""Which files are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import NotADigestError, SourceError
from kg.sources.files import find_digests, holds_digest

DIGEST = "## Papers for 2024-10-30\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ["2025/01/02.md", "2024/12/31.MD", "b.markdown", ".git/x.md", "note.txt", "2024/.old.md"]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(DIGEST, encoding="utf-8")
    (tmp_path / "README.md").write_text("# About | these files\n", encoding="utf-8")
    (tmp_path / "image.md").write_bytes(b"\x89PNG\xff\n" + DIGEST.encode())
    return tmp_path


def test_folders_are_searched_in_sorted_order(folder: Path) -> None:
    found = [path.relative_to(folder).as_posix() for path in find_digests([folder])]
    assert found == ["2024/12/31.MD", "2025/01/02.md", "b.markdown"]


def test_files_of_a_folder_that_hold_no_digest_are_reported(folder: Path) -> None:
    left_out: list[NotADigestError] = []
    list(find_digests([folder], report=left_out.append))
    assert [Path(error.path).name for error in left_out] == ["README.md", "image.md"]


def test_a_named_file_is_read_whatever_its_name_and_content(folder: Path) -> None:
    named = [folder / "note.txt", folder / "README.md", folder / ".git" / "x.md"]
    assert list(find_digests(named)) == named


def test_a_file_counts_once(folder: Path) -> None:
    (folder / "c.md").symlink_to(folder / "b.markdown")
    again = folder / "2024" / ".." / "b.markdown"
    found = list(find_digests([folder / "b.markdown", folder, again]))
    assert [path.name for path in found] == ["b.markdown", "31.MD", "02.md"]


def test_a_link_in_a_circle_is_not_followed(folder: Path) -> None:
    (folder / "2024" / "again").symlink_to(folder, target_is_directory=True)
    assert len(list(find_digests([folder]))) == 3


@pytest.mark.parametrize("name", ["none", "none/2024-10-30.md", "x" * 5000, "a\0b"])
def test_a_path_that_does_not_exist_is_an_error(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="no such file or folder"):
        list(find_digests([tmp_path / name]))


def test_a_folder_without_digests_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# About\n", encoding="utf-8")
    with pytest.raises(SourceError, match="no digest in this folder"):
        list(find_digests([tmp_path]))


def test_a_heading_or_a_table_makes_a_digest(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    for text, holds in [
        (DIGEST, True),
        ("|Title|Authors|Summary|\n|-|-|-|\n", True),
        ("| Title | Score |\n|-|-|\n", False),
        ("Papers for 2024-10-30\n", False),
    ]:
        path.write_text(text, encoding="utf-8")
        assert holds_digest(path) is holds, text
