"""The lexicon: what the field already has names for, as curated tables (data/lexicon/*.tsv).

Each line is one term. The columns are in the header; cells that hold several values separate them by `|`.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from kg.errors import LexiconError
from kg.model import EntityType
from kg.names import name_key
from kg.phrases import Phrases

__all__ = ["Lexicon", "Term", "lexicon_fingerprint", "read_lexicon"]

COLUMNS = ("id", "name", "aliases", "parent", "context", "better", "unit", "fraction", "note")
_FILES = {f"{entity_type.value.lower()}s.tsv": entity_type for entity_type in EntityType}


@dataclass(frozen=True, slots=True)
class Term:
    """One thing the field has a name for.

    `parent` is the id of its family (models, datasets) or of the broader term (methods, metrics, tasks).
    `context` lists words of which one must stand in a text for an ambiguous name to mean this term. Ambiguous are
    names of one word (SAM), and names that another term has, too; "Segment Anything Model" needs no context.
    For metrics, `better` is "higher" or "lower", and `fraction` says whether 0.83 means 83 %.
    """

    id: str
    name: str
    type: EntityType
    aliases: tuple[str, ...] = ()
    parent: str | None = None
    context: tuple[str, ...] = ()
    better: str | None = None
    unit: str | None = None
    fraction: bool = False
    note: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The canonical name, then the aliases."""
        return (self.name, *self.aliases)

    def is_licensed(self, text: str) -> bool:
        """Say whether a text lets an ambiguous name mean this term; a term without context always may.

        A word of the context counts where a word of the text begins with it, whatever the case.

        >>> sam = Term("sam", "SAM", EntityType.MODEL, context=("segment",))
        >>> sam.is_licensed("SAM for Segmentation"), sam.is_licensed("SAM flattens minima")
        (True, False)
        """
        if not self.context:
            return True
        return _begins_word(self.context).search(text) is not None

    def hits(self, text: str) -> int:
        """Count the words of the context that a text has.

        >>> Term("sam", "SAM", EntityType.MODEL, context=("segment", "mask")).hits("masks of segments, and a mask")
        2
        """
        if not self.context:
            return 0
        return len({found.casefold() for found in _begins_word(self.context).findall(text)})


@lru_cache(maxsize=1 << 12)
def _begins_word(context: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds a word that begins with one of a context; there are more of them than `re` keeps."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, context))})", re.IGNORECASE)


class Lexicon:
    """All terms, by id and by the key of each name; the words that mean the same in any phrase; and common words.

    >>> lora = Term("lora", "LoRA", EntityType.METHOD, ("Low-Rank Adaptation",))
    >>> Lexicon([lora]).find("low rank adaptation")[0].id
    'lora'
    """

    def __init__(
        self, terms: Iterable[Term] = (), *, phrases: Phrases | None = None, common: Iterable[str] = ()
    ) -> None:
        self.terms = {term.id: term for term in terms}
        self.common = frozenset(common)
        self.phrases = phrases or Phrases()
        self._by_key: dict[str, tuple[Term, ...]] = {}
        for term in self.terms.values():
            for key in dict.fromkeys(map(name_key, term.names)):
                self._by_key[key] = (*self._by_key.get(key, ()), term)
        for key, found in self._by_key.items():
            # Context is for the short forms of a term: its name in several words is no other term's, and may be spelt
            # at will.
            if len(found) == 1 and found[0].context and not _has_one_word(found[0], key):
                self._by_key[key] = (replace(found[0], context=()),)

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def find(self, name: str) -> tuple[Term, ...]:
        """Return the terms that a name may stand for, in the order of their ids.

        A name that is not ambiguous gives its term without the context.

        >>> sam = Term("sam", "SAM", EntityType.MODEL, ("Segment Anything",), context=("segment",))
        >>> [Lexicon([sam]).find(name)[0].context for name in ("SAM", "segment anything")]
        [('segment',), ()]
        """
        return self._by_key.get(name_key(name), ())


def _has_one_word(term: Term, key: str) -> bool:
    """Say whether a name with this key is one word, such as SAM, MATH-500 or V*, and not text-to-speech."""
    return any(" " not in name and name.count("-") < 2 and name_key(name) == key for name in term.names)


def read_lexicon(folder: Path) -> Lexicon:
    """Read the tables of a folder; a missing one counts as empty.

    Raises LexiconError for a wrong line.
    """
    terms: dict[str, Term] = {}
    for name, entity_type in _FILES.items():
        path = folder / name
        if not path.is_file():
            continue
        for line, term in _read_table(path, entity_type):
            if term.id in terms:
                raise LexiconError(path, line, f"the id {term.id!r} is taken already; ids must be unique")
            terms[term.id] = term
    return Lexicon(
        (terms[key] for key in sorted(terms)),
        phrases=Phrases(_read_words(folder / "words.tsv")),
        common=_read_common(folder / "common.tsv"),
    )


def lexicon_fingerprint(folder: Path) -> str:
    """Return a short hash of all tables of a folder: it changes when any of them does.

    >>> lexicon_fingerprint(Path("no/such/folder"))
    'e3b0c44298fc'
    """
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.tsv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def _read_table(path: Path, entity_type: EntityType) -> Iterator[tuple[int, Term]]:
    with path.open(encoding="utf-8", newline="") as lines:
        # Quotes are parts of names here.
        rows = csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        header = next(rows, [])
        if not set(header) <= set(COLUMNS) or header[:2] != ["id", "name"]:
            raise LexiconError(path, 1, f"expected columns id, name and some of {', '.join(COLUMNS[2:])}")
        for number, cells in enumerate(rows, start=2):
            if len(cells) != len(header) or not cells[0] or not cells[1]:
                raise LexiconError(path, number, f"expected {len(header)} cells, with an id and a name")
            yield number, _term(dict(zip(header, cells, strict=True)), entity_type)


def _read_words(path: Path) -> dict[str, str]:
    """Read the table of words that mean the same; a missing one counts as empty."""
    if not path.is_file():
        return {}
    means: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        cells = line.split("\t")
        if len(cells) != 3 or not cells[0] or not cells[1]:
            raise LexiconError(path, number, "expected 3 cells: words, what they mean, and a note that may be empty")
        # The first line is the header.
        if number > 1:
            means[cells[0]] = cells[1]
    return means


def _read_common(path: Path) -> list[str]:
    """Read the list of common words, one a line below its header; a missing one counts as empty."""
    return path.read_text(encoding="utf-8").split()[1:] if path.is_file() else []


def _term(cells: dict[str, str], entity_type: EntityType) -> Term:
    return Term(
        id=cells["id"],
        name=cells["name"],
        type=entity_type,
        aliases=_split(cells.get("aliases", "")),
        parent=cells.get("parent") or None,
        context=_split(cells.get("context", "")),
        better=cells.get("better") or None,
        unit=cells.get("unit") or None,
        fraction=cells.get("fraction") == "yes",
        note=cells.get("note", ""),
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())
