"""The word lists that the rules use, read from `words.tsv` beside the lexicon.

Each line has a use and a word. The uses are listed in `USES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.errors import LexiconError

__all__ = ["USES", "Words", "read_words"]

USES = {
    "class": "names a class of things or hardware, never an entity by itself: LLM, GPU",
    "generic": "says nothing by itself and is dropped from the front of a phrase: novel, overall",
    "metric-head": "the last word of a measure: accuracy, rate",
    "metric-modifier": "may stand before a measure's last word: success, inference",
    "task-head": "the last word of a task: generation, recognition",
    "task-modifier": "may stand before a task's last word: image, long-context",
    "weak": "a term of the lexicon that needs more evidence than being there: computational cost",
}


@dataclass(frozen=True, slots=True)
class Words:
    """The word lists, by use.

    >>> Words({"class": frozenset({"llm"})}).of("class")
    frozenset({'llm'})
    """

    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def of(self, use: str) -> frozenset[str]:
        """Return the words of one use, in lower case."""
        return self.lists.get(use, frozenset())


def read_words(folder: Path) -> Words:
    """Read `words.tsv` of a folder; a missing one counts as empty. Raises LexiconError for a wrong line."""
    path = folder / "words.tsv"
    lists: dict[str, set[str]] = {use: set() for use in USES}
    if path.is_file():
        with path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, start=1):
                use, _, word = line.rstrip("\n").partition("\t")
                if number == 1 and (use, word) == ("use", "word"):
                    continue
                if use not in lists or not word:
                    raise LexiconError(path, number, f"expected a use ({', '.join(USES)}), a tab and a word")
                lists[use].add(word.casefold())
    return Words({use: frozenset(words) for use, words in lists.items()})
