"""Phrases and their keys: two ways to put one thing into words have one key.

Where `kg.names.name_key` compares spellings, a phrase key compares words: "image synthesis" is "image
generation", "LLM reasoning" is "reasoning in large language models". What means the same is a table
(data/lexicon/words.tsv).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain

from kg.word_forms import bare_form, word_form

__all__ = ["Phrases", "phrase_words"]

# 1.5B is one word.
_WORD = re.compile(r"\w+(?:\.\d+(?:[BbMm]\b)?)*(?:['’]s)?[+#]*")
# "(LLM)" behind the words that it stands for.
_BRACKET = re.compile(r"\s*\(\s*([A-Za-z][\w-]+)\s*\)")
# A space that parts no two digits: fine-tuning is finetuning.
_DIGITS = re.compile(r"(?<!\d) | (?!\d)")
_SEVERAL = re.compile(r"\w\W+\w")
# "Image/video generation" is that of images and videos; but tokens/second.
_SLASH = re.compile(r"(?<=[a-z]{3})/(?=[a-z]{3})(?!sec|step|hour)")
# Claude v2 is Claude 2.
_VERSION = re.compile(r"v(?=\d+(?:\.\d+)*$)")
# "Human in the loop" has no other order.
_FIXED = re.compile(r"\bin[ -]the[ -]", re.IGNORECASE)
# Capitals inside a word make it a proper name: LongVideo, not VLMs, LoRA-MoE or mIoU.
_CAMEL = re.compile(r"[A-Z][a-z]+[A-Z][a-z]{2,}")
# "Training LLMs" is LLM training: such a word takes what comes behind it, if that is more than one, as its object.
_ACTED = re.compile(
    r"((?:align|assess|attack|benchmark|classify|compress|detect|edit|estimat|evaluat|forecast|generat|identify"
    r"|merg|mitigat|modell?|optimiz"
    r"|predict|prun|quantiz|recogniz|reconstruct|reduc|retriev|segment|serv|summariz|translat|verify|verifi"
    r"|(?:fine-?|pre-?|post-?)?(?:train|tun))(?:e|ing)?)"
    r"\s+((?!.*\b(?:in|for|of|on|with|from|to)\b).*[^s]s\)?)",
    re.IGNORECASE,
)
# "Learning visual representations", but not a learning rate.
_LEARNT = re.compile(r"(learn(?:ing)?)\s+((?:[\w-]+\s+)*(?:representations|embeddings|policies|skills))", re.IGNORECASE)
# What "text-to-image" and the like leave out at the end.
_MADE = frozenset(
    {"3d", "4d", "3 dimensional", "4 dimensional", "audio", "code", "image", "mesh", "motion", "music", "panorama"}
    | {"scene", "sql", "svg", "texture", "video"}
)
# An article is a word of its own, also in "LLM-as-a-Judge"; A-CFG and A* have none.
_ARTICLE = re.compile(r"(?:^|(?<=\s))(?:an?|the)\s+|(?<=-)(?:an?|the)-", re.IGNORECASE)
# 7B, 1.5B, 770M: the sizes of models.
_SIZE = re.compile(r"\d+(?:\.\d+)?[bm]")
# Of two, three or four dimensions.
_AXES = frozenset({"2", "3", "4"})
# Text to image is not image to text.
_LINKS = frozenset({"and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "over", "per", "to", "via", "with"})
_TURNING = frozenset({"of", "for", "in"})
# What such a word is bound to stands before it; in the form that `word_form` gives, so that "supervized" is right.
_BINDING = frozenset(
    {"aligned", "assisted", "augmented", "aware", "based", "centric", "conditioned", "driven", "enhanced", "free"}
    | {"generated", "grounded", "guided", "oriented", "powered", "preserved", "preserving", "specific", "supervized"}
)
Words = tuple[str, ...]


@lru_cache(maxsize=1 << 16)
def phrase_words(name: str) -> Words:
    """Return the words of a name, each without case, plural and British spelling; no articles.

    An acronym in brackets is left out where it spells the words before it.

    >>> phrase_words("the Modelling of Large Language Models (LLMs)")
    ('modeling', 'of', 'large', 'language', 'model')
    """
    if name.isascii() and name.isalnum():
        return (word_form(name),)
    bare = _ARTICLE.sub("", _without_acronym(name) if "(" in name else name)
    bare = _SLASH.sub(" and ", bare) if "/" in bare else bare
    keys = [key for word in _WORD.findall(bare) if (key := word_form(word))]
    return tuple([_VERSION.sub("", key) if "v" in key and key[-1].isdigit() else key for key in keys])


def _without_acronym(name: str) -> str:
    found = _BRACKET.search(name)
    if found is None:
        return name
    letters = found[1].removesuffix("s").replace("-", "").replace("2", "t").casefold()
    words = re.findall(r"\w+", name[: found.start()])[-len(letters) :]
    if "".join(word[0] for word in words).casefold() != letters:
        return name
    return name[: found.start()] + name[found.end() :]


_MOST_KNOWN = 1 << 16


class Phrases:
    """Gives phrases their keys, with a table of words that mean the same.

    >>> phrases = Phrases({"synthesis": "generation", "llm": "large language model"})
    >>> phrases.key("image synthesis") == phrases.key("generation of images")
    True
    >>> phrases.key("reasoning in LLMs") == phrases.key("large language model reasoning")
    True
    """

    def __init__(self, means: Mapping[str, str] | None = None) -> None:
        given = [(phrase_words(words), phrase_words(meaning)) for words, meaning in (means or {}).items()]
        # What words of the table mean is kept whole where it stands itself: no "generation" inside it is changed.
        self._means = {meaning: meaning for _, meaning in given} | dict(given)
        # Most words begin nothing in the table: seen at once.
        self._lengths: dict[str, list[int]] = {}
        for words in sorted(self._means, key=len, reverse=True):
            lengths = self._lengths.setdefault(words[0], [])
            if len(words) not in lengths:
                lengths.append(len(words))
        self._known: dict[str, Words] = {}

    def key(self, name: str) -> str | None:
        """Return the key of a phrase of two words or more; None for a single word.

        Endings that make a verb or an adjective do not count: "cached features", "feature caching"; but they do in
        what is written like a proper name, which is no other name for a phrase of common words.
        """
        if name.isalnum() or not _SEVERAL.search(name) or len(phrase_words(name)) < 2:
            return None
        words = _ordered(self.words(name))
        if not name.islower() and _CAMEL.search(name):
            return "= " + " ".join(words)
        bare = list(map(bare_form, words))
        joined = "".join(bare)
        # Only digits are kept apart, which few names have.
        return joined if joined.isalpha() else _DIGITS.sub("", " ".join(bare))

    def words(self, name: str) -> Words:
        """Return the words of a name in the order and in the form that a key has, also of a single one.

        >>> Phrases({"qa": "question answering"}).words("evaluation of QA")
        ('question', 'answering', 'evaluation')
        >>> Phrases({"aligning": "alignment"}).words("aligning agents"), Phrases().words("text-to-image")
        (('agent', 'alignment'), ('text', 'to', 'image', 'generation'))
        """
        known = self._known.get(name)
        if known is None:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            known = self._known[name] = self._words(name)
        return known

    def _words(self, name: str) -> Words:
        if name.isascii() and name.isalnum():
            words = phrase_words(name)
            meant = self._means.get(words)
            return words if meant is None else _whole(_unrepeated(meant))
        acted = _ACTED.fullmatch(name) or _LEARNT.fullmatch(name)
        words = phrase_words(f"{acted[2]} {acted[1]}" if acted else name)
        may_turn = not _TURNING.isdisjoint(words) and not _FIXED.search(name)
        if not may_turn and self._lengths.keys().isdisjoint(words):
            return _whole(_unrepeated(words))  # as most names are
        parts = self._replaced(words)
        return _whole(_unrepeated(chain.from_iterable(_turned(list(parts)) if may_turn else parts)))

    def _replaced(self, words: Words) -> Iterator[Words]:
        """Give the words, with those of the table in place of what means the same: the longest first."""
        place = 0
        while place < len(words):
            length = 1
            meant: Words = (words[place],)
            for length in self._lengths.get(words[place], ()):
                known = self._means.get(words[place : place + length])
                if known is not None:
                    meant = known
                    break
            else:
                length = 1
            yield meant
            place += length


def _ordered(words: Words) -> Words:
    """Put words in one order where their order says nothing.

    That is around an "and", of sizes among the parts of a model, and of words before a noun: an indoor 3D scene. What
    is bound stays behind its noun: image-guided text editing.

    >>> _ordered(("image", "understanding", "and", "generation")), _ordered(("llama", "2", "7b", "chat"))
    (('image', 'generation', 'and', 'understanding'), ('llama', '2', 'chat', '7b'))
    >>> _ordered(("video", "temporal", "understanding")), _ordered(("text", "guided", "image", "editing"))
    (('temporal', 'video', 'understanding'), ('image', 'text-guided', 'editing'))
    """
    for place in [place for place, word in enumerate(words[:-1]) if word == "and" and place]:
        first, last = sorted((words[place - 1], words[place + 1]))
        words = (*words[: place - 1], first, "and", last, *words[place + 2 :])
    if len(words) < 3:
        return words
    if all(word.isalpha() or word in _AXES for word in words):
        return (*sorted(_bound(words[:-1])), words[-1]) if _LINKS.isdisjoint(words) else words
    sizes = [word for word in words if _SIZE.fullmatch(word)]
    return (*[word for word in words if word not in sizes], *sizes)


def _bound(words: Words) -> Words:
    """Join a word that is bound to the one before it with that: text-guided, instruction-based."""
    if _BINDING.isdisjoint(words[1:]):
        return words
    found: list[str] = []
    for word in words:
        if found and word in _BINDING:
            found[-1] += f"-{word}"
        else:
            found.append(word)
    return tuple(found)


def _whole(words: Words) -> Words:
    """Add what is left out where something is made of another: "text-to-image" stands for its generation."""
    made = " ".join(words[2:])
    return (*words, "generation") if words[1:2] == ("to",) and made in _MADE else words


def _turned(parts: list[Words]) -> list[Words]:
    """Turn "reasoning in models" into "model reasoning", where there is one such little word."""
    places = [place for place, part in enumerate(parts) if len(part) == 1 and part[0] in _TURNING]
    if len(places) != 1 or not 0 < places[0] < len(parts) - 1:
        return parts
    return [*parts[places[0] + 1 :], *parts[: places[0]]]


def _unrepeated(words: Iterable[str]) -> Words:
    """Leave out a word that follows itself ("VLA model" has a model in VLA), but no number."""
    found: list[str] = []
    last = ""
    for word in words:
        if word != last or word[0].isdigit():
            found.append(word)
            last = word
    return tuple(found)
