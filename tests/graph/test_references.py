"""References in CSL-JSON and BibTeX, each read back by a library that its users have."""

from __future__ import annotations

import json
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from bibtexparser import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.graph.bibtex import bibtex
from kg.graph.csl import csl_json
from kg.graph.references import Author, Reference, split_name

STYLE = """<?xml version="1.0" encoding="utf-8"?>
<style xmlns="http://purl.org/net/xbiblio/csl" class="in-text" version="1.0" default-locale="en-US">
  <info><title>t</title><id>t</id><updated>2024-01-01T00:00:00+00:00</updated></info>
  <citation><layout><text variable="title"/></layout></citation>
  <bibliography><layout>
    <names variable="author"><name name-as-sort-order="all" and="text"/></names>
    <text variable="title" prefix=". "/><date variable="issued" prefix=". "><date-part name="year"/></date>
    <text variable="DOI" prefix=". "/>
  </layout></bibliography>
</style>"""

RECORDS = [
    {
        "id": "2410.99999",
        "title": "Lamps & $10 wires_2 at 100% #1",
        "abstract": "We introduce LampNet. It reaches 81.5% accuracy on GSM8K.",
        "categories": "cs.LG",
        "authors_parsed": [["van Beethoven", "Ludwig", ""], ["Tran", "Bo", "Jr."], ["Sánchez and Sons", "Ana", ""]],
        "versions": [{"version": "v1", "created": "Thu, 31 Oct 2024 00:00:01 GMT"}],
    },
    {
        "id": "hep-th/9901001",
        "title": "On strings",
        "abstract": "We study strings.",
        "categories": "hep-th",
        "authors": "Plato",
        "update_date": "1999-01-02",
    },
]


@pytest.fixture(scope="module")
def graph(sample_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> kg.Graph:
    folder = tmp_path_factory.mktemp("references")
    (folder / "arxiv.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in RECORDS), encoding="utf-8")
    return kg.build([sample_dir, folder / "arxiv.jsonl"], graph=folder / "graph", fast=True)


def exported(graph: kg.Graph, form: str, **part: str) -> str:
    out = BytesIO()
    graph.export(out, format=form, **part)
    return out.getvalue().decode()


def parsed(text: str) -> dict[str, dict[str, str]]:
    library = parse_string(text, append_middleware=[LatexDecodingMiddleware()])
    assert library.failed_blocks == []
    return {entry.key: {field.key: field.value for field in entry.fields} for entry in library.entries}


def test_bibtex_says_what_arxiv_says(graph: kg.Graph) -> None:
    found = parsed(exported(graph, "bibtex"))
    assert len(found) == graph.counts["papers"]
    lamps = found["arxiv-2410.99999"]
    assert lamps["title"].strip("{}") == "Lamps & $10 wires_2 at 100% #1"
    assert lamps["author"].replace("{", "").replace("}", "") == (
        "van Beethoven, Ludwig and Tran, Jr., Bo and and Sons, Ana Sánchez"
    )
    assert (lamps["year"], lamps["month"], lamps["eprint"]) == ("2024", "10", "2410.99999")
    assert lamps["doi"] == "10.48550/arXiv.2410.99999"
    assert found["arxiv-hep-th-9901001"]["year"] == "1999"


def test_nobody_is_an_author_because_a_digest_lists_them(graph: kg.Graph) -> None:
    found = parsed(exported(graph, "bibtex"))
    assert [key for key, fields in found.items() if "author" in fields] == ["arxiv-2410.99999", "arxiv-hep-th-9901001"]
    assert found["arxiv-2410.21465"]["year"] == "2024"
    assert [item["id"] for item in json.loads(exported(graph, "csl-json")) if "author" in item] == [
        "arxiv-2410.99999",
        "arxiv-hep-th-9901001",
    ]


def test_csl_json_makes_a_bibliography(graph: kg.Graph, tmp_path: Path) -> None:
    items = json.loads(exported(graph, "csl-json"))
    assert [item["id"] for item in items] == sorted(item["id"] for item in items)
    style = tmp_path / "style.csl"
    style.write_text(STYLE, encoding="utf-8")
    bibliography = CitationStylesBibliography(
        CitationStylesStyle(str(style), validate=False), CiteProcJSON(items), formatter.plain
    )
    bibliography.register(Citation([CitationItem("arxiv-2410.99999")]))
    [entry] = bibliography.bibliography()
    assert "van Beethoven, Ludwig" in str(entry)
    assert "Tran, Bo, Jr." in str(entry)
    assert "2024. 10.48550/arXiv.2410.99999" in str(entry)


def test_only_selected_papers_are_written(graph: kg.Graph, tmp_path: Path) -> None:
    query = "SELECT ?paper { ?paper kg:arxivId '2410.99999' }"
    assert list(parsed(exported(graph, "bibtex", query=query))) == ["arxiv-2410.99999"]
    none = "SELECT ?paper { ?paper kg:arxivId 'none' }"
    assert json.loads(exported(graph, "csl-json", query=none)) == []
    assert exported(graph, "bibtex", query=none).strip() == ""
    graph.export(tmp_path / "papers.bib", entity="GSM8K")
    assert "arxiv-2410.99999" in parsed((tmp_path / "papers.bib").read_text(encoding="utf-8"))


def test_names_are_taken_apart_as_bibtex_does() -> None:
    assert split_name("Ana María de la Cruz") == Author("de la Cruz", "Ana María")
    assert split_name("de Finetti") == Author("Finetti", "de")
    assert split_name("Bo Tran III") == Author("Tran", "Bo", "III")


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)


@given(title=WORDS, family=WORDS, given=WORDS, abstract=WORDS)
def test_whatever_the_words_are_nothing_of_them_is_tex(title: str, family: str, given: str, abstract: str) -> None:
    reference = Reference("2410.00001", title, "2024-10", (Author(family, given), Author("Lee")), abstract)
    text = bibtex([reference, Reference("2410.00002", "Second", "2024-10")])
    found = parse_string(text)
    assert found.failed_blocks == []
    assert [entry.key for entry in found.entries] == ["arxiv-2410.00001", "arxiv-2410.00002"]
    depth = 0
    for character in text:
        depth += (character == "{") - (character == "}")
        assert depth >= 0
    assert depth == 0
    commands = set(text.split("\\")[1:]) and {piece.split("}")[0].split("{")[0] for piece in text.split("\\")[1:]}
    assert all(not command[:1].isalpha() or command.startswith("text") for command in commands)
    [item, _] = json.loads("".join(csl_json([reference, Reference("2410.00002", "Second", "2024-10")])))
    assert (item["title"], item["author"][0]["family"], item["abstract"]) == (title, family, abstract)
    assert json.load(StringIO("".join(csl_json([])))) == []
