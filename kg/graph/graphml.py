"""GraphML, for Gephi, yEd, igraph and networkx: written element by element, attributes typed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from kg.graph.elements import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Elements, Value, named_type, printable
from kg.notice import NOTICE

__all__ = ["graphml"]

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""


def graphml(elements: Elements) -> Iterator[str]:
    """Yield the pieces of a GraphML file; edges have the identifiers e0, e1 and so on.

    >>> "".join(graphml(Elements([("urn:a", {"label": "A"})], []))).count("<node ")
    1
    """
    yield _HEAD
    for what, known in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        for name, kind in known.items():
            yield f'  <key id="{what}_{name}" for="{what}" attr.name="{name}" attr.type="{named_type(kind)}"/>\n'
    yield f'  <graph edgedefault="directed">\n    <desc>{escape(NOTICE)}</desc>\n'
    for iri, attributes in elements.nodes:
        yield f"    <node id={quoteattr(printable(iri))}>{_data('node', attributes)}</node>\n"
    for number, (source, target, attributes) in enumerate(elements.edges):
        ends = f"source={quoteattr(printable(source))} target={quoteattr(printable(target))}"
        yield f'    <edge id="e{number}" {ends}>{_data("edge", attributes)}</edge>\n'
    yield "  </graph>\n</graphml>\n"


def _data(what: str, attributes: Mapping[str, Value]) -> str:
    return "".join(f'<data key="{what}_{name}">{escape(printable(value))}</data>' for name, value in attributes.items())
