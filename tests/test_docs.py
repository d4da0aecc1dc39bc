"""The ontology's pages, built from its Turtle, and what the documents promise."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import rdflib
from playwright.sync_api import Page
from rdflib import RDF, RDFS, SDO, SH, URIRef

import kg
from kg.query.catalogue import catalogue
from kg.resources import ontology_dir
from kg.vocab import KG, KGC, PREFIXES
from ontologies.docs.build import NOTICE, build
from ontologies.docs.diagram import ARROWS, BOXES, diagram
from ontologies.docs.questions import measured, page
from tests.conftest import ROOT

HOME = "https://example.org/paper-kg"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build(folder, home=HOME + "/", endpoint=HOME + "/sparql")
    return folder


def test_the_page_shows_each_term_concept_and_question(site: Path, chromium_page: Page) -> None:
    asked: list[str] = []
    chromium_page.on("request", lambda request: asked.append(request.url))
    chromium_page.goto((site / "index.html").as_uri())
    words = chromium_page.locator("body").inner_text()
    assert [name for name in KG if KG[name] not in words] == []
    assert [name for name in KGC if KGC[name] not in words and name not in SCHEMES] == []
    assert [name for name in catalogue() if f"kg query --name {name}" not in words] == []
    assert NOTICE in words
    assert "Confidence and correctness" in chromium_page.locator("#reliability svg").inner_html()
    assert chromium_page.locator("#class-diagram svg[role=img] rect").count() == len(BOXES)
    assert [url for url in asked if not url.startswith("file:")] == []


SCHEMES = {"roles", "kinds", "bounds", "changes", "directions", "entity-types", "units"}


def test_the_diagram_is_true(site: Path) -> None:
    ontology = rdflib.Graph().parse(ontology_dir() / "paper-kg.ttl")
    picture = (site / "class-diagram.svg").read_text(encoding="utf-8")
    assert all(f">{name}</text>" in picture for name in [*BOXES, *(name for _, name, _, _ in ARROWS)])
    ontology.remove((URIRef(KG.inText), RDFS.range, None))
    with pytest.raises(ValueError, match="expected inText to lead from Evidence to SourceText"):
        diagram(ontology)


def redirect(rules: str, path: str, accept: str) -> str | None:
    """Do what Apache's mod_rewrite does with the rules of an .htaccess file."""
    conditions: list[str] = []
    for line in rules.splitlines():
        if found := re.match(r"RewriteCond %\{HTTP_ACCEPT\} (\S+)", line):
            conditions.append(found[1])
        elif found := re.match(r"RewriteRule (\S+) (\S+) \[R=303,L", line):
            match = re.search(found[1], path)
            if match and (not conditions or any(re.search(condition, accept) for condition in conditions)):
                return match.expand(re.sub(r"\$(\d)", r"\\\1", found[2]))
            conditions = []
    return None


@pytest.mark.parametrize(
    ("path", "accept", "target"),
    [
        ("ontology", "text/html", "index.html"),
        ("ontology", "text/turtle", "paper-kg.ttl"),
        ("ontology/0.3.0", "text/html", "0.3.0/paper-kg.ttl"),
        ("concept/at-least", "text/turtle", "concepts.ttl"),
        ("concept/at-least", "*/*", "index.html"),
        ("shapes", "*/*", "shapes.ttl"),
        ("shapes/0.3.0", "*/*", "0.3.0/shapes.ttl"),
        ("questions/leaderboard", "*/*", "questions/leaderboard.ttl"),
    ],
)
def test_each_name_leads_to_a_file_of_the_site(path: str, accept: str, target: str, site: Path) -> None:
    found = redirect((site / ".htaccess").read_text(encoding="utf-8"), path, accept)
    assert found is not None
    assert found.partition("#")[0] == f"{HOME}/{target}"
    assert (site / target).is_file()


def test_each_question_is_an_example_for_endpoints(site: Path) -> None:
    """As the checks of sib-swiss/sparql-examples want it: a query, words with a language, an endpoint, keywords."""
    files = sorted(set((site / "questions").glob("*.ttl")) - {site / "questions" / "prefixes.ttl"})
    assert sorted(path.stem for path in files) == sorted(catalogue())
    for path in files:
        graph = rdflib.Graph().parse(path)
        (node,) = graph.subjects(RDF.type, SH.SPARQLExecutable)
        (comment,), (query,), (target,) = (graph.objects(node, is_) for is_ in (RDFS.comment, SH.select, SDO.target))
        assert (getattr(comment, "language", None), str(target)) == ("en", f"{HOME}/sparql")
        assert (node, SDO.keywords, None) in graph
        assert (node, SH.prefixes, None) in graph
        rdflib.Graph().query(str(query))  # it names all its prefixes


def test_the_examples_together_declare_their_prefixes_once(site: Path) -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((site / "questions").glob("*.ttl")))
    graph = rdflib.Graph().parse(data=text, format="turtle")
    (shared,) = set(graph.objects(None, SH.prefixes))
    declared = {
        str(graph.value(node, SH.prefix)): str(graph.value(node, SH.namespace)) for node in graph[shared : SH.declare]
    }
    assert declared == dict(PREFIXES)


def test_the_checklist_names_files_that_exist() -> None:
    text = (ROOT / "ontologies" / "docs" / "fair.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:tests|ontologies|kg|data)/[^`]+)`", text)
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_list_of_questions_is_what_its_command_writes(sample_graph: Path) -> None:
    """But for the figures, which are those of the whole corpus."""
    seconds = measured(sample_graph)
    assert set(seconds) == set(catalogue())
    assert all(0 <= taken < 10 for taken in seconds.values())
    made = page(seconds, kg.open(sample_graph).counts)
    committed = (ROOT / "ontologies" / "docs" / "questions.md").read_text(encoding="utf-8")
    figures = r"\d[\d,.]*(?= digests| papers| triples| \|$)"
    assert re.sub(figures, "N", made, flags=re.MULTILINE) == re.sub(figures, "N", committed, flags=re.MULTILINE)
