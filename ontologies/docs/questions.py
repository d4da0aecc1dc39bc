"""Write questions.md, the list of the competency questions, with how long each takes on a graph.

`python -m ontologies.docs.questions GRAPH` runs each question three times with the values in its file, and takes the
shortest; the time is that of the CPU, so that it is the same beside other work.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from kg.graph.folder import GraphFolder
from kg.graph.store import needs_union, open_store
from kg.query.catalogue import Parameter, Question, catalogue
from kg.vocab import prefixes

__all__ = ["main", "measured", "page"]

PAGE = Path(__file__).with_name("questions.md")
_TIMES = 3
_HEAD = """# Competency questions

Each is a file in `kg/query/queries` that explains itself. `kg ask` picks one by words (`kg ask leaderboard gsm8k`);
`kg query --name NAME -p KEY=VALUE` asks it by name, and `--show` prints its SPARQL. What a parameter is by default
stands behind it. Each has rows on the sample that a person checked (`tests/query/expected`). The last column is the CPU
time of the query alone, in seconds, with the values in its file, on {sources:,} digests with {papers:,} papers and
{triples:,} triples; `python -m ontologies.docs.questions GRAPH` wrote it.

| question | summary | parameters | example | seconds |
|---|---|---|---|---|
"""


def measured(graph: Path) -> dict[str, float]:
    """Return the CPU seconds that each question takes on a graph."""
    version = GraphFolder(graph).current()
    base = version.manifest()["inputs"]["base"]
    store = open_store(version.store)
    asked = {"base_iri": base, "prefixes": prefixes(base), "use_default_graph_as_union": needs_union(store)}

    def run(question: Question) -> None:
        for _ in store.query(question.query, **asked):
            pass

    return {name: min(_seconds(run, question) for _ in range(_TIMES)) for name, question in catalogue().items()}


def _seconds(run: Callable[[Question], None], question: Question) -> float:
    began = time.process_time()
    run(question)
    return time.process_time() - began


def page(seconds: Mapping[str, float], counts: Mapping[str, int]) -> str:
    """Return the list as Markdown; `counts` are those of the graph's manifest."""
    rows = (
        f"| {question.name} | {question.summary} | {', '.join(map(_parameter, question.parameters))} "
        f"| `{question.example}` | {seconds[question.name]:.2f} |\n"
        for question in catalogue().values()
    )
    return _HEAD.format(**counts) + "".join(rows)


def _parameter(one: Parameter) -> str:
    return f"{one.name} ({one.type}{f', {one.default}' if one.default is not None else ''})"


def main() -> None:
    """Read the command line, measure, and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("graph", type=Path, help="the folder of the graph to measure on")
    given = parser.parse_args()
    counts = GraphFolder(given.graph).current().manifest()["counts"]
    PAGE.write_text(page(measured(given.graph), counts), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
