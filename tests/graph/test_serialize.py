import subprocess
from io import BytesIO
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from rdflib.compare import to_isomorphic

from kg.errors import UnknownNameError
from kg.graph.formats import ExportFormat
from kg.graph.nquads import read_in_order, read_nquads, read_union
from kg.graph.serialize import export
from kg.graph.turtle import Names, head, turtle
from kg.rdf import XSD, Iri, Literal, as_ntriples_term
from kg.vocab import BASE
from tests.graph.given import nquads, statements

RDF = [form for form in ExportFormat if form.is_rdf]
UNION = [ExportFormat.TURTLE, ExportFormat.NTRIPLES, ExportFormat.JSONLD, ExportFormat.RDFXML]
OX = {
    ExportFormat.TURTLE: pyoxigraph.RdfFormat.TURTLE,
    ExportFormat.NTRIPLES: pyoxigraph.RdfFormat.N_TRIPLES,
    ExportFormat.JSONLD: pyoxigraph.RdfFormat.JSON_LD,
    ExportFormat.NQUADS: pyoxigraph.RdfFormat.N_QUADS,
    ExportFormat.TRIG: pyoxigraph.RdfFormat.TRIG,
    ExportFormat.RDFXML: pyoxigraph.RdfFormat.RDF_XML,
}
RDFLIB = {
    ExportFormat.TURTLE: "turtle",
    ExportFormat.NTRIPLES: "nt",
    ExportFormat.JSONLD: "json-ld",
    ExportFormat.NQUADS: "nquads",
    ExportFormat.TRIG: "trig",
    ExportFormat.RDFXML: "xml",
}


def exported(path: Path, form: ExportFormat, base: str = BASE) -> bytes:
    out = BytesIO()
    export(path, out, format=form, base=base)
    return out.getvalue()


def parsed(data: bytes, form: ExportFormat) -> set[str]:
    return {str(quad) for quad in pyoxigraph.parse(data, format=OX[form])}


@pytest.mark.parametrize("form", RDF)
def test_every_form_says_what_the_file_says(form: ExportFormat, tmp_path: Path) -> None:
    path = nquads(tmp_path)
    wanted = exported(path, ExportFormat.NTRIPLES), ExportFormat.NTRIPLES
    if form not in UNION:
        wanted = path.read_bytes(), ExportFormat.NQUADS
    assert parsed(exported(path, form), form) == parsed(*wanted)


@pytest.mark.parametrize("form", UNION)
def test_rdflib_reads_the_union(form: ExportFormat, tmp_path: Path) -> None:
    path = nquads(tmp_path)
    graph = rdflib.Graph().parse(data=exported(path, form), format=RDFLIB[form])
    assert len(graph) == len({quad[:3] for quad in statements()})
    plain = rdflib.Graph().parse(data=exported(path, ExportFormat.NTRIPLES), format="nt")
    assert to_isomorphic(graph) == to_isomorphic(plain)


@pytest.mark.parametrize("form", [ExportFormat.NQUADS, ExportFormat.TRIG])
def test_rdflib_reads_the_graphs_apart(form: ExportFormat, tmp_path: Path) -> None:
    dataset = rdflib.Dataset()
    dataset.parse(data=exported(nquads(tmp_path), form), format=RDFLIB[form])
    assert len(set(dataset.quads())) == len(set(statements()))


def test_rapper_counts_the_same_triples(rapper: str, tmp_path: Path) -> None:
    path = nquads(tmp_path)
    (tmp_path / "graph.ttl").write_bytes(exported(path, ExportFormat.TURTLE))
    run = subprocess.run(
        [rapper, "-c", "-i", "turtle", str(tmp_path / "graph.ttl")], capture_output=True, text=True, check=True
    )
    assert f"returned {len(list(read_union(path)))} triples" in run.stderr
    assert "arning" not in run.stderr


@pytest.mark.parametrize("form", RDF)
def test_the_order_of_the_quads_leaves_no_trace(form: ExportFormat, tmp_path: Path) -> None:
    first = exported(nquads(tmp_path), form)
    assert exported(nquads(tmp_path, statements()[::-1]), form) == first


def test_turtle_is_for_people(tmp_path: Path) -> None:
    text = exported(nquads(tmp_path), ExportFormat.TURTLE).decode()
    assert "\npaper:2410.00001 a kg:Paper ;\n    dcterms:title " in text
    assert (
        "\n<mention/2410.00001/2024-10-30/title/0-5> a kg:Mention ;\n    kg:confidence 0.87 ;\n    kg:end 5 ;" in text
    )
    assert "    kg:listedIn digest:2024-10-30,\n        digest:2024-10-31 ;\n" in text
    subjects = [line.split(" ", 1)[0] for line in text.split("\n") if line and line[0] not in " @#"]
    assert len(subjects) == len(set(subjects)) == len({quad.subject for quad in statements()})


def test_turtle_says_first_what_it_is_and_then_what_papers_say(tmp_path: Path) -> None:
    text = exported(nquads(tmp_path), ExportFormat.TURTLE).decode()
    begun = ("<dataset> a", "digest:2", "paper:2", "entity:", "<text/", "<mention/", "<dataset#", "<build/", "alias:")
    places = [text.index(f"\n{start}") for start in begun]
    assert places == sorted(places)
    heads = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert heads == sorted(heads)
    body = text.partition("\n\n")[2]
    assert [prefix for prefix in heads if f"{prefix}" not in body] == []


