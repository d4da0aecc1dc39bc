"""A graph of four invented papers on two days, in the form that kg.graph gives it, as N-Quads lines."""

from __future__ import annotations

from kg.rdf import XSD, Iri, Literal, Quad, RdfTerm, as_nquad
from kg.vocab import BASE, KG, KGC, prefixes

P = prefixes()
ENTITIES = Iri(BASE + "graph/entities")
BETWEEN = Iri(BASE + "graph/contradictions")
A = Iri(P["rdf"] + "type")

FIRST, SECOND = "2024-10-30", "2024-10-31"
RING = (
    "RingCache keeps a ring of old keys. "
    "It raises accuracy on GSM8K from 61.5% to 70.2% with TinyLM-1B. "
    "It runs 3.1x faster than BigLM."
)
RING_AGAIN = "This work adds RingCache, a ring of old keys. No figures here."
STEP = (
    "StepTune trains TinyLM-1B with LoRA and GRPO. "
    "It reaches an accuracy of 0.74 on GSM8K. "
    "Perplexity on MathBook falls to 5.2."
)
SURVEY = "We survey LoRA for long-context reasoning. Nothing is measured."
AGAIN = (
    "In our hands, RingCache scores 66.0% accuracy on GSM8K with TinyLM-1B. Perplexity on MathBook is 6.1 for BigLM."
)


def iri(name: str) -> Iri:
    """Expand a name with a prefix: iri("paper:2410.00001")."""
    prefix, local = name.split(":", 1)
    return Iri(P[prefix] + local)


def typed(value: str, datatype: str) -> Literal:
    return Literal(value, Iri(XSD + datatype))


class Writer:
    """Collects statements; offsets are found in the text, so that they are right."""

    def __init__(self) -> None:
        self.quads: set[Quad] = set()
        self.ring = Iri("")

    def add(self, graph: Iri, subject: Iri, /, **statements: RdfTerm | list[RdfTerm]) -> None:
        for name, value in statements.items():
            predicate = A if name == "a" else iri(name.replace("_", ":")) if "_" in name else KG[name]
            for each in value if isinstance(value, list) else [value]:
                self.quads.add(Quad(subject, predicate, each, graph))

    def entity(self, key: str, kind: str, name: str, *aliases: str, **more: RdfTerm) -> None:
        self.add(
            ENTITIES,
            iri(f"entity:{key}"),
            a=[KG[kind], KG["ResearchEntity"]],
            skos_prefLabel=Literal(name),
            skos_altLabel=[Literal(alias) for alias in aliases],
            **more,
        )

    def paper(self, number: str, day: str, title: str, summary: str, *people: str) -> None:
        graph, digest, paper = iri(f"graph:{day}"), iri(f"digest:{day}"), iri(f"paper:{number}")
        self.add(graph, digest, a=KG["Digest"], dcterms_issued=typed(day, "date"))
        self.add(
            graph,
            paper,
            a=KG["Paper"],
            dcterms_title=Literal(title),
            arxivId=Literal(number),
            listedIn=digest,
            listsPerson=[iri(f"person:{name.lower().replace(' ', '-')}") for name in people],
        )
        for name in people:
            person = iri(f"person:{name.lower().replace(' ', '-')}")
            self.add(ENTITIES, person, a=KG["Person"], foaf_name=Literal(name))
        for field, words in (("title", title), ("summary", summary)):
            text = iri(f"text:{number}/{day}/{field}")
            self.add(graph, paper, hasText=text)
            self.add(
                graph,
                text,
                a=KG["SourceText"],
                field=Literal(field),
                content=Literal(words),
                prov_wasDerivedFrom=paper,
                prov_hadPrimarySource=digest,
            )

    def mention(
        self, number: str, day: str, text: str, exact: str, key: str, role: str, predicate: str, sure: str
    ) -> None:
        graph, start = iri(f"graph:{day}"), text.index(exact)
        self.add(graph, iri(f"paper:{number}"), **{predicate: iri(f"entity:{key}"), "mentions": iri(f"entity:{key}")})
        self.add(
            graph,
            iri(f"mention:{number}/{day}/summary/{start}-{start + len(exact)}"),
            a=KG["Mention"],
            inText=iri(f"text:{number}/{day}/summary"),
            start=typed(str(start), "integer"),
            end=typed(str(start + len(exact)), "integer"),
            exact=Literal(exact),
            refersTo=iri(f"entity:{key}"),
            confidence=typed(sure, "decimal"),
            **({"role": KGC[role]} if role else {}),
        )

    def result(self, number: str, day: str, text: str, value: str, kind: str, **more: RdfTerm) -> Iri:
        graph, start = iri(f"graph:{day}"), text.index(value)
        result = iri(f"result:{number}/{day}/summary/{start}-{start + len(value)}")
        self.add(graph, iri(f"paper:{number}"), reportsResult=result)
        self.add(
            graph,
            result,
            a=[KG["Result"], KG["Score" if kind == "absolute" else "Comparison"]],
            inText=iri(f"text:{number}/{day}/summary"),
            start=typed(str(start), "integer"),
            end=typed(str(start + len(value)), "integer"),
            exact=Literal(value),
            lexicalForm=Literal(value),
            lowerValue=typed(value, "decimal"),
            upperValue=typed(value, "decimal"),
            kind=KGC[kind],
            confidence=typed("0.90", "decimal"),
            **more,
        )
        return result


