"""The class diagram: boxes at fixed places, and an arrow for each property that the ontology has between them."""

from __future__ import annotations

from html import escape

import rdflib
from rdflib import OWL, RDF, RDFS, URIRef

from kg.vocab import KG

__all__ = ["ARROWS", "BOXES", "diagram"]

WIDTH, HEIGHT = 1070, 520
_LABEL = 'font-style="italic" stroke="#fff" stroke-width="5" paint-order="stroke"'
BOXES = {
    "Digest": (90, 60),
    "Paper": (370, 60),
    "Listing": (90, 200),
    "Person": (90, 340),
    "SourceText": (680, 60),
    "Evidence": (940, 60),
    "Mention": (680, 200),
    "Result": (940, 200),
    "Score": (860, 340),
    "Comparison": (990, 340),
    "ResearchEntity": (370, 340),
    "Method": (130, 480),
    "Model": (260, 480),
    "Dataset": (380, 480),
    "Metric": (500, 480),
    "Task": (610, 480),
}
"""The middle of each class's box, in pixels."""

ARROWS = (
    ("Paper", "listedIn", "Digest", -8),
    ("Paper", "hasListing", "Listing", -8),
    ("Listing", "person", "Person", 0),
    ("Paper", "hasText", "SourceText", -8),
    ("Paper", "mentions", "ResearchEntity", 0),
    ("Evidence", "inText", "SourceText", -8),
    ("Mention", "refersTo", "ResearchEntity", -12),
    ("Paper", "reportsResult", "Result", 22),
    ("Result", "involves", "ResearchEntity", 22),
)
"""Properties from one class to another, with how far the label stands off the line."""


def diagram(ontology: rdflib.Graph) -> str:
    """Return the diagram as SVG; raises ValueError for a class or an arrow that the ontology has not."""
    parts = [_arrow(ontology, *arrow) for arrow in ARROWS]
    parts += [_below(ontology, name) for name in BOXES if name not in {"Paper", "Digest"}]
    parts += [_box(ontology, name) for name in BOXES]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        'font-family="sans-serif" font-size="14"><title>Classes of the paper-kg ontology</title>'
        '<defs><marker id="tip" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="9" markerHeight="9" '
        'orient="auto"><path d="M0 0L10 5L0 10z" fill="#333"/></marker>'
        '<marker id="up" viewBox="0 0 10 10" refX="10" refY="5" markerWidth="11" markerHeight="11" '
        'orient="auto"><path d="M0 0L10 5L0 10z" fill="#fff" stroke="#333"/></marker></defs>'
        f"{''.join(parts)}</svg>\n"
    )


def _box(ontology: rdflib.Graph, name: str) -> str:
    if (URIRef(KG[name]), RDF.type, OWL.Class) not in ontology:
        raise ValueError(f"expected a class of the ontology, got {name}")
    (x, y), width = BOXES[name], 24 + 9 * len(name)
    return (
        f'<rect x="{x - width / 2:.0f}" y="{y - 20}" width="{width}" height="40" rx="6" '
        f'fill="#eef3fb" stroke="#333"/><text x="{x}" y="{y + 5}" text-anchor="middle">{escape(name)}</text>'
    )


def _arrow(ontology: rdflib.Graph, start: str, name: str, end: str, off: int) -> str:
    term = URIRef(KG[name])
    if (term, RDFS.domain, URIRef(KG[start])) not in ontology or (term, RDFS.range, URIRef(KG[end])) not in ontology:
        raise ValueError(f"expected {name} to lead from {start} to {end}")
    (x1, y1), (x2, y2) = _ends(start, end)
    label = f'<text x="{(x1 + x2) / 2 + 6:.0f}" y="{(y1 + y2) / 2 + off:.0f}" {_LABEL}>{name}</text>'
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="#333" marker-end="url(#tip)"/>{label}'


def _below(ontology: rdflib.Graph, name: str) -> str:
    """Draw the line to the class above, if one of the diagram is."""
    for above in ontology.objects(URIRef(KG[name]), RDFS.subClassOf):
        short = str(above).removeprefix(KG.base)
        if short in BOXES:
            (x1, y1), (x2, y2) = _ends(name, short)
            line = f'x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"'
            return f'<line {line} stroke="#333" stroke-dasharray="5 3" marker-end="url(#up)"/>'
    return ""


def _ends(start: str, end: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where a line leaves one box and meets another: at their sides, or at top and bottom."""
    (x1, y1), (x2, y2) = BOXES[start], BOXES[end]
    if y1 == y2:
        half1, half2 = (12 + 9 * len(name) // 2 for name in (start, end))
        side = 1 if x2 > x1 else -1
        return (x1 + side * half1, y1), (x2 - side * half2, y2)
    side = 1 if y2 > y1 else -1
    return (x1, y1 + side * 20), (x2, y2 - side * 20)
