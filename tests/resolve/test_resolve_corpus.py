"""Resolution of the real thing: the people of all digests, and the names that annotators found in them."""

from __future__ import annotations

import json
import random
import re
import unicodedata
from pathlib import Path

import pytest

from kg.lexicon import Lexicon
from kg.model import EntityType, Extraction, Paper
from kg.resolution import Reason, Resolution
from kg.resolve.entities import resolve
from kg.sources.digest import read_digest
from kg.sources.files import find_digests
from tests.resolve.given import named

pytestmark = pytest.mark.corpus


@pytest.fixture(scope="module")
def papers(corpus_dir: Path) -> list[Paper]:
    files = find_digests([corpus_dir])
    return [paper for path in files for paper in read_digest(path, report=lambda error: None)]


@pytest.fixture(scope="module")
def annotated(corpus_dir: Path, papers: list[Paper]) -> list[Extraction]:
    """Return what annotators found in most papers; an empty extraction for the others."""
    path = corpus_dir.parent.parent / "eval" / "gold" / "train.jsonl"
    if not path.is_file():
        pytest.skip(f"no annotations at {path}")
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        entities = [named(EntityType(e["type"]), *dict.fromkeys(e["names"])) for e in record["entities"]]
        found[record["id"]] = Extraction(record["id"], tuple(entities))
    return [found.get(paper.arxiv_id, Extraction(paper.arxiv_id)) for paper in papers]


@pytest.fixture(scope="module")
def found(papers: list[Paper], annotated: list[Extraction]) -> Resolution:
    return resolve(papers, annotated, Lexicon())


def test_every_listing_has_a_person(papers: list[Paper], found: Resolution) -> None:
    listings = [(paper, place) for paper in papers for place in range(1, len(paper.names) + 1)]
    keys = {found.person_of(paper.arxiv_id, paper.date, place) for paper, place in listings}
    assert keys == {person.key for person in found.persons}
    assert len(listings) > 19_000
    assert 15_000 < len(keys) < 17_000


def test_a_third_of_the_listings_are_handles(papers: list[Paper], found: Resolution) -> None:
    listed = [key for paper in papers for key in found.person_keys[paper.arxiv_id, paper.date]]
    share = sum(found.person(key).is_handle for key in listed) / len(listed)
    assert 0.3 < share < 0.4


def test_possibly_same_stays_small(found: Resolution) -> None:
    assert 2_000 < sum(len(person.possibly_same) for person in found.persons) < 30_000


def test_frequent_things_are_one_node(found: Resolution) -> None:
    for names in (
        ("GRPO", "Group Relative Policy Optimization", "group relative policy optimization"),
        ("RAG", "Retrieval-Augmented Generation", "retrieval augmented generation"),
        ("MATH-500", "MATH500"),
        ("Llama-3.1-8B", "LLaMA-3.1-8B", "Llama3.1-8B"),
        ("FID", "Fréchet Inception Distance", "Frechet Inception Distance"),
        ("Chain-of-Thought", "chain-of-thought", "CoT"),
    ):
        assert len({found.find(name)[0].key for name in names}) == 1, names


def test_versions_and_sizes_of_real_models_are_many_nodes(found: Resolution) -> None:
    for names in (
        ("GPT-4", "GPT-4o", "GPT-4o-mini", "GPT-4V"),
        ("Llama-3-8B", "Llama-3.1-8B", "Llama-3.1-8B-Instruct", "Llama-3.1-70B"),
        ("SAM", "SAM 2"),
        ("MATH", "MATH-500"),
        ("AIME 2024", "AIME 2025"),
        ("Qwen2.5-7B", "Qwen2-7B", "Qwen2.5-VL-7B", "Qwen2.5-Math-7B"),
        ("accuracy", "success rate", "F1"),
    ):
        assert len({found.find(name)[0].key for name in names}) == len(names), names


def test_no_two_names_of_an_entity_differ_in_their_numbers(found: Resolution) -> None:
    """But for acronyms, which may spell a number, and for what one paper calls a thing."""

    def numbers(name: str) -> str:
        folded = re.sub(
            r"(?<![A-Za-z])[oO](?=\d)", "0", unicodedata.normalize("NFKC", name)
        )  # DRT-o1, once printed as DRT-01
        return "".join(character for character in folded if character.isdecimal())

    for entity in found.entities:
        spelled = {merge.surface for merge in entity.merges if merge.reason in (Reason.NAME, Reason.KEY)}
        assert len(set(map(numbers, spelled))) == 1, entity


def test_shuffled_papers_give_the_same(papers: list[Paper], annotated: list[Extraction], found: Resolution) -> None:
    rows = list(zip(papers, annotated, strict=True))
    random.Random(4).shuffle(rows)
    assert resolve([row[0] for row in rows], [row[1] for row in rows], Lexicon()) == found
