"""Digests at addresses: the same papers as in files, and clear errors."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

import kg
from kg.errors import NotADigestError, SourceError
from kg.gather import Problem, read_sources
from tests.test_increments import content


@pytest.fixture
def bucket(sample_dir: Path) -> Iterator[str]:
    """Return the address of a folder in memory that holds the sample, a README and a hidden file."""
    files = fsspec.filesystem("memory")
    for path in sample_dir.glob("*.md"):
        files.pipe_file(f"/bucket/2024/{path.name}", path.read_bytes())
    files.pipe_file("/bucket/README.md", b"# Digests\n")
    files.pipe_file("/bucket/.hidden/2024-10-30.md", b"nothing")
    yield "memory://bucket"
    files.rm("/bucket", recursive=True)


def test_a_folder_at_an_address_gives_the_graph_of_the_files(bucket: str, sample_dir: Path, tmp_path: Path) -> None:
    problems: list[Problem] = []
    kg.build(bucket, graph=tmp_path / "there", on_problem=problems.append)
    kg.build(sample_dir, graph=tmp_path / "here")
    assert content(tmp_path / "there") == content(tmp_path / "here")
    (problem,) = problems
    assert isinstance(problem, NotADigestError)
    assert problem.path == "memory:///bucket/README.md"


def test_a_file_at_an_address_is_a_source_by_its_address(sample_dir: Path) -> None:
    path = min(sample_dir.glob("*.md"))
    (here,) = read_sources([path], report=print)
    (there,) = read_sources([path.resolve().as_uri()], report=print)
    assert there.sha256 == here.sha256
    assert there.file == path.resolve().as_uri()
    assert [paper.title for paper in there.papers] == [paper.title for paper in here.papers]


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("memory://nothing/there", "expected files like 2024-10-30.md"),
        ("nowhere://bucket", "nowhere"),
        ("file:///no/such/folder", "expected files like 2024-10-30.md"),
    ],
)
def test_an_address_without_digests_is_an_error(address: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        list(read_sources([address], report=print))


def test_a_named_file_that_is_no_digest_is_an_error(bucket: str) -> None:
    with pytest.raises(NotADigestError):
        list(read_sources([f"{bucket.replace('://', ':///')}/README.md"], report=print))
