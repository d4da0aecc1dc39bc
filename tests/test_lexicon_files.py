"""The lexicon's files: sorted, unambiguous, and whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.lexicon import COLUMNS, Lexicon, Term, read_lexicon
from kg.model import EntityType
from kg.names import name_key, name_slug
from kg.resolve.family import relatives
from kg.resolve.finder import TermFinder
from kg.resources import lexicon_dir

FILES = [lexicon_dir() / f"{t.value.lower()}s.tsv" for t in EntityType]


def cells(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return read_lexicon(lexicon_dir())


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_file_is_sorted_by_id_with_one_term_a_line(path: Path) -> None:
    header, *rows = cells(path)
    ids = [row[0] for row in rows]
    assert header == [column for column in COLUMNS if column in header]
    assert ids == sorted(ids)
    assert all(len(row) == len(header) for row in rows)
    assert all(cell == cell.strip() for row in rows for cell in row)


def test_ids_are_slugs(lexicon: Lexicon) -> None:
    assert [t.id for t in lexicon if t.id != name_slug(t.id) or not t.id] == []


LEAST = {
    EntityType.MODEL: 1500,
    EntityType.DATASET: 800,
    EntityType.METHOD: 700,
    EntityType.METRIC: 250,
    EntityType.TASK: 300,
}


@pytest.mark.parametrize("entity_type", EntityType)
def test_it_holds_enough_that_no_grammar_derives(lexicon: Lexicon, entity_type: EntityType) -> None:
    def is_derived(term: Term) -> bool:
        families = (one for name in relatives(term.name, entity_type) for one in lexicon.find(name))
        return any(one.type is entity_type and one.id != term.id for one in families)

    own = [term for term in lexicon if term.type is entity_type and not is_derived(term)]
    assert len(own) >= LEAST[entity_type]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_the_readme_says_how_many_there_are(path: Path) -> None:
    readme = (lexicon_dir() / "README.md").read_text(encoding="utf-8")
    assert f"| {path.name} | {len(cells(path)) - 1:,} |" in readme


def test_a_name_of_two_terms_has_a_context_in_all_but_one(lexicon: Lexicon) -> None:
    owners: dict[str, dict[str, Term]] = {}
    for term in lexicon:
        for name in term.names:
            owners.setdefault(name_key(name), {})[term.id] = term
    assert "" not in owners
    shared = {key: terms.values() for key, terms in owners.items() if len(terms) > 1}
    assert len(shared) > 10
    assert {key for key, terms in shared.items() if sum(not term.context for term in terms) > 1} == set()


def test_no_ambiguous_name_is_its_own_context(lexicon: Lexicon) -> None:
    ambiguous = [term for term in lexicon if term.context and " " not in term.name]
    assert [term.id for term in ambiguous if term.is_licensed(term.name)] == []


def test_no_slug_of_a_name_is_the_id_of_another_term(lexicon: Lexicon) -> None:
    free = [(term, name) for term in lexicon if not term.context for name in term.names]
    wrong = [(name, term.id) for term, name in free if lexicon.terms.get(name_slug(name), term).type is not term.type]
    assert [pair for pair in wrong if not lexicon.terms[name_slug(pair[0])].context] == []


def test_no_term_names_itself_twice(lexicon: Lexicon) -> None:
    assert [t.id for t in lexicon if len(set(t.names)) != len(t.names)] == []


def test_parents_exist_and_have_the_type_of_their_children(lexicon: Lexicon) -> None:
    parents = [(t, lexicon.terms.get(t.parent)) for t in lexicon if t.parent]
    assert len(parents) > 400
    assert [t.id for t, parent in parents if parent is None or parent.type is not t.type] == []


def test_no_term_is_its_own_ancestor(lexicon: Lexicon) -> None:
    for term in lexicon:
        seen, above = {term.id}, term.parent
        while above is not None:
            assert above not in seen, f"{term.id}: a cycle through {above}"
            seen.add(above)
            above = lexicon.terms[above].parent


def test_only_metrics_have_a_better_side(lexicon: Lexicon) -> None:
    assert {t.better for t in lexicon} == {"higher", "lower", None}
    assert [t.id for t in lexicon if t.type is not EntityType.METRIC and (t.better or t.unit or t.fraction)] == []
    accuracy, latency = lexicon.terms["accuracy"], lexicon.terms["latency"]
    assert (accuracy.better, accuracy.fraction) == ("higher", True)
    assert (latency.better, latency.fraction) == ("lower", False)


def test_well_known_names_lead_to_their_terms(lexicon: Lexicon) -> None:
    known = {
        "Direct Preference Optimization": "dpo",
        "low-rank adaptation": "lora",
        "GSM-8K": "gsm8k",
        "GPT-40": "gpt-4o",
        "Fréchet Inception Distance": "fid",
        "text-to-image synthesis": "text-to-image-generation",
        "Segment Anything Model": "sam",
        "Claude 4.5 Sonnet": "claude-sonnet-4.5",
    }
    assert {name: [t.id for t in lexicon.find(name)] for name in known} == {n: [i] for n, i in known.items()}


@pytest.mark.parametrize(
    ("term_id", "parent"),
    [
        ("qwen2.5-7b", "qwen2.5"),
        ("qwen2.5", "qwen"),
        ("llava-1.5", "llava"),
        ("vicuna", "llama"),
        ("llama-3.1", "llama-3"),
        ("sam-2", "sam"),
        ("math-500", "math"),
        ("qlora", "lora"),
        ("lora", "parameter-efficient-fine-tuning"),
        ("vision-transformer", None),
        ("siglip", None),
    ],
)
def test_families_are_parents(lexicon: Lexicon, term_id: str, parent: str | None) -> None:
    assert lexicon.terms[term_id].parent == parent


@pytest.mark.parametrize("name", ["MATH", "SAM", "DROP", "Falcon", "Wan", "CLIP", "ACT", "MUSE", "FiD", "ReST"])
def test_ambiguous_words_have_a_context(lexicon: Lexicon, name: str) -> None:
    written_so = [term for term in lexicon.find(name) if name in term.names]
    assert written_so
    assert all(term.context for term in written_so)


@pytest.mark.parametrize(
    ("name", "entity_type", "text", "term_id"),
    [
        ("SAM", EntityType.MODEL, "SAM makes masks to segment objects", "sam"),
        ("SAM", EntityType.METHOD, "SAM seeks flat minima", "sharpness-aware-minimization"),
        ("DROP", EntityType.DATASET, "on DROP and other reading comprehension", "drop"),
        ("drop", EntityType.METRIC, "a drop in reading comprehension", None),
        ("Falcon", EntityType.MODEL, "Falcon beats the LLaMA family", "falcon"),
        ("Falcon", EntityType.METHOD, "Falcon, a scheduler for flights", None),
        ("V* Bench", EntityType.DATASET, "visual search on V* Bench", "v-star-bench"),
        ("VBench", EntityType.DATASET, "visual search on VBench", "vbench"),
        ("CRAG", EntityType.DATASET, "on CRAG, a RAG benchmark", "crag"),
        ("text-to-speech", EntityType.TASK, "text-to-speech", "speech-synthesis"),
    ],
)
def test_the_context_tells_meanings_apart(
    lexicon: Lexicon, name: str, entity_type: EntityType, text: str, term_id: str | None
) -> None:
    term = TermFinder(lexicon).find(name, entity_type, text)
    assert (term.id if term else None) == term_id
