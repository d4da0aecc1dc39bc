"""Additions, changes, removals and rebuilds in any order: each time the bytes of a build from nothing."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

import pyoxigraph
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import NoGraphError, UnknownNameError
from kg.graph.folder import GraphFolder
from kg.graph.nquads import read_nquads, read_union
from kg.graph.store import keeps_union, open_store
from kg.resources import lexicon_dir
from kg.settings import Settings

DAYS = ("2024-01-01", "2024-01-02", "2024-01-03")
TITLES = ("Zap: A Fast Method", "Zap", "MathQA++: A Benchmark")
SUMMARIES = (
    "Zap uses LoRA (Low-Rank Adaptation) and reaches 71.3% accuracy on GSM8K.",
    "We evaluate LLaMA-2 7B and Zap on GSM8K; the accuracy is 3.2 points over DPO.",
    "MathQA++ is a data set for mathematical reasoning, built with GPT-4.",
    'It says "zap" \\ <b>twice</b>, and proposes the Zap Attention Network (ZAN).',
)
NAMES = ("Ann Lee, bo7", "Ann Lee, Cy Ray", "Cy Ray, Ann B. Lee, bo7")

DECISIONS = (
    'merge "Zap" into "LoRA"',
    'split "GSM8K" in 2401.00001',
    'split "Low-Rank Adaptation"',
    'split "LoRA" in 2401.00002',
    'rename "GSM8K" to "Grade School"',
    'retype "LoRA" to Model',
    "# nothing is decided",
)

Row = tuple[str, str, str, str]
ROWS = st.tuples(
    st.sampled_from(["2401.00001", "2401.00002", "2401.00003"]),
    st.sampled_from(TITLES),
    st.sampled_from(NAMES),
    st.sampled_from(SUMMARIES),
)
SECTIONS = st.dictionaries(st.sampled_from(DAYS), st.lists(ROWS, min_size=1, max_size=3), min_size=1, max_size=2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(["a.md", "b.md", "c.md"]), SECTIONS),
        st.tuples(st.just("remove"), st.sampled_from(DAYS), st.none()),
        st.tuples(st.just("again"), st.none(), st.none()),
        st.tuples(st.just("decide"), st.sampled_from(DECISIONS), st.none()),
    ),
    min_size=2,
    max_size=6,
)


def digest(sections: dict[str, list[Row]]) -> str:
    lines = []
    for day, rows in sections.items():
        lines += [f"## Papers for {day}\n", "| Title | Authors | Summary |", "|---|---|---|"]
        for arxiv_id, title, names, summary in rows:
            link = f"(Read more on [arXiv](https://arxiv.org/abs/{arxiv_id}))"
            lines.append(f"| {title} {link}| {names} | {summary} |")
        lines.append("")
    return "\n".join(lines) + "\n"


@dataclass
class World:
    """A folder of digests, decisions about names, the graph that is built step by step, and what should be in it."""

    folder: Path
    files: dict[str, dict[str, list[Row]]] = field(default_factory=dict)

    @property
    def graph(self) -> Path:
        return self.folder / "graph"

    @property
    def settings(self) -> Settings:
        return Settings(overrides=str(self.folder / "overrides.txt"))

    def take(self, step: tuple[str, str | None, dict[str, list[Row]] | None]) -> None:
        kind, name, sections = step
        if kind == "write" and name and sections:
            self.files[name] = sections
            path = self.folder / name
            path.write_text(digest(sections), encoding="utf-8")
            kg.build(path, graph=self.graph, settings=self.settings)
        elif kind == "remove" and name:
            self._remove(name)
        elif kind == "decide" and name:
            Path(self.settings.overrides).write_text(f"{name}\n", encoding="utf-8")
            if self.graph.exists():
                kg.apply_overrides(graph=self.graph, settings=self.settings)
        elif self.files:
            files = [self.folder / file for file in reversed(self.files)]
            kg.build(files, graph=self.graph, settings=self.settings)
            for file, path in [(file, self.folder / file) for file in self.files]:
                assert path.read_text(encoding="utf-8") == digest(self.files[file])

    def _remove(self, day: str) -> None:
        if any(day in sections for sections in self.files.values()):
            kg.remove(day, graph=self.graph, settings=self.settings)
        kept = {name: {d: rows for d, rows in sections.items() if d != day} for name, sections in self.files.items()}
        self.files = {name: sections for name, sections in kept.items() if sections}
        for name, sections in self.files.items():
            (self.folder / name).write_text(digest(sections), encoding="utf-8")

    def from_nothing(self, folder: Path) -> Path:
        kg.build([self.folder / name for name in self.files], graph=folder, settings=self.settings)
        return folder


def content(graph: Path) -> dict[str, bytes]:
    version = GraphFolder(graph).current()
    paths = [*sorted((version.path / "records").iterdir()), version.resolution, version.blocks, version.nquads]
    turtle = BytesIO()
    kg.open(graph).export(turtle)
    found = {str(path.relative_to(version.path)): path.read_bytes() for path in paths}
    return found | {"turtle": turtle.getvalue(), "counts": repr(kg.open(graph).counts).encode()}


def check_store(graph: Path) -> None:
    """Check that the store holds the statements of the file, their union where it is kept, and nothing else."""
    version = GraphFolder(graph).current()
    parts = list(read_nquads(version.nquads))
    union = [(*triple, "") for triple in read_union(version.nquads)]
    kept = keeps_union(version.store)
    assert kept or len(union) == len(parts)
    lines = "".join(" ".join(filter(None, terms)) + " .\n" for terms in [*parts, *(union if kept else ())])
    assert set(open_store(version.store)) == set(pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_QUADS))
    assert kg.open(graph).counts["triples"] == len(union)


@given(steps=STEPS)
@settings(max_examples=int(os.environ.get("KG_EXAMPLES", "12")), deadline=None, suppress_health_check=list(HealthCheck))
def test_any_sequence_gives_the_bytes_of_a_build_from_nothing(
    steps: list[tuple[str, str | None, dict[str, list[Row]] | None]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    world = World(tmp_path_factory.mktemp("steps"))
    for step in steps:
        world.take(step)
    if world.files:
        assert content(world.graph) == content(world.from_nothing(world.folder / "anew"))
        check_store(world.graph)


def one_day(folder: Path, day: str, *rows: Row) -> Path:
    path = folder / f"{day}.md"
    path.write_text(digest({day: list(rows)}), encoding="utf-8")
    return path


def test_a_small_change_links_what_stays(sample_dir: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    kg.build(sample_dir, graph=graph)
    before = GraphFolder(graph).current()
    kg.build(one_day(tmp_path, "2024-01-01", ("2401.00001", TITLES[0], NAMES[0], SUMMARIES[0])), graph=graph)
    after = GraphFolder(graph).current()
    day = next((before.path / "records").iterdir()).stem
    assert before.records(day).samefile(after.records(day))
    linked = [path for path in after.store.glob("*.sst") if path.stat().st_nlink > 1]
    assert linked
    check_store(graph)


def test_a_paper_that_a_second_digest_lists_is_counted_once(sample_dir: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    first, second = [one_day(tmp_path, day, ("2401.00001", TITLES[0], NAMES[0], SUMMARIES[0])) for day in DAYS[:2]]
    other = one_day(tmp_path, DAYS[2], ("2401.00002", TITLES[1], NAMES[1], SUMMARIES[1]))
    papers = "SELECT (COUNT(*) AS ?n) { ?paper a kg:Paper }"
    sample = sample_dir / "2024-10-30.md"
    [count] = kg.build([sample, first], graph=graph).query(papers).column("n")
    # Whether the store keeps the union of its graphs after a step, and whether files of the one before are in it.
    for step, kept, linked, more in (
        (lambda: kg.build(other, graph=graph), False, True, 1),
        (lambda: kg.build(second, graph=graph), True, False, 1),
        (lambda: kg.remove(DAYS[2], graph=graph), True, True, 0),
        (lambda: kg.remove(DAYS[0], graph=graph), True, True, 0),
    ):
        before = GraphFolder(graph).current()
        step()
        store = GraphFolder(graph).current().store
        assert keeps_union(store) is kept
        inodes = [{path.stat().st_ino for path in folder.glob("*.sst")} for folder in (before.store, store)]
        assert bool(set.intersection(*inodes)) is linked
        assert kg.open(graph).query(papers).column("n") == [count + more]
        check_store(graph)
    kg.build([sample, second], graph=tmp_path / "anew")
    assert content(graph) == content(tmp_path / "anew")


def test_a_damaged_file_is_written_anew(sample_dir: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    new = one_day(tmp_path, "2024-01-01", ("2401.00001", TITLES[0], NAMES[0], SUMMARIES[0]))
    kg.build([sample_dir, new], graph=graph)
    version = GraphFolder(graph).current()
    lines = version.nquads.read_bytes().splitlines(keepends=True)
    version.nquads.write_bytes(b"".join(line for line in lines if b"2401.00001" not in line))
    kg.remove("2024-01-01", graph=graph)
    kg.build(sample_dir, graph=tmp_path / "anew")
    assert content(graph) == content(tmp_path / "anew")
    check_store(graph)


def test_what_had_to_be_redone_is_said(sample_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kg.build(sample_dir, graph=tmp_path / "graph")
    monkeypatch.setattr("kg.building.lexicon_fingerprint", lambda _: "other")
    built = kg.build(sample_dir, graph=tmp_path / "graph")
    assert built.report is not None
    assert [reason.split(" ")[0] for reason in built.report.redone] == ["lexicon"]
    assert built.report.extracted == 0
    monkeypatch.setattr("kg.building.extractor_version", lambda fast: "9")
    built = kg.build(sample_dir, graph=tmp_path / "graph")
    assert built.report is not None
    assert "all papers are read anew" in built.report.redone[0]
    assert built.report.extracted == 15


def test_a_decision_changes_only_what_it_is_about(sample_dir: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    kg.build(sample_dir, graph=graph)
    before = GraphFolder(graph).current()
    (graph / "overrides.txt").write_text('merge "MATH" into "GSM8K"\n', encoding="utf-8")
    built = kg.build(sample_dir, graph=graph)
    assert built.report is not None
    assert [reason.split(" ")[0] for reason in built.report.redone] == ["overrides"]
    assert built.report.extracted == 0
    after = GraphFolder(graph).current()
    assert any(path.stat().st_nlink > 1 for path in after.store.glob("*.sst"))
    differing = {line.partition("\t")[0] for line in {*after.block_lines()} - {*before.block_lines()}}
    assert '["entity", "gsm8k"]' in differing
    assert len(differing) < len(list(before.block_lines())) / 4
    (tmp_path / "anew").mkdir()
    (tmp_path / "anew" / "overrides.txt").write_text('merge "MATH" into "GSM8K"\n', encoding="utf-8")
    kg.build(sample_dir, graph=tmp_path / "anew")
    assert content(graph) == content(tmp_path / "anew")
    check_store(graph)


def test_a_word_that_means_another_resolves_the_names_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lexicon = tmp_path / "lexicon"
    shutil.copytree(lexicon_dir(), lexicon)
    monkeypatch.setattr("kg.building.lexicon_dir", lambda: lexicon)
    graph = tmp_path / "graph"
    new = one_day(tmp_path, "2024-01-01", ("2401.00001", TITLES[0], NAMES[0], SUMMARIES[0]))
    kg.build(new, graph=graph)
    with (lexicon / "words.tsv").open("a", encoding="utf-8") as words:
        words.write("zap\tzop\t\n")
    built = kg.build(new, graph=graph)
    assert built.report is not None
    assert [reason.split(" ")[0] for reason in built.report.redone] == ["lexicon"]


def test_a_day_that_is_not_there_is_not_removed(sample_dir: Path, tmp_path: Path) -> None:
    with pytest.raises(NoGraphError):
        kg.remove("2024-10-30", graph=tmp_path / "graph")
    assert not (tmp_path / "graph").exists()
    kg.build(sample_dir, graph=tmp_path / "graph")
    before = content(tmp_path / "graph")
    with pytest.raises(UnknownNameError, match="2024-10-30"):
        kg.remove(["2024-10-30", "1999-01-01"], graph=tmp_path / "graph")
    assert content(tmp_path / "graph") == before
