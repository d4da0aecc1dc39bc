"""How a summary is structured: prose, a list of lettered or numbered parts, or parts with headings."""

from __future__ import annotations

import re

__all__ = ["STYLES", "section_style"]

STYLES = ("headed", "listed", "prose")

# "a) ", "(ii) ", "3. " where a part may begin.
_MARK = re.compile(r"(?:^|[\s*(])(?:\(?[a-h]\)|\(?(?:i{1,3}|iv|vi{0,3})\)|[1-7][.)])\*{0,2}\s")
# "**Summary:**", "**Key findings**:", "What is the problem?**", "Methodology:" at the beginning of a sentence.
_HEADING = re.compile(
    r"(?:^|[\s#*_])[A-Z][\w /,&'’-]{2,60}(?::[*_]{1,3}|\?[*_]{1,3}|[*_]{1,3}:)"
    r"|(?:^|[.!?)]\s{1,2})[A-Z][a-z]{2,15}(?: [A-Za-z/]{2,15}){0,5}:\s"
)
_FEWEST_MARKS = 3
_FEWEST_HEADINGS = 2


def section_style(summary: str) -> str:
    """Return the style of a summary, without its follow-up questions: one of `STYLES`.

    >>> section_style("This paper introduces NovaNet. It wins.")
    'prose'
    >>> section_style("a) It aims at speed. b) It prunes. c) It wins.")
    'listed'
    >>> section_style("1. **Objective:** speed. 2. **Method:** pruning. 3. **Findings:** it wins.")
    'headed'
    """
    if len(_HEADING.findall(summary)) >= _FEWEST_HEADINGS:
        return "headed"
    return "listed" if len(_MARK.findall(summary)) >= _FEWEST_MARKS else "prose"
