"""GEXF 1.2, for Gephi: attributes typed, and the first day of each node and edge as its time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from kg.graph.elements import EDGE_ATTRIBUTES, NODE_ATTRIBUTES, Elements, Value, named_type, printable
from kg.notice import NOTICE

__all__ = ["gexf"]

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
  <meta>
    <description>{notice}</description>
  </meta>
  <graph mode="dynamic" timeformat="date" defaultedgetype="directed">
"""


def gexf(elements: Elements) -> Iterator[str]:
    """Yield the pieces of a GEXF file; Gephi's timeline then shows the graph as it grew.

    A paper begins on the day that first listed it, any other node with its first paper, an edge with the paper that
    states it; what no paper dates has no beginning.
    """
    yield _HEAD.format(notice=escape(NOTICE))
    for what, known in (("node", NODE_ATTRIBUTES), ("edge", EDGE_ATTRIBUTES)):
        yield f'    <attributes class="{what}" mode="static">\n'
        for name, kind in known.items():
            yield f'      <attribute id="{what}_{name}" title="{name}" type="{named_type(kind)}"/>\n'
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    days = elements.first_days()
    for iri, attributes in elements.nodes:
        named = f"id={quoteattr(printable(iri))} label={quoteattr(printable(attributes.get('label', iri)))}"
        yield f"      <node {named}{_start(days.get(iri))}>{_values('node', attributes)}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    for number, ((source, target, attributes), day) in enumerate(elements.days_of_edges()):
        ends = f"source={quoteattr(printable(source))} target={quoteattr(printable(target))}"
        label = quoteattr(printable(attributes.get("role", "")))
        yield f'      <edge id="e{number}" {ends} label={label}{_start(day)}>{_values("edge", attributes)}</edge>\n'
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _start(day: str | None) -> str:
    return f" start={quoteattr(day)}" if day else ""


def _values(what: str, attributes: Mapping[str, Value]) -> str:
    inner = "".join(
        f'<attvalue for="{what}_{name}" value={quoteattr(printable(value))}/>' for name, value in attributes.items()
    )
    return f"<attvalues>{inner}</attvalues>"
