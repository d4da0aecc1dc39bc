"""The part of a version that is sure enough: its statements without evidence below a confidence, and what rests on it.

It is what a build with that least confidence would state of the same names. The files lie in the folder of the version,
under `confident/`, and go with it; where nothing can be written there, in a folder that goes with the process.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from heapq import merge
from itertools import groupby
from pathlib import Path

from kg.graph.folder import Manifest, Version
from kg.graph.iris import dataset_iri, graph_iri
from kg.graph.nquads import Statement, read_nquads, read_union
from kg.graph.store import build_store
from kg.graph.terms import DCTERMS, OWL, SKOS
from kg.rdf import Literal, Quad, as_nquad
from kg.vocab import BASE, KG, KGC

__all__ = ["confident_version", "write_confident"]

_ROLES = {
    f"<{KG[name]}>": f"<{KGC[role]}>"
    for name, role in (
        ("proposes", "proposed"),
        ("uses", "used"),
        ("evaluates", "evaluated"),
        ("evaluatesOn", "evaluated"),
        ("comparesWith", "compared"),
        ("mentionsInPassing", "mentioned"),
    )
}
_NAMES = frozenset(f"<{KG[name]}>" for name in ("mentions", "addresses", "reportsMetric"))
_LINKS = frozenset(f"<{KG[name]}>" for name in ("subject", "metric", "dataset", "baseline", "baseModel", "involves"))
_BROADER = frozenset({f"<{KG.variantOf}>", f"<{SKOS.broader}>"})
_CONFIDENCE, _REFERS_TO, _ROLE = f"<{KG.confidence}>", f"<{KG.refersTo}>", f"<{KG.role}>"
_CONTRADICTS, _PREVIOUS, _REPORTS = f"<{KG.contradicts}>", f"<{KG.previousScore}>", f"<{KG.reportsResult}>"
_SAME_AS = f"<{OWL.sameAs}>"


def confident_version(version: Version, least: float) -> Version:
    """Return a version without what is less sure than `least` (0 to 1), made when it is first wanted.

    The version itself is returned where nothing in it can be less sure.
    """
    manifest = version.manifest()
    if least <= manifest["inputs"].get("min_confidence", 0.0):
        return version
    made = version.path / "confident" / f"{least:g}"
    if not made.is_dir():
        made = _make(version, manifest, least, made)
    return Version(made, version.hold)


def _make(version: Version, manifest: Manifest, least: float, place: Path) -> Path:
    """Make the files aside and put them in place; another process may have been faster."""
    try:
        place.parent.mkdir(exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".new-", dir=place.parent))
    except OSError:  # a folder of somebody else's, or on a read-only disk
        kept = tempfile.TemporaryDirectory(prefix="kg-confident-")
        _KEPT.append(kept)
        aside = place = Path(kept.name)
    try:
        new = Version(aside)
        counts = write_confident(version.nquads, new.nquads, least, base=manifest["inputs"]["base"])
        build_store(new.nquads, new.store)
        triples = sum(1 for _ in read_union(new.nquads))
        inputs = manifest["inputs"] | {"min_confidence": least}
        known = manifest | {"inputs": inputs, "counts": manifest["counts"] | counts | {"triples": triples}}
        (aside / "manifest.json").write_text(json.dumps(known, ensure_ascii=False, sort_keys=True), encoding="utf-8")
        if aside != place and not place.is_dir():
            aside.rename(place)
    except OSError:
        if not place.is_dir():
            raise
    finally:
        if aside != place:
            shutil.rmtree(aside, ignore_errors=True)
    return place


_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def write_confident(nquads: Path, out: Path, least: float, *, base: str = BASE) -> dict[str, int]:
    """Write the sure part of a sorted N-Quads file, sorted; return how many entities, results and mentions it has.

    Evidence below `least` goes; so does what a paper says of an entity that none of its remaining mentions in that
    digest says, a result's link to such an entity, and an entity that nothing leads to any more.
    """
    sure = _Sure(least, base)
    for subject, group in groupby(read_nquads(nquads), key=lambda statement: statement.subject):
        sure.add(subject, list(group))
    graph = graph_iri("meta", base=base)
    told = Quad(
        dataset_iri(base=base), DCTERMS.description, Literal(f"Nothing below confidence {least:g} is stated."), graph
    )
    kept = (" ".join(statement) + " .\n" for statement in read_nquads(nquads) if sure.keeps(statement))
    with out.open("w", encoding="utf-8", newline="\n") as written:
        written.writelines(merge(kept, [as_nquad(told)]))
    return {"entities": len(sure.named), "results": sure.results, "mentions": sure.mentions}


class _Sure:
    """What remains of the evidence; filled in the order of the file, in which mentions come before results."""

    def __init__(self, least: float, base: str) -> None:
        self.mentions = self.results = 0
        self.named: set[str] = set()
        """The entities that a remaining mention names."""
        self._least = least
        self._kinds = {kind: f"<{base}{kind}/" for kind in ("mention", "result", "entity", "alias")}
        self._dropped: set[str] = set()
        self._unsettled: set[str] = set()
        self._names: set[tuple[str, str, str]] = set()
        self._roles: set[tuple[str, str, str, str]] = set()
        self._above: dict[str, list[str]] = defaultdict(list)
        self._entities: set[str] | None = None
        self._paper = f"<{base}paper/"
        self._start = len(f"<{base}")

    def add(self, subject: str, said: list[Statement]) -> None:
        """Take in all that the file says of a subject."""
        if self._is("mention", subject):
            self._add_mention(subject, said)
        elif self._is("result", subject):
            self._add_result(subject, said)
        elif self._is("entity", subject):
            self._above[subject] += [one.object for one in said if one.predicate in _BROADER]

    def keeps(self, statement: Statement) -> bool:
        """Say whether a statement remains, once everything was taken in."""
        subject, predicate, term, graph = statement
        if subject in self._dropped:
            return False
        if subject.startswith(self._paper):
            return self._keeps_of_paper(statement)
        if self._is("result", subject):
            if predicate in _LINKS:
                return (graph, self._paper_id(subject), term) in self._names
            if predicate == _CONTRADICTS:
                return not {subject, term} & self._unsettled
            return predicate != _PREVIOUS or term not in self._dropped
        if self._is("entity", subject):
            return subject in self._reached()
        return not (self._is("alias", subject) and predicate == _SAME_AS) or term in self._reached()

    def _keeps_of_paper(self, statement: Statement) -> bool:
        subject, predicate, term, graph = statement
        if predicate == _REPORTS:
            return term not in self._dropped
        if predicate in _NAMES:
            return (graph, self._paper_id(subject), term) in self._names
        role = _ROLES.get(predicate)
        return role is None or (graph, self._paper_id(subject), term, role) in self._roles

    def _is(self, kind: str, subject: str) -> bool:
        return subject.startswith(self._kinds[kind])

    def _paper_id(self, iri: str) -> str:
        """Return the arXiv id in the IRI of a paper, a mention or a result, in its encoded form."""
        return iri[self._start :].split("/", 2)[1].rstrip(">")

    def _is_sure(self, said: Iterable[Statement]) -> bool:
        return all(_number(one.object) >= self._least for one in said if one.predicate == _CONFIDENCE)

    def _add_mention(self, subject: str, said: list[Statement]) -> None:
        if not self._is_sure(said):
            self._dropped.add(subject)
            return
        self.mentions += 1
        roles = [one.object for one in said if one.predicate == _ROLE]
        for one in said:
            if one.predicate == _REFERS_TO:
                self.named.add(one.object)
                self._names.add((one.graph, self._paper_id(subject), one.object))
                self._roles |= {(one.graph, self._paper_id(subject), one.object, role) for role in roles}

    def _add_result(self, subject: str, said: list[Statement]) -> None:
        if not self._is_sure(said):
            self._dropped.add(subject)
            self._unsettled.add(subject)
            return
        self.results += 1
        links = (one for one in said if one.predicate in _LINKS)
        # Without one of its links, a score no longer says what was measured: it contradicts nothing.
        if any((one.graph, self._paper_id(subject), one.object) not in self._names for one in links):
            self._unsettled.add(subject)

    def _reached(self) -> set[str]:
        """Return the entities that are named, and those that they are variants or kinds of."""
        if self._entities is None:
            reached: set[str] = set()
            waiting = list(self.named)
            while waiting:
                entity = waiting.pop()
                if entity not in reached:
                    reached.add(entity)
                    waiting += self._above[entity]
            self._entities = reached
        return self._entities


def _number(literal: str) -> float:
    return float(literal[1 : literal.index('"', 1)])
