"""The command line as a user meets it: what it prints, what it exits with, what it says of mistakes."""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from tests.conftest import ROOT

COMMANDS = (
    *("build", "remove", "query", "explain", "review", "evidence", "view", "chart", "export"),
    *("serve", "stats", "validate", "verify", "merge", "split", "rename", "retype", "extract"),
    *("evaluate", "train", "doctor"),
)


def run(*words: str | Path, stdin: bytes = b"", code: int = 0, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run `kg` and check its exit code."""
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "kg.cli", *map(str, words)],
        input=stdin,
        capture_output=True,
        env=environment,
        cwd=cwd,
        check=False,
    )
    assert done.returncode == code, done.stderr.decode()
    return subprocess.CompletedProcess(words, code, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(command: str) -> None:
    shown = run(command, "--help").stdout
    if command == "evaluate":
        shown += run(command, "extraction", "--help").stdout + run(command, "lexicon", "--help").stdout
    assert f"Example: kg {command}" in shown
    assert max(map(len, shown.splitlines())) <= 80


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("build", "Digests: files, folders, addresses"),
        ("explain", "A name in any spelling, a key or an IRI."),
        ("merge", "What it is another name of."),
        ("query", "The query."),
    ],
)
def test_help_says_what_arguments_are(command: str, said: str) -> None:
    """Releases of click and typer that don't go together print the bare names."""
    assert said in run(command, "--help").stdout


def test_a_file_in_the_place_of_a_query_is_told_from_one() -> None:
    said = run("query", "question.rq", code=2).stderr
    assert "to read it: kg query --file question.rq" in " ".join(said.split())


def test_a_misspelt_command_is_told_the_nearest() -> None:
    assert run("explian", code=2).stderr.count("Did you mean 'explain'?") == 1


def test_the_lists_of_commands_cut_no_sentence() -> None:
    for words in ((), ("evaluate",)):
        shown = run(*words, "--help").stdout
        assert [line for line in shown.splitlines() if line.endswith("...") and "[" not in line] == []


def test_every_command_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"kg {command}" in readme, command


def test_build_says_what_it_built_and_what_to_do_next(sample_dir: Path, tmp_path: Path) -> None:
    shown = run("build", sample_dir, cwd=tmp_path).stdout
    assert "14  papers" in shown
    assert "view -o graph.html" in shown
    again = run("build", sample_dir, cwd=tmp_path).stdout
    assert "Nothing changed" in again


def test_remove_takes_a_digest_out_again(sample_dir: Path, tmp_path: Path) -> None:
    run("build", sample_dir, cwd=tmp_path)
    shown = run("remove", "2024-10-31", cwd=tmp_path).stdout
    assert "Removed 2024-10-31 from graph" in shown
    assert "1  days with papers" in shown
    done = run("remove", "2024-10-31", cwd=tmp_path, code=2)
    assert "no digest named '2024-10-31'" in done.stderr
    assert "2024-10-30" in done.stderr


def test_build_reports_rows_as_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "day.md"
    head = "## Papers for 2024-01-01\n\n| Title | Authors | Summary |\n|---|---|---|\n"
    good = "| A (Read more on [arXiv](https://arxiv.org/abs/2401.00001))| Ann Lee | Words. |\n"
    path.write_text(head + "| No link | Ann Lee | Words. |\n" + good, encoding="utf-8")
    done = run("build", path, "--graph", tmp_path / "graph")
    assert f"{path}:5: expected" in done.stderr
    assert "1  papers" in done.stdout
    assert f"{path}:5: expected" in run("build", path, "--graph", tmp_path / "strict", "--strict", code=1).stderr


def test_a_file_that_is_no_digest_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "notes.md"
    path.write_text("# Notes\n", encoding="utf-8")
    done = run("build", path, "--graph", tmp_path / "graph", code=1)
    assert "no digest in it: expected" in done.stderr
    assert "Traceback" not in done.stderr


def test_standard_input(sample_dir: Path, tmp_path: Path) -> None:
    text = b"".join(path.read_bytes() + b"\n" for path in sorted(sample_dir.glob("*.md")))
    report = json.loads(run("build", "-", "--graph", tmp_path / "graph", "--json", stdin=text).stdout)
    assert report["counts"]["papers"] == 14
    assert report["counts"]["digests"] == 2


def test_a_name_of_the_wrong_type_is_told_beside_the_empty_answer(sample_graph: Path) -> None:
    for asked in (["query", "--name", "leaderboard", "-p", "dataset=DPO"], ["ask", "leaderboard", "DPO"]):
        done = run(*asked, "--graph", sample_graph)
        assert len(done.stdout.splitlines()) == 1
        assert "warning: DPO is a method; leaderboard expects a dataset, so there may be no rows" in done.stderr
    with pytest.warns(UserWarning, match="DPO is a method; leaderboard expects a dataset") as caught:
        assert len(kg.open(sample_graph).query(name="leaderboard", dataset="DPO")) == 0
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["query", "SELECT * { ?s ?p }"], 2, "line 1, column 18"),
        (["query", "SELECT * { SERVICE <http://localhost/> { ?s ?p ?o } }"], 2, "line 1, column 12"),
        (["query", "--name", "leaderbord"], 2, "leaderboard"),
        (["query", "--name", "leaderboard"], 2, "dataset"),
        (["query", "--name", "leaderboard", "-p", "dataset"], 2, "KEY=VALUE"),
        (["query"], 2, "--list"),
        (["query", "nosuch"], 2, "kg query --name NAME (kg query --list shows all)"),
        (["query", "leaderbord"], 2, "kg query --name leaderboard"),
        (["query", "what beats GRPO?"], 2, "kg ask 'what beats GRPO?'"),
        (["query", "SELECT nosuch"], 2, "line 1, column 8"),
        (["view", "--entity", "Nonesuch", "-o", "x.html"], 2, "Nonesuch"),
        (["view", "--paper", "1234.56789", "-o", "x.html"], 2, "1234.56789"),
        (["export", "-o", "x.docx"], 2, ".docx"),
        (["export", "-o", "no/such/folder/x.ttl"], 2, "no/such/folder"),
        (["query", "-f", "no-such-file.rq"], 2, "no-such-file.rq"),
        (["query", "ASK {}", "--timeout", "0"], 2, "--timeout"),
        (["view", "-o", "x.pdf"], 2, "x.html"),
        (["chart", "--months", "-o", "x.pdf"], 2, "x.svg"),
        (["chart", "-o", "x.svg"], 2, "--together"),
    ],
)
def test_wrong_use_exits_with_2_and_says_why(sample_graph: Path, words: list[str], code: int, message: str) -> None:
    done = run(*words, "--graph", sample_graph, code=code)
    assert message in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr


