"""What remains of a graph above a confidence: the statements of a build with it, whole and valid."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

import kg
from kg.errors import SettingsError
from kg.graph.confident import confident_version, write_confident
from kg.graph.folder import GraphFolder, Version
from kg.graph.iris import entity_iri, graph_iri, paper_iri
from kg.graph.literals import decimal
from kg.graph.nquads import read_nquads
from kg.graph.shapes import validate
from kg.rdf import Iri
from kg.vocab import KG
from tests.graph.given import PAPER, nquads, statements

CONFIDENCE = f"<{KG.confidence}>"


def sure(tmp_path: Path, least: float, unsure: set[Iri]) -> set[tuple[str, str, str]]:
    """Return the triples that remain of the small graph when some of its evidence is made less sure."""
    made = [
        quad._replace(object=decimal("0.5")) if quad.predicate == KG.confidence and quad.subject in unsure else quad
        for quad in statements()
    ]
    path = nquads(tmp_path, made)
    write_confident(path, tmp_path / "sure.nq", least)
    report = validate(tmp_path / "sure.nq", processes=1)
    assert report.conforms, report.violations[:3]
    return {one[:3] for one in read_nquads(tmp_path / "sure.nq")}


def evidence(predicate: Iri, thing: Iri) -> set[Iri]:
    return {quad.subject for quad in statements() if quad.predicate == predicate and quad.object == thing}


def test_what_rests_on_unsure_mentions_goes_with_them(tmp_path: Path) -> None:
    lora = entity_iri("lora")
    kept = sure(tmp_path, 0.8, evidence(KG.refersTo, lora))
    assert not [triple for triple in kept if f"<{lora}>" in triple]
    assert (f"<{paper_iri(PAPER.arxiv_id)}>", f"<{KG.mentions}>", f"<{entity_iri('snail')}>") in kept


def test_a_result_loses_its_link_to_what_is_unsure_and_then_contradicts_nothing(tmp_path: Path) -> None:
    gsm8k = entity_iri("gsm8k")
    kept = sure(tmp_path, 0.8, evidence(KG.refersTo, gsm8k))
    predicates = {predicate for _, predicate, _ in kept}
    assert f"<{KG.dataset}>" not in predicates
    assert f"<{KG.contradicts}>" not in predicates
    assert f"<{KG.subject}>" in predicates


def test_an_unsure_result_goes_and_so_does_what_leads_to_it(tmp_path: Path) -> None:
    (first,) = {quad.object for quad in statements() if quad.predicate == KG.previousScore}
    assert isinstance(first, Iri)
    kept = sure(tmp_path, 0.8, {first})
    assert not [triple for triple in kept if f"<{first}>" in triple]
    assert f"<{KG.contradicts}>" in {predicate for _, predicate, _ in kept}


def test_a_family_stays_as_long_as_one_of_it_is_named(tmp_path: Path) -> None:
    family, member = entity_iri("llama-3"), entity_iri("llama-3-8b")
    kept = sure(tmp_path, 0.8, set())
    assert (f"<{member}>", f"<{KG.variantOf}>", f"<{family}>") in kept
    gone = sure(tmp_path, 0.8, evidence(KG.refersTo, member))
    assert not [triple for triple in gone if f"<{family}>" in triple]


def test_a_digest_keeps_only_what_its_own_words_say(tmp_path: Path) -> None:
    """Snail is named on two days; where the second is unsure, only the graph of the first says so."""
    again = {subject for subject in evidence(KG.refersTo, entity_iri("snail")) if "/2410.00001/2024-10-31/" in subject}
    sure(tmp_path, 0.8, again)
    graphs = {
        one.graph
        for one in read_nquads(tmp_path / "sure.nq")
        if one.predicate == f"<{KG.proposes}>" and one.object.endswith("/snail>")
    }
    assert graphs == {f"<{graph_iri('2024-10-30')}>"}


def test_it_is_what_a_build_with_that_confidence_states(sample_dir: Path, sample_graph: Path, tmp_path: Path) -> None:
    least = 0.9
    built = kg.build(sample_dir, graph=tmp_path / "built", min_confidence=least)
    version = confident_version(GraphFolder(sample_graph).current(), least)
    ours, theirs = (
        {one for one in read_nquads(path) if re.search(r"/\d{4}-\d{2}-\d{2}>$", one.graph)}
        for path in (version.nquads, built._version.nquads)
    )
    assert ours == theirs
    assert 0 < len(ours) < len(list(read_nquads(GraphFolder(sample_graph).current().nquads)))
    assert version.manifest()["counts"]["results"] == built.counts["results"]
    assert version.manifest()["counts"]["mentions"] == built.counts["mentions"]


def test_a_graph_can_be_opened_so(sample_graph: Path) -> None:
    query = "SELECT (MIN(?sure) AS ?least) (COUNT(*) AS ?n) { ?evidence kg:confidence ?sure }"
    with kg.open(sample_graph) as whole, kg.open(sample_graph, min_confidence=0.9) as graph:
        (before,), (after,) = whole.query(query), graph.query(query)
        assert before["least"] < 0.9 <= after["least"]
        assert after["n"] == graph.counts["mentions"] + graph.counts["results"] < before["n"]
        assert graph.version == whole.version
        assert graph.query('ASK { ?dataset dcterms:description "Nothing below confidence 0.9 is stated." }').column(
            "answer"
        ) == [True]
        assert len(graph.networkx()) < len(whole.networkx())
    with pytest.raises(SettingsError, match="expected 0 to 1, got 7"):
        kg.open(sample_graph, min_confidence=7)


def test_it_is_made_once_and_again_elsewhere_where_nothing_can_be_written(
    sample_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build(sample_dir, graph=tmp_path / "graph")
    version = GraphFolder(tmp_path / "graph").current()
    assert confident_version(version, 0.0) is version
    made = confident_version(version, 0.8)
    stamp = made.nquads.stat().st_mtime_ns
    assert confident_version(version, 0.8).nquads.stat().st_mtime_ns == stamp
    assert [path.name for path in made.path.parent.iterdir()] == ["0.8"]
    locked = Version(tmp_path / "locked")
    locked.path.mkdir()
    for name in ("graph.nq", "manifest.json"):
        os.link(version.path / name, locked.path / name)
    (locked.path / "confident").write_text("a file where a folder would be made")
    assert confident_version(locked, 0.8).nquads.read_bytes() == made.nquads.read_bytes()


def test_a_later_build_takes_it_away_with_its_version(sample_dir: Path, tmp_path: Path) -> None:
    kg.build(sample_dir / "2024-10-30.md", graph=tmp_path / "graph")
    made = confident_version(GraphFolder(tmp_path / "graph").current(), 0.8).path
    assert made.is_dir()
    kg.build(sample_dir / "2024-10-31.md", graph=tmp_path / "graph")
    assert not made.exists()
