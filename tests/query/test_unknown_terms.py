"""A query with a name that the ontology lacks is answered, and the name is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli.main import app
from kg.query.catalogue import catalogue
from kg.query.unknown_terms import unknown_terms


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("ASK { ?x a kg:Datset ; kg:kind kgc:ratioo , kg:Datset }", ["Datset", "ratioo"]),
        ("ASK { ?x a kg:Dataset ; kg:kind kgc:ratio ; skos:prefLabl 'kg:Datset' } # kg:Datset", []),
        ("PREFIX kg: <https://example.org/> ASK { ?x a kg:Datset }", []),
    ],
)
def test_names_that_the_ontology_lacks(query: str, names: list[str]) -> None:
    assert [error.name for error in unknown_terms(query)] == names


def test_no_question_of_the_catalogue_has_one() -> None:
    assert [name for name, question in catalogue().items() if unknown_terms(question.query)] == []


def test_an_answer_comes_with_a_warning_that_names_the_nearest(sample_graph: Path) -> None:
    query = "SELECT ?x { ?x a kg:Datset }"
    done = CliRunner().invoke(app, ["query", query, "--format", "csv", "--graph", str(sample_graph)])
    assert (done.exit_code, done.stdout.split()) == (0, ["x"])
    assert "named 'Datset'. The nearest are: Dataset," in " ".join(done.stderr.split())
