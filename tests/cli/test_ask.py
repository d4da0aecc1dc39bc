"""`kg ask` as a user runs it: with words, in a terminal, and by the shell's Tab."""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-m", "kg.cli", "ask"]


def run(*words: str, graph: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *words, "--graph", str(graph)], capture_output=True, text=True, check=False)


def test_an_answer_goes_to_programs_and_the_query_beside_it(sample_graph: Path) -> None:
    done = run("leaderboard", "gsm8k", graph=sample_graph)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[0].startswith("metric,system")
    assert "71.3" in done.stdout
    assert "dataset = gsm8k" in done.stderr
    assert "PREFIX kg: <https://w3id.org/paper-kg/ontology#>" in done.stderr
    assert "entity/gsm8k>" in done.stderr


def test_json_holds_question_values_query_and_rows(sample_graph: Path) -> None:
    said = json.loads(run("what", "beats", "TRGAT", "--json", graph=sample_graph).stdout)
    assert (said["question"], said["values"]) == ("what-beats", {"baseline": "TRGAT"})
    assert said["sparql"].startswith("PREFIX")
    assert set(said["columns"]) == set(said["rows"][0])


def test_of_questions_that_fit_the_first_with_rows_answers(sample_graph: Path) -> None:
    done = run("datasets of mathematical reasoning", "--json", graph=sample_graph)
    said = json.loads(done.stdout)
    assert said["question"] == "datasets-of-task"
    assert said["rows"]


def test_without_numbers_two_methods_are_compared_in_sentences(sample_graph: Path) -> None:
    said = json.loads(run("compare", "ShadowKV", "and", "sparse", "attention", "--json", graph=sample_graph).stdout)
    assert said["question"] == "sentences-naming-both"
    assert said["rows"]


def test_an_empty_answer_says_where_to_look(sample_graph: Path) -> None:
    done = run("which", "papers", "introduced", "GSM8K", graph=sample_graph)
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 1)
    assert "What the graph knows of it: kg explain GSM8K" in done.stderr


def test_words_that_were_not_used_are_told_first(sample_graph: Path) -> None:
    done = run("papers", "using", "DPO", "for", "cooking", graph=sample_graph)
    assert done.returncode == 0
    assert done.stderr.startswith("warning: not used: cooking\npapers-using: ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("leaderboard", "leaderboard needs a dataset: the dataset or benchmark, such as GSM8K, MATH"),
        ("leaderboard gms8k", "no dataset in the graph named 'gms8k'. There are: GSM8K"),
        ("quetzal", "no question knows the words 'quetzal'"),
        ("leaderbord gsm9k", "The nearest are: leaderboard."),
        ("", "expected a question in words, such as: kg ask leaderboard gsm8k"),
        (
            "newest papers about unicorns",
            "neither a question nor the graph knows 'unicorns'. The nearest question is latest-",
        ),
        ("what is GSM8K?", "What a name stands for: kg explain GSM8K."),
    ],
)
def test_what_is_missing_is_told(words: str, told: str, sample_graph: Path) -> None:
    done = run(*words.split(), graph=sample_graph)
    assert done.returncode == 2
    assert told in done.stderr
    assert done.stdout == ""


def test_a_named_value_may_hold_spaces(sample_graph: Path) -> None:
    said = json.loads(run("listed", "person=Sergey Levine", "--json", graph=sample_graph).stdout)
    assert (said["question"], said["values"]) == ("listed-with", {"person": "Sergey Levine"})
    assert "Jeffrey Wu" in [row["name"] for row in said["rows"]]


class Terminal:
    """A terminal of 120 columns that a command runs in; what it shows is read until it shows some words."""

    def __init__(self, *words: str) -> None:
        self.shown = ""
        self._pid, self._handle = pty.fork()
        if self._pid == 0:
            os.environ.update(COLUMNS="120", TERM="xterm", NO_COLOR="1", INPUTRC="/dev/null")
            os.execv(sys.executable, words)

    def type(self, keys: str) -> None:
        os.write(self._handle, keys.encode())

    def until(self, words: str, seconds: float = 60.0) -> str:
        """Return what was shown up to some words, and forget it."""
        end = time.monotonic() + seconds
        while words not in self.shown:
            assert time.monotonic() < end, f"no {words!r} in {self.shown!r}"
            if select.select([self._handle], [], [], 1.0)[0]:
                try:
                    self.shown += os.read(self._handle, 65536).decode(errors="replace")
                except OSError:
                    assert words in self.shown, self.shown
        before, found, self.shown = self.shown.partition(words)
        return before + found

    def ended(self) -> int:
        return os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
def test_a_terminal_asks_for_what_is_missing_and_completes_it(sample_graph: Path) -> None:
    terminal = Terminal(*COMMAND, "--graph", str(sample_graph))
    terminal.until("Which question? ")
    terminal.type("leaderb\t\r")
    terminal.until("dataset (the dataset or benchmark): ")
    terminal.type("gms8k\r")
    assert "no dataset in the graph named 'gms8k'" in terminal.until("dataset (the dataset or benchmark): ")
    terminal.type("GSM\t\r")
    assert "dataset = GSM8K" in terminal.until("SPARQL, ready to be run anywhere:")
    assert "entity/gsm8k>" in terminal.until("?paper ?start")
    assert "71.3" in terminal.until("rows")
    assert terminal.ended() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
def test_a_long_answer_is_cut_in_a_terminal_and_says_how_to_see_all(sample_graph: Path) -> None:
    terminal = Terminal(*COMMAND, "low", "confidence", "1", "--graph", str(sample_graph))
    shown = terminal.until("All of them: kg query --name low-confidence -p below=1")
    assert "40 of " in shown
    assert terminal.ended() == 0
    whole = run("low", "confidence", "1", graph=sample_graph).stdout
    assert len(whole.splitlines()) > 41


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo terminals")
def test_the_end_of_input_ends_it(sample_graph: Path) -> None:
    terminal = Terminal(*COMMAND, "leaderboard", "--graph", str(sample_graph))
    terminal.until("dataset (the dataset or benchmark): ")
    terminal.type("\x04")
    assert terminal.ended() == 2


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("kg ask leaderb", ["leaderboard"]),
        ("kg ask leaderboard GSM", ["GSM8K"]),
        ("kg query --name what", ["what-beats"]),
        ("kg query --name leaderboard -p dat", ["dataset="]),
        ("kg query --name leaderboard -p dataset=GS", ["dataset=GSM8K"]),
        ("kg query --name nothing -p dat", []),
    ],
)
def test_tab_completes_in_the_shell(line: str, expected: list[str], sample_graph: Path) -> None:
    """A shell asks the command what a line can become; the graph is that of the settings."""
    words = line.split()
    environment = {
        **os.environ,
        "KG_GRAPH": str(sample_graph),
        "_KG_COMPLETE": "complete_bash",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    code = "import sys; sys.argv[0] = 'kg'; from kg.cli.main import app; app(prog_name='kg')"
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == expected, done.stderr
