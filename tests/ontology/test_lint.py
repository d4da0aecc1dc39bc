"""The ontology's house rules, as SPARQL: each file in lint/ finds the terms that break one.

A file says at its head what holds (`#+ summary`), and shows a statement that breaks it (`#+ fails`).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
import rdflib

from kg.resources import ontology_dir
from kg.vocab import PREFIXES

FILES = ("paper-kg", "concepts", "alignments", "shapes")
RULES = sorted(Path(__file__).with_name("lint").glob("*.rq"))
NAMES = dict(PREFIXES) | {"sh": "http://www.w3.org/ns/shacl#"}


@cache
def ontologies() -> rdflib.Graph:
    """Return all files as one graph."""
    graph = rdflib.Graph()
    for name in FILES:
        graph.parse(ontology_dir() / f"{name}.ttl", format="turtle")
    return graph


def broken(rule: Path, more: str = "") -> set[str]:
    """Return the terms that break a rule, with more statements (Turtle) beside the files."""
    prefixes = "".join(f"@prefix {name}: <{space}> .\n" for name, space in NAMES.items())
    graph = ontologies()
    added = set(rdflib.Graph().parse(data=prefixes + more, format="turtle")) - set(graph)
    for triple in added:
        graph.add(triple)
    try:
        return {str(row[0]) for row in graph.query(rule.read_text(encoding="utf-8"), initNs=NAMES)}  # type: ignore[index]
    finally:
        for triple in added:
            graph.remove(triple)


def head(rule: Path, key: str) -> str:
    (line,) = [line for line in rule.read_text(encoding="utf-8").splitlines() if line.startswith(f"#+ {key}: ")]
    return line.partition(": ")[2]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_no_term_breaks_a_rule(rule: Path) -> None:
    assert broken(rule) == set(), head(rule, "summary")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_a_rule_can_be_broken(rule: Path) -> None:
    assert broken(rule, head(rule, "fails")), head(rule, "summary")


@pytest.mark.parametrize("name", FILES)
def test_every_prefix_of_a_file_is_used(name: str) -> None:
    text = (ontology_dir() / f"{name}.ttl").read_text(encoding="utf-8")
    body = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("@prefix"))
    for line in text.splitlines():
        if line.startswith("@prefix"):
            prefix = line.split()[1]
            assert any(word in body for word in (f" {prefix}", f"\n{prefix}", f"^{prefix}", f"({prefix}")), prefix
