"""The style of a summary: prose, a list of parts, or parts with headings."""

from __future__ import annotations

import pytest

from kg.extract.section_style import section_style


@pytest.mark.parametrize(
    ("summary", "style"),
    [
        ("NovaNet is a network (i.e., small). It wins by 3.1% on GSM8K: a lot. It is (a) fast and (b) small.", "prose"),
        ("i) NovaNet is new. ii) It is fast. iii) It gains 3%.", "listed"),
        ("(a) NovaNet is new. (b) It is fast. (c) It gains 3%.", "listed"),
        ("1. NovaNet is new. 2. It is fast. 3. It gains 3%.", "listed"),
        ("i) **Summary:** It is new. ii) **Key findings**: It wins.", "headed"),
        ("**What is the problem?** Speed. **What is done?** Pruning.", "headed"),
        ("Summary: NovaNet is new. Main research question: How fast can it be?", "headed"),
        ("", "prose"),
    ],
)
def test_styles(summary: str, style: str) -> None:
    assert section_style(summary) == style