def test_a_missing_graph_says_how_to_make_one(tmp_path: Path) -> None:
    assert "kg build" in run("query", "ASK {}", "--graph", tmp_path / "none", code=1).stderr


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "xml", "table"])
def test_query_prints_every_form(sample_graph: Path, form: str) -> None:
    text = "SELECT ?name { ?entity a kg:Dataset ; skos:prefLabel ?name FILTER(?name = 'GSM8K') }"
    shown = run("query", text, "--format", form, "--graph", sample_graph).stdout
    assert "GSM8K" in shown
    if form == "json":
        assert json.loads(shown)["results"]["bindings"][0]["name"]["value"] == "GSM8K"
    if form == "csv":
        assert list(csv.DictReader(io.StringIO(shown))) == [{"name": "GSM8K"}]


def test_construct_prints_turtle(sample_graph: Path) -> None:
    text = "CONSTRUCT { ?d dcterms:issued ?x } WHERE { ?d dcterms:issued ?x }"
    shown = run("query", text, "--graph", sample_graph).stdout
    assert "digest:2024-10-30" in shown
    assert "@prefix dcterms:" in shown


def test_a_slow_query_is_stopped(sample_graph: Path) -> None:
    bomb = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    done = run("query", bomb, "--timeout", "1", "--graph", sample_graph, code=1)
    assert "stopped after 1 s" in done.stderr