def test_a_paper_stands_before_its_listings_and_a_listing_without_its_paper_where_it_was() -> None:
    papers = ("2410.0001", "2410.00012", "2410.00013")
    listings = [f"<{BASE}paper/{paper}/listed/2024-10-30/{number}>" for paper in papers for number in (1, 2)]
    subjects = sorted([*listings, *(f"<{BASE}paper/{paper}>" for paper in papers[1:]), f"<{BASE}text/a/listed/b>"])
    triples = [(subject, f"<{BASE}p>", '"o"') for subject in subjects]
    written = [block.split()[0] for block in turtle(triples, Names())]
    assert written == [
        "<paper/2410.0001/listed/2024-10-30/1>",
        "<paper/2410.0001/listed/2024-10-30/2>",
        *("paper:2410.00012", "<paper/2410.00012/listed/2024-10-30/1>", "<paper/2410.00012/listed/2024-10-30/2>"),
        *("paper:2410.00013", "<paper/2410.00013/listed/2024-10-30/1>", "<paper/2410.00013/listed/2024-10-30/2>"),
        "<text/a/listed/b>",
    ]


def test_no_statement_is_lost_that_stands_outside_of_the_base(tmp_path: Path) -> None:
    path = nquads(tmp_path)
    read = list(read_in_order(path, ["<https://w3id.org/paper-kg/id/paper", "<https://w3id.org/paper-kg/id/entity"]))
    assert len(read) == len(list(read_nquads(path)))
    assert set(read) == set(read_nquads(path))
    assert "/id/paper/2410.00001" in read[0].subject


def test_trig_names_each_graph_once(tmp_path: Path) -> None:
    text = exported(nquads(tmp_path), ExportFormat.TRIG).decode()
    opened = [line for line in text.splitlines() if line.endswith(" {")]
    assert opened == [f"graph:{name} {{" for name in ("2024-10-30", "2024-10-31", "contradictions", "entities", "meta")]


@pytest.mark.parametrize("base", ["https://example.org/", "https://example.org/a/b#", "http://localhost:8000/x/"])
def test_another_base_changes_the_writing_only(base: str, tmp_path: Path) -> None:
    path = nquads(tmp_path)
    for form in (ExportFormat.TURTLE, ExportFormat.TRIG, ExportFormat.JSONLD):
        assert parsed(exported(path, form, base), form) == parsed(exported(path, form), form)


def _is_valid(iri: Iri) -> bool:
    try:
        return pyoxigraph.NamedNode(iri).value == iri
    except ValueError:
        return False


SEGMENT = st.text(st.sampled_from("ab1_.-~%25%C3%BC:é#?/"), min_size=1).filter(lambda text: "%" not in text)
IRIS = st.one_of(
    st.builds(lambda kind, rest: Iri(f"{BASE}{kind}/{rest}"), st.sampled_from(["entity", "text", "nothing"]), SEGMENT),
    st.builds(lambda rest: Iri(f"https://w3id.org/paper-kg/ontology#{rest}"), SEGMENT),
    st.builds(lambda rest: Iri(f"https://schema.org/{rest}"), SEGMENT),
    st.sampled_from(
        [Iri(BASE), Iri("urn:x"), Iri(BASE + "entity/%E2%98%85"), Iri(BASE + "text/../x"), Iri(BASE + "a/./b")]
    ),
).filter(lambda iri: _is_valid(iri))
WORDS = st.text(st.characters(codec="utf-8"))
DATATYPES = st.sampled_from([Iri(XSD + name) for name in ("string", "integer", "decimal", "boolean", "date", "token")])
LITERALS = st.one_of(
    st.builds(Literal, WORDS, DATATYPES, st.none()),
    st.builds(
        Literal, st.from_regex(r"[+-]?[0-9]{0,3}\.?[0-9]{0,3}(e1)?|true|false", fullmatch=True), DATATYPES, st.none()
    ),
    st.builds(Literal, WORDS, st.just(Iri(XSD + "string")), st.sampled_from(["en", "de-at"])),
    st.just(Literal('"^^<https://example.org/>', Iri(XSD + "string"), "en")),
)


@given(st.one_of(IRIS, LITERALS))
def test_a_term_in_turtle_is_the_same_term(term: Iri | Literal) -> None:
    names = Names()
    subject, predicate = f"{BASE}text/x", "https://schema.org/x"
    line = f"{names.iri(f'<{subject}>')} {names.predicate(f'<{predicate}>')} {names.term(as_ntriples_term(term))} .\n"
    data = "".join(head(names)) + line
    (triple,) = pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.TURTLE)
    assert (triple.subject.value, triple.predicate.value) == (subject, predicate)
    plain = f"<{subject}> <{predicate}> {as_ntriples_term(term)} ."
    (wanted,) = pyoxigraph.parse(plain, format=pyoxigraph.RdfFormat.N_TRIPLES)
    assert triple.object == wanted.object


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("g.ttl", ExportFormat.TURTLE),
        ("g.NQ", ExportFormat.NQUADS),
        ("a.b.jsonld", ExportFormat.JSONLD),
        ("g.rdf", ExportFormat.RDFXML),
    ],
)
def test_the_ending_chooses_the_form(name: str, form: ExportFormat) -> None:
    assert ExportFormat.from_path(Path(name)) is form


def test_an_unknown_ending_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match=r"\.ttl"):
        ExportFormat.from_path(Path("graph.docx"))
