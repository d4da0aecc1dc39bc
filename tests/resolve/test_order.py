"""Order never matters: any order of papers gives the same resolution."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings, strategies

from kg.lexicon import Lexicon, Term
from kg.model import PaperEntity, Role
from kg.overrides import parse_override
from kg.resolve.entities import resolve
from kg.resolve.unionfind import Edge, Reason, UnionFind
from tests.resolve.given import DATASET, METHOD, METRIC, MODEL, TASK, named, resolved, row

LEXICON = Lexicon(
    [
        Term("lora", "LoRA", METHOD, ("Low-Rank Adaptation",)),
        Term("llama", "Llama", MODEL),
        Term("llama-3", "Llama-3", MODEL, parent="llama"),
        Term("math", "MATH", DATASET, context=("competition",)),
    ]
)
SURFACES = [
    *("LoRA", "low-rank adaptation", "LORA", "Loop Rewriting Algebra", "Low-rank adapters"),
    *("MPO", "Mixed Preference Optimization", "Meta Policy Optimization", "meta-policy optimisation"),
    *(
        "Llama-3-8B",
        "Llama-3-8B-Instruct",
        "Llama 3 8B",
        "LLaMA",
        "Llama-4",
        "Mixed preference optimizations",
    ),
    *(
        "MATH",
        "MATH-500",
        "math",
        "MATH benchmark",
        "MATH-500 benchmark",
        "accuracy",
        "Accuracy",
        "success rate",
        *("GQA", "Atlas", "ATLAS", "OpenAI Llama-4", "GPT-40", "GPT-4o", "accuracy of tests", "test accuracies"),
    ),
]
ENTITIES = strategies.builds(
    lambda entity_type, names, role: replace(named(entity_type, *names), role=role),
    strategies.sampled_from([METHOD, MODEL, DATASET, METRIC, TASK]),
    strategies.lists(strategies.sampled_from(SURFACES), min_size=1, max_size=3, unique=True),
    strategies.sampled_from([Role.PROPOSED, Role.USED]),
)
PEOPLE = strategies.lists(
    strategies.sampled_from(["Wei Li", "W. Li", "Wei A. Li", "ydeng9", "Ada Byron", "Ádá Byron", "Lei Xu"]),
    max_size=4,
).map(tuple)
PAPERS = strategies.lists(
    strategies.tuples(strategies.lists(ENTITIES, max_size=4), strategies.sampled_from(["", "competition"]), PEOPLE),
    max_size=10,
)


@settings(max_examples=150, deadline=None)
@given(PAPERS, strategies.randoms(use_true_random=False))
def test_shuffled_papers_give_the_same_resolution(
    papers: list[tuple[list[PaperEntity], str, tuple[str, ...]]], random: object
) -> None:
    rows = [
        row(number, *entities, summary=summary, names=names)
        for number, (entities, summary, names) in enumerate(papers, start=1)
    ]
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert resolved(*shuffled, lexicon=LEXICON) == resolved(*rows, lexicon=LEXICON)
    one, other = (
        resolve([paper for paper, _ in order], [found for _, found in order], LEXICON, OVERRIDES)
        for order in (rows, shuffled)
    )
    assert one == other


OVERRIDES = [
    override
    for line in ('merge "LoRA" into "MPO"', 'split "MATH"', 'rename "GQA" to "G"', 'retype "llama" to Task')
    if (override := parse_override(line))
]
NODES = strategies.sampled_from(["a", "b", "c", "d", "term x", "term y", "term z"])
EDGES = strategies.lists(
    strategies.builds(Edge, NODES, NODES, strategies.sampled_from([Reason.TAIL, Reason.ACRONYM])), max_size=12
)


@given(EDGES, strategies.randoms(use_true_random=False))
def test_groups_do_not_depend_on_the_order_of_edges_and_hold_one_term(edges: list[Edge], random: object) -> None:
    def groups(edges: list[Edge]) -> dict[str, str]:
        found = UnionFind(lambda node: node.startswith("term "))
        found.join(edges)
        nodes = {node for edge in edges for node in (edge.a, edge.b)}
        for node in nodes:
            members = {other for other in nodes if found.find(other) == found.find(node)}
            terms = {member for member in members if member.startswith("term ")}
            assert len(terms) <= 1
            assert found.sole_of(node) == next(iter(terms), None)
        return {node: found.find(node) for node in sorted(nodes)}

    shuffled = list(edges)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert groups(shuffled) == groups(edges)
