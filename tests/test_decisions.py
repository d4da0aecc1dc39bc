"""Explaining and deciding on the command line: the file of decisions, what it does, and how it is undone."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

import kg
from kg.cli.main import app
from kg.errors import OverridesError, UnknownNameError
from kg.graph.folder import GraphFolder
from kg.model import EntityType
from kg.overrides import Override, OverrideKind
from kg.resolution import Entity, Merge, Reason, Resolution
from kg.reviewing import Doubt
from kg.settings import Settings


@pytest.fixture
def graph(sample_graph: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_graph, tmp_path / "graph"))


def run(*arguments: object) -> str:
    done = CliRunner().invoke(app, [str(argument) for argument in arguments], catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def nquads(graph: Path) -> bytes:
    return GraphFolder(graph).current().nquads.read_bytes()


def test_explain_says_what_and_why(sample_graph: Path) -> None:
    said = run("explain", "gsm-8k", "--graph", sample_graph)
    assert said.startswith("GSM8K  dataset in 3 papers\n")
    assert "its own name" in said
    assert max(map(len, said.splitlines())) <= 80
    record = json.loads(run("explain", "GSM8K", "--graph", sample_graph, "--json"))
    assert (record["entity"], record["papers"]) == ("gsm8k", 3)
    by_iri = json.loads(run("explain", record["iri"], "--graph", sample_graph, "--json"))
    assert by_iri == record


def test_explain_names_what_is_near_when_there_is_no_such_thing(sample_graph: Path) -> None:
    with pytest.raises(UnknownNameError, match="GSM8K"):
        kg.explain("GSM9K", graph=sample_graph)


def test_a_merge_is_written_applied_hashed_and_undone(graph: Path) -> None:
    before = nquads(graph)
    run("merge", "MATH", "GSM8K", "--graph", graph)
    assert (graph / "overrides.txt").read_text(encoding="utf-8").splitlines()[-1] == 'merge "MATH" into "GSM8K"'
    merged = kg.explain("MATH", graph=graph)
    assert merged.entity.key == "gsm8k"
    assert kg.explain("alias:math", graph=graph).entity.key == "gsm8k"
    assert "you decided so (overrides)" in run("explain", "MATH", "--graph", graph)
    manifest = GraphFolder(graph).current().manifest()
    assert len(manifest["inputs"]["overrides"]) == 12
    assert run("merge", "MATH", "GSM8K", "--graph", graph).splitlines()[-2] == "The graph did not change."
    run("merge", "MATH", "GSM8K", "--graph", graph, "--undo")
    assert nquads(graph) == before


def test_a_decision_survives_a_build(graph: Path, sample_dir: Path) -> None:
    run("rename", "GSM8K", "Grade School Math", "--graph", graph, "--later")
    assert kg.explain("GSM8K", graph=graph).entity.name == "GSM8K"
    kg.build(sample_dir, graph=graph)
    assert kg.explain("GSM8K", graph=graph).entity.name == "Grade School Math"
    run("retype", "GSM8K", "task", "--graph", graph)
    entity = kg.explain("GSM8K", graph=graph).entity
    assert (entity.name, entity.type.value) == ("Grade School Math", "Task")


def test_the_file_may_lie_elsewhere(graph: Path, tmp_path: Path) -> None:
    settings = Settings(overrides=str(tmp_path / "ours" / "names.txt"))
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "names.txt").write_text('split "GSM8K"\nrename "GSM8K" to "G"\n', encoding="utf-8")
    assert kg.apply_overrides(graph=graph, settings=settings)
    assert kg.explain("GSM8K", graph=graph, settings=settings).entity.name == "G"


@pytest.mark.parametrize(
    "override",
    [
        Override(OverrideKind.RENAME, "GSM8K", ""),
        Override(OverrideKind.RENAME, "GSM8K", "   "),
        Override(OverrideKind.MERGE, "GSM8K", "GSM8K"),
        Override(OverrideKind.SPLIT, "GSM8K", papers=("",)),
        Override(OverrideKind.SPLIT, "GSM8K", papers=("2410.22304 # and more",)),
    ],
)
def test_what_can_not_be_read_back_is_not_written(graph: Path, override: Override) -> None:
    """Such a line would stop every later build, removal and decision."""
    with pytest.raises(OverridesError, match=r"overrides\.txt:3: expected .*; not written: (rename|merge|split)"):
        kg.decide(override, graph=graph)
    assert not (graph / "overrides.txt").exists()


def test_names_with_strange_signs_stay_in_their_line(graph: Path) -> None:
    strange = "G\u2028S\x85M\n#"
    run("rename", "GSM8K", strange, "--graph", graph)
    run("rename", "MATH", "Maths", "--graph", graph)
    assert kg.explain("gsm8k", graph=graph).entity.name == strange
    assert (graph / "overrides.txt").read_text(encoding="utf-8").count("\n") == 4
    run("rename", "GSM8K", strange, "--graph", graph, "--undo")
    assert kg.explain("gsm8k", graph=graph).entity.name == "GSM8K"


def test_what_is_not_there_is_not_written(graph: Path) -> None:
    with pytest.raises(UnknownNameError, match="no entity named"):
        CliRunner().invoke(app, ["split", "Nothing Like It", "--graph", str(graph)], catch_exceptions=False)
    assert not (graph / "overrides.txt").exists()
    with pytest.raises(UnknownNameError, match="no decision in"):
        CliRunner().invoke(app, ["split", "GSM8K", "--undo", "--graph", str(graph)], catch_exceptions=False)


def test_a_damaged_file_stops_the_build_and_leaves_the_graph(graph: Path, sample_dir: Path) -> None:
    before = nquads(graph)
    (graph / "overrides.txt").write_text("merge this and that\n", encoding="utf-8")
    with pytest.raises(OverridesError, match=r"overrides\.txt:1: expected merge"):
        kg.build(sample_dir, graph=graph)
    assert nquads(graph) == before


def test_review_asks_writes_and_asks_no_more(graph: Path, sample_dir: Path) -> None:
    other, doubt = kg.doubts(graph=graph)
    name = "long-context large language model (LLM) inference"
    assert other.question == "User Interface Design counts as UI design (words). Is it another thing?"
    before = kg.explain("long-context inference", graph=graph).entity
    assert doubt.question == f"{name} counts as long-context inference (words). Is it another thing?"
    done = CliRunner().invoke(app, ["review", "--graph", str(graph)], input="u\nn\ny\n", catch_exceptions=False)
    assert "2 of 2, 1 papers" in done.output
    assert "1 written to the overrides" in done.output
    assert f'split "{name}"' in (graph / "overrides.txt").read_text(encoding="utf-8")
    # Its paper has another name for the same thing, which stays; the name that was split off is a thing of its own.
    task = kg.explain("long-context inference", graph=graph).entity
    assert task.papers == before.papers
    assert name in before.aliases
    assert name not in task.aliases
    alone = kg.explain(name, graph=graph).entity
    assert (alone.name, alone.type, alone.papers) == (name, before.type, 1)
    assert kg.doubts(graph=graph) == []
    # What was denied stays denied in later builds, until its line is deleted.
    denied = Override.denial(other.decision)
    assert denied.as_line() in (graph / "overrides.txt").read_text(encoding="utf-8").splitlines()
    kg.build(sample_dir, graph=graph)
    assert kg.doubts(graph=graph) == []
    kg.take_back(denied, graph=graph)
    assert kg.doubts(graph=graph) == [other]


def test_a_no_resolves_nothing_anew_and_enter_leaves_the_question_for_later(graph: Path) -> None:
    before, (first, second) = nquads(graph), kg.doubts(graph=graph)
    version = GraphFolder(graph).current().path
    done = CliRunner().invoke(app, ["review", "--graph", str(graph)], input="n\nu\nq\n", catch_exceptions=False)
    assert f"taken back: {Override.denial(first.decision).as_line()}\n" in done.output
    assert "Nothing decided." in done.output
    assert kg.doubts(graph=graph) == [first, second]
    done = CliRunner().invoke(app, ["review", "--graph", str(graph)], input="\nn\n", catch_exceptions=False)
    assert "1 denied, not to be asked again." in done.output
    assert "resolved anew" not in done.output
    assert (nquads(graph), GraphFolder(graph).current().path) == (before, version)
    assert kg.doubts(graph=graph) == [first]


def test_a_merge_is_denied_whichever_name_comes_first_and_however_it_is_spelled(graph: Path) -> None:
    resolution = Resolution(
        (
            Entity("atlas", EntityType.METHOD, "ATLAS", (Merge("Lyra", Reason.KEY, 1.0, 2),), papers=3),
            Entity("lyra", EntityType.METHOD, "Lyra", papers=2),
        )
    )
    (graph / "overrides.txt").write_text('no merge "lyra" into "Atlas"\n', encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("kg.reviewing.open_resolution", lambda _: resolution)
        assert kg.doubts(graph=graph) == []
        (graph / "overrides.txt").unlink()
        (doubt,) = kg.doubts(graph=graph)
    assert doubt.decision.kind is OverrideKind.MERGE


def test_review_steps_back_and_takes_back(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    doubt = Doubt("GSM8K: another thing?", Override(OverrideKind.SPLIT, "GSM8K"), 3)
    monkeypatch.setattr(kg, "doubts", lambda **_: [doubt, replace(doubt, question="again?")], raising=False)
    done = CliRunner().invoke(app, ["review", "--graph", str(graph)], input="y\nu\nq\n", catch_exceptions=False)
    assert 'taken back: split "GSM8K"' in done.output
    assert "Nothing decided." in done.output
    assert "split" not in (graph / "overrides.txt").read_text(encoding="utf-8")
