import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pyoxigraph
from hypothesis import given
from hypothesis import strategies as st

from kg.graph.nquads import read_nquads, read_union, write_nquads
from kg.rdf import XSD, Iri, Literal, Quad, as_nquad
from tests.conftest import ROOT
from tests.graph.given import nquads, statements

words = st.text(st.characters(codec="utf-8"))
iris = st.sampled_from([Iri(f"https://example.org/{name}") for name in ("a", "b", "b/c", "b%20c", "é")])
literals = st.one_of(
    words.map(Literal),
    st.builds(Literal, words, st.just(Iri(XSD + "string")), st.sampled_from(["en", "de-at"])),
    st.builds(Literal, words, st.just(Iri(XSD + "token")), st.none()),
)
quad_lists = st.lists(st.builds(Quad, iris, iris, st.one_of(iris, literals), iris))


def written(quads: list[Quad]) -> bytes:
    out = BytesIO()
    write_nquads(quads, out)
    return out.getvalue()


@given(quad_lists, st.randoms())
def test_any_order_makes_the_same_bytes(quads: list[Quad], random: object) -> None:
    shuffled = quads * 2
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert written(shuffled) == written(quads) == "".join(sorted(set(map(as_nquad, quads)))).encode()


@given(quad_lists)
def test_another_parser_reads_the_same_statements(quads: list[Quad]) -> None:
    read = list(pyoxigraph.parse(written(quads), format=pyoxigraph.RdfFormat.N_QUADS))
    assert {(quad.subject.value, quad.object.value, quad.graph_name.value) for quad in read} == {
        (str(quad.subject), str(quad.object), str(quad.graph)) for quad in quads
    }
    assert len(read) == len(set(quads))


def test_a_file_is_read_back_term_by_term(tmp_path: Path) -> None:
    path = nquads(tmp_path)
    assert "".join(" ".join(statement) + " .\n" for statement in read_nquads(path)) == path.read_text(encoding="utf-8")


def test_the_union_holds_each_triple_once(tmp_path: Path) -> None:
    triples = list(read_union(nquads(tmp_path)))
    assert len(triples) == len(set(triples)) == len({quad[:3] for quad in statements()}) < len(set(statements()))


def test_the_hash_seed_does_not_matter() -> None:
    code = "import sys; from tests.graph.given import *; write_nquads(statements(), sys.stdout.buffer)"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            check=True,
            capture_output=True,
            env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }
    assert outputs == {written(statements())}
