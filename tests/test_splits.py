"""A name that is split off gets an entity of its own, with its mentions, in a real graph; and goes back when undone."""

from __future__ import annotations

import json
import re
import shutil
from io import BytesIO
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg.api import Graph
from kg.cli.main import app
from kg.deciding import apply_overrides, decide, take_back
from kg.explanations import open_resolution
from kg.graph.folder import GraphFolder
from kg.overrides import Override, OverrideKind
from kg.resolution import Reason
from kg.settings import Settings

MENTIONS = """
SELECT ?paper ?words ?role {
  ?mention kg:refersTo ENTITY ; kg:exact ?words ; kg:inText/^kg:hasText/kg:arxivId ?paper
  OPTIONAL { ?mention kg:role ?role }
}
"""
SAID = "SELECT ?paper ?said { ?paper ?said ENTITY . ?paper a kg:Paper }"


@pytest.fixture
def graph(sample_graph: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_graph, tmp_path / "graph"))


def split(graph: Path, name: str, *papers: str) -> Override:
    override = Override(OverrideKind.SPLIT, name, papers=papers)
    decide(override, graph=graph)
    assert apply_overrides(graph=graph)
    return override


def content(graph: Path) -> dict[str, bytes]:
    version = GraphFolder(graph).current()
    turtle = BytesIO()
    kg.open(graph).export(turtle)
    files = (version.resolution, version.blocks, version.nquads)
    return {path.name: path.read_bytes() for path in files} | {"turtle": turtle.getvalue()}


def mentions(opened: Graph, key: str) -> set[tuple[str, str, str]]:
    """Return paper, words and role of each mention of an entity."""
    rows = opened.query(MENTIONS.replace("ENTITY", f"entity:{key}"))
    return {(row["paper"], row["words"], str(row["role"] or "").rpartition("/")[2]) for row in rows}


def said(opened: Graph, key: str) -> set[tuple[str, str]]:
    """Return what papers say of an entity: the last part of paper and property."""
    rows = opened.query(SAID.replace("ENTITY", f"entity:{key}"))
    return {(row["paper"].rpartition("/")[2], row["said"].rpartition("#")[2]) for row in rows}


def subjects(opened: Graph) -> set[str]:
    """Return the keys of what the results of the paper that presents MCR are of."""
    rows = opened.query("SELECT ?of { ?paper kg:arxivId '2410.22325' ; kg:reportsResult/kg:subject ?of }")
    return {row["of"].rpartition("/")[2] for row in rows}


def test_a_further_name_of_one_paper_becomes_a_thing_with_its_mentions(graph: Path, sample_dir: Path) -> None:
    before = content(graph)
    name = "Manipulation Centric Representation"
    assert kg.explain(name, graph=graph).entity == kg.explain("MCR", graph=graph).entity
    override = split(graph, name)
    entity = kg.explain(name, graph=graph).entity
    assert (entity.key, entity.type.value, entity.papers) == ("manipulation-centric-representation", "Method", 1)
    with kg.open(graph) as opened:
        assert mentions(opened, entity.key) == {("2410.22325", name, "")}
        assert said(opened, entity.key) == {("2410.22325", "mentions")}
        # What the paper proposes, and measures, is what it was split from.
        assert mentions(opened, "mcr") == {("2410.22325", "MCR", "proposed")}
        assert said(opened, "mcr") == {("2410.22325", "mentions"), ("2410.22325", "proposes")}
        assert subjects(opened) == {"mcr"}
        assert opened.validate().conforms
    assert name not in kg.explain("MCR", graph=graph).entity.aliases
    anew = graph.parent / "anew"
    kg.build(sample_dir, graph=anew, settings=Settings(overrides=str(graph / "overrides.txt")))
    assert content(graph) == content(anew)
    take_back(override, graph=graph)
    assert apply_overrides(graph=graph)
    assert content(graph) == before


def test_the_name_that_a_thing_went_by_leaves_it_role_and_results(graph: Path) -> None:
    split(graph, "MCR")
    kept = kg.explain("Manipulation Centric Representation", graph=graph).entity
    assert (kept.key, kept.name, kept.aliases) == (
        "manipulation-centric-representation",
        "Manipulation Centric Representation",
        (),
    )
    with kg.open(graph) as opened:
        assert mentions(opened, kept.key) == {("2410.22325", "Manipulation Centric Representation", "proposed")}
        assert mentions(opened, "mcr") == {("2410.22325", "MCR", "")}
        assert said(opened, "mcr") == {("2410.22325", "mentions")}
        assert subjects(opened) == {kept.key}
        assert opened.validate().conforms