def _entities(writer: Writer) -> None:
    writer.entity("ringcache", "Method", "RingCache")
    writer.entity("steptune", "Method", "StepTune")
    writer.entity("lora", "Method", "LoRA", "Low-Rank Adaptation")
    writer.entity("grpo", "Method", "GRPO")
    writer.entity("tinylm", "Model", "TinyLM")
    writer.entity("tinylm-1b", "Model", "TinyLM-1B", variantOf=iri("entity:tinylm"))
    writer.entity("biglm", "Model", "BigLM")
    writer.entity("gsm8k", "Dataset", "GSM8K", "GSM 8K")
    writer.entity("mathbook", "Dataset", "MathBook")
    writer.entity("accuracy", "Metric", "accuracy", betterWhen=KGC["higher"], isFraction=typed("true", "boolean"))
    writer.entity("perplexity", "Metric", "perplexity", betterWhen=KGC["lower"])
    writer.entity("speed", "Metric", "speed", betterWhen=KGC["higher"])
    writer.entity("long-context-reasoning", "Task", "long-context reasoning")


def _ring(writer: Writer) -> None:
    number, ring, tiny = "2410.00001", iri("entity:ringcache"), iri("entity:tinylm-1b")
    writer.paper(number, FIRST, "RingCache", RING, "Ada Finch", "Bo Lindt")
    writer.paper(number, SECOND, "RingCache", RING_AGAIN, "Ada Finch", "Bo Lindt")
    writer.mention(number, FIRST, RING, "RingCache", "ringcache", "proposed", "proposes", "0.95")
    writer.mention(number, SECOND, RING_AGAIN, "RingCache", "ringcache", "proposed", "proposes", "0.90")
    writer.mention(number, FIRST, RING, "TinyLM-1B", "tinylm-1b", "used", "uses", "0.80")
    writer.mention(number, FIRST, RING, "BigLM", "biglm", "compared", "comparesWith", "0.45")
    writer.mention(number, FIRST, RING, "GSM8K", "gsm8k", "evaluated", "evaluatesOn", "0.99")
    shared = {"subject": ring, "metric": iri("entity:accuracy"), "dataset": iri("entity:gsm8k"), "baseModel": tiny}
    before = writer.result(number, FIRST, RING, "61.5", "absolute", unit=Literal("%"), **shared)
    writer.ring = writer.result(
        number, FIRST, RING, "70.2", "absolute", unit=Literal("%"), previousScore=before, **shared
    )
    faster = {"subject": ring, "metric": iri("entity:speed"), "baseline": iri("entity:biglm"), "change": KGC["up"]}
    writer.result(number, FIRST, RING, "3.1", "ratio", unit=Literal("x"), **faster)


def _others(writer: Writer) -> None:
    writer.paper("2410.00002", SECOND, "StepTune", STEP, "Ada Finch", "Cy Moor")
    writer.mention("2410.00002", SECOND, STEP, "StepTune", "steptune", "proposed", "proposes", "0.92")
    writer.mention("2410.00002", SECOND, STEP, "TinyLM-1B", "tinylm-1b", "used", "uses", "0.88")
    writer.mention("2410.00002", SECOND, STEP, "LoRA", "lora", "used", "uses", "0.97")
    writer.mention("2410.00002", SECOND, STEP, "GRPO", "grpo", "used", "uses", "0.97")
    writer.mention("2410.00002", SECOND, STEP, "GSM8K", "gsm8k", "evaluated", "evaluatesOn", "0.99")
    writer.mention("2410.00002", SECOND, STEP, "MathBook", "mathbook", "evaluated", "evaluatesOn", "0.90")
    step, book, puzzled = iri("entity:steptune"), iri("entity:mathbook"), iri("entity:perplexity")
    on_gsm8k = {"metric": iri("entity:accuracy"), "dataset": iri("entity:gsm8k")}
    writer.result("2410.00002", SECOND, STEP, "0.74", "absolute", subject=step, **on_gsm8k)
    writer.result("2410.00002", SECOND, STEP, "5.2", "absolute", subject=step, metric=puzzled, dataset=book)
    writer.paper("2410.00003", SECOND, "A survey of small adapters", SURVEY, "dee_reads")
    writer.mention("2410.00003", SECOND, SURVEY, "LoRA", "lora", "mentioned", "mentionsInPassing", "0.85")
    task = "long-context reasoning"
    writer.mention("2410.00003", SECOND, SURVEY, task, "long-context-reasoning", "", "addresses", "0.75")
    writer.paper("2410.00004", FIRST, "Rings, measured again", AGAIN, "Cy Moor")
    writer.mention("2410.00004", FIRST, AGAIN, "RingCache", "ringcache", "evaluated", "evaluates", "0.70")
    writer.mention("2410.00004", FIRST, AGAIN, "GSM8K", "gsm8k", "evaluated", "evaluatesOn", "0.99")
    writer.mention("2410.00004", FIRST, AGAIN, "MathBook", "mathbook", "evaluated", "evaluatesOn", "0.99")
    base = {"baseModel": iri("entity:tinylm-1b"), "unit": Literal("%")}
    base["subject"] = iri("entity:ringcache")
    other = writer.result("2410.00004", FIRST, AGAIN, "66.0", "absolute", **base, **on_gsm8k)
    for one, two in ((writer.ring, other), (other, writer.ring)):
        writer.add(BETWEEN, one, contradicts=two)
    about = {"subject": iri("entity:biglm"), "metric": puzzled, "dataset": book}
    writer.result("2410.00004", FIRST, AGAIN, "6.1", "absolute", **about)


def nquads() -> str:
    """Return the graph as sorted N-Quads."""
    writer = Writer()
    _entities(writer)
    _ring(writer)
    _others(writer)
    return "".join(sorted(map(as_nquad, writer.quads)))
