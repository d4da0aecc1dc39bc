"""The words that say which role a name plays."""

from __future__ import annotations

__all__ = ["CUES"]

CUES = {
    word: cue
    for cue, words in {
        "propose": """propose proposes proposed introduce introduces introducing introduced present presents
            presented develop develops developed novel new called named termed""",
        "compare": """outperform outperforms outperforming outperformed surpass surpasses surpassing surpassed exceed
            exceeds exceeding compared than versus baseline baselines over previous prior existing beating relative
            state against""",
        "evaluate": """evaluate evaluated evaluates evaluation evaluations evaluating benchmark benchmarks tested
            test on across benchmarking including experiments assess assessed dataset datasets""",
        "use": """using uses use used utilizing utilizes utilize leverages leveraging employs employing employ via
            based applied apply trained tuned built with incorporating incorporates combines combining integrates
            integrating training""",
        "mention": """unlike traditional limitations such like challenges while however despite potential consider
            should practitioners could further""",
    }.items()
    for word in words.split()
}
"""The role that a word speaks for, by the word."""
