"""Builds the ontology's pages from its Turtle: `python -m ontologies.docs.build SITE --home https://example.org/paper-kg`.

Needs pyLODE (`paper-kg[docs]`). SITE gets index.html with the class diagram, the concepts, the reliability of
confidences and the questions, the Turtle files (also by version), each question as a SPARQL example, and an .htaccess
for w3id.org.
"""

from __future__ import annotations

import argparse
import shutil
from html import escape
from pathlib import Path

import rdflib
from pylode.profiles.ontpub import OntPub
from rdflib import OWL, RDF, SKOS

from kg.query.catalogue import Question, catalogue
from kg.query.sparql_examples import example_prefixes, sparql_example
from kg.resources import ontology_dir
from ontologies.docs.diagram import diagram

__all__ = ["build", "main"]

FILES = ("paper-kg", "concepts", "alignments", "shapes")
NOTICE = (
    "The sources of a graph in this ontology are summaries that a language model wrote of papers, not the papers. "
    "The redirections of https://w3id.org/paper-kg/ are not registered yet: the IRIs lead nowhere so far."
)


def build(site: Path, *, home: str, endpoint: str | None = None) -> None:
    """Write the pages into a folder.

    `home` is the address that they will have, `endpoint` that of the SPARQL endpoint that answers the questions.
    """
    site.mkdir(parents=True, exist_ok=True)
    ontology = rdflib.Graph().parse(ontology_dir() / "paper-kg.ttl", format="turtle")
    picture = diagram(ontology)
    (site / "class-diagram.svg").write_text(picture, encoding="utf-8")
    (site / "index.html").write_text(_page(ontology, picture), encoding="utf-8")
    for name in FILES:
        source = ontology_dir() / f"{name}.ttl"
        graph = rdflib.Graph().parse(source, format="turtle")
        version = site / _version(graph)
        version.mkdir(exist_ok=True)
        shutil.copyfile(source, site / source.name)
        shutil.copyfile(source, version / source.name)
    (site / "questions").mkdir(exist_ok=True)
    for question in catalogue().values():
        (site / "questions" / f"{question.name}.ttl").write_text(
            sparql_example(question, endpoint=endpoint), encoding="utf-8"
        )
    (site / "questions" / "prefixes.ttl").write_text(example_prefixes(), encoding="utf-8")
    template = Path(__file__).with_name("htaccess.template").read_text(encoding="utf-8")
    (site / ".htaccess").write_text(template.replace("{home}", home.rstrip("/")), encoding="utf-8")


def _version(graph: rdflib.Graph) -> str:
    return str(graph.value(next(graph.subjects(RDF.type, OWL.Ontology)), OWL.versionInfo))


def _page(ontology: rdflib.Graph, picture: str) -> str:
    """Return pyLODE's page with our own parts before its classes."""
    page = str(OntPub(ontology=ontology, sort_subjects=True).make_html())
    ours = f'<div class="section"><p><strong>{escape(NOTICE)}</strong></p><h2>Class diagram</h2>'
    ours += f'<div id="class-diagram">{picture}</div></div>'
    place = page.index('<div class="section" id="classes">') if 'id="classes"' in page else page.index("</body>")
    page = page[:place] + ours + page[place:]
    end = page.rindex("</body>")
    return page[:end] + f'<div id="more">{_concepts()}{_reliability()}{_questions()}</div>' + page[end:]


def _concepts() -> str:
    graph = rdflib.Graph().parse(ontology_dir() / "concepts.ttl", format="turtle")
    parts = ['<h2 id="concepts">Concepts</h2>']
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        parts.append(f"<h3>{_label(graph, scheme)}</h3><dl>")
        for concept in sorted(graph.subjects(SKOS.inScheme, scheme)):
            definition = escape(str(graph.value(concept, SKOS.definition)))
            parts.append(f"<dt><code>{escape(str(concept))}</code></dt><dd>{_label(graph, concept)}: {definition}</dd>")
        parts.append("</dl>")
    return "".join(parts)


def _reliability() -> str:
    picture = Path(__file__).with_name("reliability.svg").read_text(encoding="utf-8")
    words = (
        "kg:confidence is calibrated: of what the extractor says with a confidence, about that share is right. Each "
        "point is a tenth of what it said of papers that it had not seen, with its 95 % interval; the expected error "
        "is the mean distance from the line."
    )
    return f'<div id="reliability"><h2>How sure is sure</h2><p>{words}</p>{picture}</div>'


def _label(graph: rdflib.Graph, node: rdflib.term.Node) -> str:
    return escape(str(graph.value(node, SKOS.prefLabel)))


def _questions() -> str:
    return '<h2 id="questions">Competency questions</h2>' + "".join(map(_question, catalogue().values()))


def _question(question: Question) -> str:
    return (
        f'<h3 id="question-{escape(question.name)}">{escape(question.name)}</h3>'
        f"<p>{escape(question.summary)} {escape(question.note)}</p><p><code>{escape(question.example)}</code></p>"
        f"<pre>{escape(question.query)}</pre>"
    )


def main() -> None:
    """Read the command line and build."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("site", type=Path, help="the folder to write into")
    parser.add_argument("--home", required=True, help="the address that the pages will have")
    parser.add_argument("--endpoint", help="the SPARQL endpoint that answers the questions, such as that of kg serve")
    given = parser.parse_args()
    build(given.site, home=given.home, endpoint=given.endpoint)


if __name__ == "__main__":
    main()
