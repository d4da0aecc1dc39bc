"""What the lexicon gives to resolution, worked out once, before the first paper is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.lexicon import Lexicon
from kg.overrides import Override
from kg.resolve.decisions import decided_lexicon
from kg.resolve.finder import TermFinder
from kg.resolve.heads import Heads
from kg.resolve.surfaces import Surfaces
from kg.resolve.wording import term_wordings

__all__ = ["Terms"]


@dataclass
class Terms:
    """A lexicon with its indexes: terms by name, by wording and by the head of a phrase; and the keys of names."""

    lexicon: Lexicon
    finder: TermFinder = field(init=False)
    heads: Heads = field(init=False)
    surfaces: Surfaces = field(init=False)
    wordings: dict[str, set[str]] = field(init=False)

    @classmethod
    def decided(cls, lexicon: Lexicon, overrides: Sequence[Override]) -> Terms:
        """Take a lexicon in which terms that people have merged are one."""
        return cls(decided_lexicon(lexicon, overrides))

    def __post_init__(self) -> None:
        self.finder = TermFinder(self.lexicon)
        self.heads = Heads(self.lexicon)
        self.surfaces = Surfaces(self.lexicon.phrases)
        self.wordings = term_wordings(self.lexicon)