def test_tables_fit_80_columns(sample_graph: Path) -> None:
    for name, *params in (["overview"], ["leaderboard", "-p", "dataset=GSM8K"], ["new"]):
        shown = run("query", "--name", name, *params, "--format", "table", "--graph", sample_graph).stdout
        assert max(map(len, shown.splitlines())) <= 80


def test_a_name_that_is_no_utf8_is_refused(sample_graph: Path, tmp_path: Path) -> None:
    folder = tmp_path / "graph"
    shutil.copytree(sample_graph, folder)
    # This is how Python holds the byte FF of an argument, and how it hands it on.
    said = run("rename", "GSM8K", "math\udcff", "--graph", folder, code=2).stderr
    assert "holds bytes that are no UTF-8. Give the name in UTF-8." in " ".join(said.split())
    assert "math\\udcff" in said
    assert not (folder / "overrides.txt").exists()


def test_stats_and_validate(sample_graph: Path) -> None:
    counts = json.loads(run("stats", "--json", "--graph", sample_graph).stdout)
    assert counts["counts"]["papers"] == 14
    assert (counts["first_day"], counts["last_day"]) == ("2024-10-30", "2024-10-31")
    assert json.loads(run("validate", "--json", "--graph", sample_graph).stdout)["conforms"] is True
    assert "triples in 1 slice hold to the shapes" in run("validate", "--graph", sample_graph).stdout


def test_extract_and_evaluate(sample_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    run("extract", sample_dir / "2024-10-30.md", "-o", path)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert len(records) == 8
    assert records[0]["entities"][0]["mentions"][0]["start"] >= 0
    scores = json.loads(run("evaluate", "extraction", path, sample_dir / "2024-10-30.md", "--json").stdout)
    assert scores["entities, typed"]["f"] == 1.0


def test_extract_shows_a_paper_with_what_was_found(sample_dir: Path) -> None:
    day = sample_dir / "2024-10-30.md"
    shown = run("extract", day, "--show", "--paper", "2410.21465").stdout
    assert "[SHADOWKV: Method]" in shown
    assert "[3.04: result 1]" in shown
    assert max(map(len, shown.splitlines())) <= 80
    assert "no paper" in run("extract", day, "--show", "--paper", "1234.56789", code=2).stderr
    assert "--output" in run("extract", day, "--show", "-o", "x.jsonl", code=2).stderr


def test_evaluate_prints_intervals_and_each_error_in_its_sentence(sample_dir: Path, tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    run("extract", sample_dir / "2024-10-30.md", "-o", path)
    records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    lost = records[0]["entities"].pop(0)
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    shown = run("evaluate", "extraction", path, sample_dir / "2024-10-30.md", "--errors", "--by", "month").stdout
    assert max(map(len, shown.splitlines())) <= 80
    assert "interval" in shown
    assert "calibration of entities" in shown
    assert "2024-10 " in shown
    assert f"{lost['type']} spurious (1)" in shown
    assert f"[{lost['names'][0]}]" in " ".join(shown.split())


def test_settings_come_from_the_environment_and_the_file(sample_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "kg.toml").write_text('graph = "elsewhere"\nbase = "https://example.org/id/"\n', encoding="utf-8")
    run("build", sample_dir, cwd=tmp_path)
    shown = run("query", "SELECT ?d { ?d a kg:Digest }", "--format", "csv", cwd=tmp_path).stdout
    assert "https://example.org/id/digest/2024-10-30" in shown
    (tmp_path / "kg.toml").write_text("colour = 1\n", encoding="utf-8")
    assert "colour" in run("stats", code=2, cwd=tmp_path).stderr
