"""Checks a graph against the SHACL shapes of ontologies/shapes.ttl: the border to pySHACL.

rdflib takes 39 s and 1.7 GB to load 1.35 million triples, so the graph goes through in slices. Each holds the
graphs of some digests whole, and the types of the entities and persons that they point to.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import pyshacl
from pyoxigraph import Store
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from kg.graph.nquads import literal_parts
from kg.graph.slices import Context, Slice, Slices, read_slice, slice_file
from kg.graph.sparql_constraints import SparqlConstraint, constraints, store_of
from kg.resources import ontology_dir
from kg.vocab import KG

__all__ = ["Report", "Violation", "validate"]

Triple = tuple[str, str, str]

_TYPE = f"<{RDF.type}>"
_POSSIBLY_SAME = f"<{KG.possiblySameAs}>"


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """Something that is not as a shape expects.

    `focus` is the node, `path` the property (its IRI, or empty where the shape is of the node or of a longer
    path), `value` the value at fault if there is one, `message` what was expected.
    """

    focus: str
    path: str
    value: str
    message: str
    severity: str
    shape: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found: the violations sorted, and how many triples in how many slices were checked."""

    violations: tuple[Violation, ...]
    checked: int
    slices: int

    @property
    def conforms(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.violations

    def as_record(self) -> dict[str, Any]:
        """Return the report as JSON writes it."""
        return {
            "conforms": self.conforms,
            "checked": self.checked,
            "slices": self.slices,
            "violations": [asdict(violation) for violation in self.violations],
        }


def validate(
    nquads: Path,
    *,
    processes: int = 2,
    lines_a_slice: int = 20_000,
    on_progress: Callable[[int, int], None] | None = None,
    shapes: Path | None = None,
) -> Report:
    """Check a sorted N-Quads file against the shapes.

    The memory that it takes grows with `processes` and `lines_a_slice`: at two and 20,000 it is 0.3 GB in all.
    `on_progress` is told how many slices of how many are done; `shapes` is another file of shapes.
    """
    cut = slice_file(nquads, lines=lines_a_slice)
    check = partial(_check_slice, nquads, shapes or ontology_dir() / "shapes.ttl")
    violations: set[Violation] = set()
    with _mapping(cut, min(processes, len(cut.slices))) as run:
        for done, found in enumerate(run(check, cut.slices), start=1):
            violations.update(found)
            if on_progress:
                on_progress(done, len(cut.slices))
    return Report(tuple(sorted(violations)), sum(part.lines for part in cut.slices), len(cut.slices))


@contextmanager
def _mapping(cut: Slices, processes: int) -> Iterator[Callable[..., Iterable[set[Violation]]]]:
    """Give a `map` that runs here or in several processes, with what all slices may need at hand."""
    if processes < 2:
        _remember(cut.context)
        yield map
        return
    with ProcessPoolExecutor(processes, initializer=_remember, initargs=(cut.context,)) as pool:
        yield pool.map


_context = Context()


def _remember(context: Context) -> None:
    _context.replace(context)


@cache
def _read_shapes(path: Path) -> tuple[Graph, tuple[SparqlConstraint, ...]]:
    """Read shapes, take the SPARQL constraints out, and give each property shape the target of its node shape.

    pySHACL checks a property shape for one node at a time when it comes to it by `sh:property`, and for all
    nodes at once when it has a target: ten times faster. `sh:closed` needs to know the paths all the same.
    """
    shapes = Graph().parse(path, format="turtle")
    in_sparql = constraints(shapes)
    shapes.remove((None, SH.sparql, None))
    for node in list(shapes.subjects(RDF.type, SH.NodeShape)):
        paths = []
        for inner in list(shapes.objects(node, SH.property)):
            shapes.remove((node, SH.property, inner))
            paths.append(shapes.value(inner, SH.path))
            for kind in (SH.targetClass, SH.targetSubjectsOf):
                for target in shapes.objects(node, kind):
                    shapes.add((inner, kind, target))
        ignored = shapes.value(node, SH.ignoredProperties)
        if ignored is not None:
            Collection(shapes, ignored).__iadd__(path for path in paths if isinstance(path, URIRef))
    return shapes, in_sparql


def _check_slice(nquads: Path, shapes: Path, part: Slice) -> set[Violation]:
    triples, own = _with_context(list(read_slice(nquads, part)))
    in_core, in_sparql = _read_shapes(shapes)
    store = store_of(triples)
    violations = {found for constraint in in_sparql for found in _broken(constraint, store)}
    # In place, since pySHACL would copy the graph.
    conforms, report, _ = pyshacl.validate(_graph(triples), shacl_graph=in_core, inplace=True)
    if not conforms:
        assert isinstance(report, Graph)
        violations.update(_violations(report))
    return {found for found in violations if found.focus in own}


def _with_context(triples: list[Triple]) -> tuple[list[Triple], set[str]]:
    """Add to a slice what it needs of others to make sense; also return the subjects that are its own."""
    own = {subject for subject, _, _ in triples}
    pointed = {thing for _, _, thing in triples if thing in _context.types} - own
    added = [(iri, _TYPE, kind) for iri in pointed for kind in _context.types[iri]]
    linked = own & _context.possibly_same.keys()
    added += [(other, _POSSIBLY_SAME, iri) for iri in linked for other in _context.possibly_same[iri]]
    contradicted = {thing for _, _, thing in triples if thing in _context.scores} - own
    added += [(score, predicate, thing) for score in contradicted for predicate, thing in _context.scores[score]]
    return triples + added, {iri[1:-1] for iri in own}


def _graph(triples: list[Triple]) -> Graph:
    graph, terms = Graph(bind_namespaces="none"), _Terms()
    for subject, predicate, thing in triples:
        graph.add((terms[subject], terms[predicate], terms[thing]))
    return graph


class _Terms(dict[str, Node]):
    """Turns the N-Triples form of a term into rdflib's; IRIs are kept, since they come again and again."""

    def __missing__(self, written: str) -> Node:
        if written.startswith("<"):
            made = self[written] = URIRef(written[1:-1])
            return made
        quoted, kind = literal_parts(written)
        words = json.loads(quoted)  # the escapes of canonical N-Triples are those of JSON
        if kind.startswith("@"):
            return Literal(words, lang=kind[1:])
        # As it is written: rdflib would make 71 of 071, and no shape would see it.
        return Literal(words, datatype=URIRef(kind[3:-1]), normalize=False) if kind else Literal(words)


def _broken(constraint: SparqlConstraint, store: Store) -> Iterator[Violation]:
    for focus, value in constraint.broken(store):
        yield Violation(focus, "", value, constraint.message, "Violation", constraint.shape)


def _violations(report: Graph) -> Iterator[Violation]:
    for result in report.objects(None, SH.result):
        path = report.value(result, SH.resultPath)
        yield Violation(
            focus=str(report.value(result, SH.focusNode)),
            path=str(path) if isinstance(path, URIRef) else "",
            value=str(report.value(result, SH.value) or ""),
            message=str(report.value(result, SH.resultMessage)),
            severity=str(report.value(result, SH.resultSeverity)).rpartition("#")[2],
            shape=str(report.value(result, SH.sourceShape)),
        )
