from pathlib import Path

import pytest

from kg.graph.iris import graph_iri
from kg.graph.nquads import read_nquads
from kg.graph.slices import read_slice, slice_file
from kg.vocab import KG
from tests.graph.given import nquads


@pytest.mark.parametrize("lines", [1, 10, 60, 10_000])
def test_slices_hold_each_line_once(lines: int, tmp_path: Path) -> None:
    path = nquads(tmp_path)
    cut = slice_file(path, lines=lines)
    read = [triple for part in cut.slices for triple in read_slice(path, part)]
    assert sorted(read) == sorted(statement[:3] for statement in read_nquads(path))
    assert sum(part.lines for part in cut.slices) == len(read)


def test_the_graph_of_a_digest_is_never_cut(tmp_path: Path) -> None:
    path = nquads(tmp_path)
    graphs: dict[tuple[str, str, str], set[str]] = {}
    for statement in read_nquads(path):
        graphs.setdefault(statement[:3], set()).add(statement.graph)
    cut = slice_file(path, lines=1)
    days = {f"<{graph_iri(day)}>" for day in ("2024-10-30", "2024-10-31")}
    of_digests = [part for part in cut.slices if any(graphs[triple] <= days for triple in read_slice(path, part))]
    assert len(of_digests) == 2
    for part in of_digests:
        inside = [triple for triple in read_slice(path, part) if "contradicts" not in triple[1]]
        assert len(set.intersection(*(graphs[triple] for triple in inside))) == 1


def test_a_contradiction_goes_with_its_score_and_what_the_other_one_measures_is_at_hand(tmp_path: Path) -> None:
    path = nquads(tmp_path)
    cut = slice_file(path, lines=1)
    said = {
        f"{subject}{predicate}": number
        for number, part in enumerate(cut.slices)
        for subject, predicate, _ in read_slice(path, part)
    }
    marked = [
        key.partition("<https://w3id.org/paper-kg/ontology#contradicts>")[0] for key in said if "contradicts" in key
    ]
    assert len(marked) == 2
    for score in marked:
        assert said[f"{score}<{KG.contradicts}>"] == said[f"{score}<{KG.upperValue}>"]
        assert {predicate[1:-1].rpartition("#")[2] for predicate, _ in cut.context.scores[score]} == {
            "type", "subject", "baseModel", "metric", "dataset", "unit", "lowerValue", "upperValue", "contradicts"
        }  # fmt: skip


def test_entities_are_cut_between_subjects(tmp_path: Path) -> None:
    path = nquads(tmp_path)
    cut = slice_file(path, lines=2)
    subjects = [{triple[0] for triple in read_slice(path, part)} for part in cut.slices if part.lines < 30]
    assert len(subjects) > 5
    assert sum(map(len, subjects)) == len(set.union(*subjects))


def test_the_types_of_entities_and_persons_are_at_hand(tmp_path: Path) -> None:
    types = slice_file(nquads(tmp_path), lines=100).context.types
    kinds = {
        subject.split("/")[-1]: sorted(kind.rpartition("#")[2] for kind in found) for subject, found in types.items()
    }
    assert kinds["gsm8k>"] == ["Dataset>", "ResearchEntity>"]
    assert kinds["bob42>"] == ["Person>"]


def test_who_may_be_whom_is_at_hand(tmp_path: Path) -> None:
    possibly_same = slice_file(nquads(tmp_path), lines=100).context.possibly_same
    ids = {key.split("/")[-1]: [other.split("/")[-1] for other in others] for key, others in possibly_same.items()}
    assert ids == {"2410.00001>": ["2409.00009>"], "2409.00009>": ["2410.00001>"]}


def test_an_empty_file_has_no_slices(tmp_path: Path) -> None:
    assert slice_file(nquads(tmp_path, []), lines=10).slices == ()