def test_a_name_of_several_papers_is_one_thing_and_no_name_of_the_lexicons_term(graph: Path) -> None:
    split(graph, "SFT")
    found = kg.explain("sft", graph=graph)
    assert (found.entity.key, found.entity.papers, found.others) == ("sft", 2, ())
    term = kg.explain("Supervised Fine-Tuning", graph=graph).entity
    assert (term.papers, term.lexicon_id) == (2, term.key)
    assert "SFT" not in {merge.surface for merge in term.merges}
    with kg.open(graph) as opened:
        assert mentions(opened, "sft") == {("2410.22304", "SFT", ""), ("2410.09008", "SFT", "")}
        # One of the papers writes the short name more often; what it uses is still the other one.
        roles = {(paper, role) for paper, _, role in mentions(opened, term.key)}
        assert roles == {("2410.22304", "used"), ("2410.09008", "used")}
        assert opened.validate().conforms
        turtle = BytesIO()
        opened.export(turtle)
    assert "\nentity:sft a kg:Method" in turtle.getvalue().decode()


def test_a_split_may_hold_in_one_paper_of_several(graph: Path) -> None:
    split(graph, "SFT", "2410.09008")
    apart, term = sorted(open_resolution(graph).find("SFT"), key=lambda entity: entity.papers)
    assert (apart.papers, apart.lexicon_id, term.papers) == (1, None, 2)
    assert "SFT" in term.aliases
    with kg.open(graph) as opened:
        assert mentions(opened, apart.key) == {("2410.09008", "SFT", "")}
        assert ("2410.22304", "SFT", "used") in mentions(opened, term.key)
        assert opened.validate().conforms


def test_a_name_is_moved_by_a_split_and_a_merge_and_a_later_split_wins(graph: Path) -> None:
    name = "Greedy Segment Optimization"
    split(graph, name)
    decide(Override(OverrideKind.MERGE, name, "MCR"), graph=graph)
    assert apply_overrides(graph=graph)
    mcr = kg.explain(name, graph=graph).entity
    assert mcr == kg.explain("MCR", graph=graph).entity
    assert {merge.surface: merge.reason for merge in mcr.merges}[name] is Reason.OVERRIDE
    with kg.open(graph) as opened:
        assert ("2410.21411", name, "") in mentions(opened, mcr.key)
        assert opened.validate().conforms
    take_back(Override(OverrideKind.SPLIT, name), graph=graph)
    split(graph, name)
    alone = kg.explain(name, graph=graph).entity
    assert [(merge.surface, merge.reason) for merge in alone.merges] == [(name, Reason.SPLIT)]


def test_what_is_decided_again_moves_behind_what_was_decided_since(graph: Path) -> None:
    merge = Override(OverrideKind.MERGE, "MATH", "GSM8K")
    decide(merge, graph=graph)
    decide(Override(OverrideKind.RENAME, "GSM8K", "G"), graph=graph)
    path, number = decide(merge, graph=graph)  # nothing was said of MATH since
    decide(Override(OverrideKind.SPLIT, "math"), graph=graph)
    decide(merge, graph=graph)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[number - 1 :] == ['rename "GSM8K" to "G"', 'split "math"', merge.as_line()]
    assert apply_overrides(graph=graph)
    assert kg.explain("MATH", graph=graph).entity.key == "gsm8k"


def test_log_and_explanation_say_that_somebody_split_it_off(graph: Path) -> None:
    name = "Greedy Segment Optimization"
    split(graph, name.lower())
    log = GraphFolder(graph).current().resolution.read_text(encoding="utf-8")
    (record,) = [record for record in map(json.loads, log.splitlines()) if record["name"] == name]
    assert record["aliases"] == [{"name": name, "reason": "split", "score": 1.0, "papers": 1}]
    shown = CliRunner().invoke(app, ["explain", name, "--graph", str(graph)], catch_exceptions=False).output
    assert re.search(rf"1 +{name} +you split it off \(overrides\)", shown)
    assert re.search(r"0\.89 +Greedy Segment Prompt Optimization +one was split off by hand", shown)
    other = kg.explain("GSPO", graph=graph)
    assert [(near.name, near.why) for near in other.near if near.name == name] == [(name, "one was split off by hand")]
