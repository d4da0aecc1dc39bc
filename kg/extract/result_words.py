"""The words beside numbers that say how they are to be read: of change, size, setting, outcome.

Each is a regular expression without groups, to be put together by `kg.extract.number_cues`.
"""

from __future__ import annotations

__all__ = ["CHANGE", "CHANGE_NOUN", "DOWN", "SETTING", "SHARE", "SIZE", "UP"]

UP = (
    r"improv\w*|increas\w*|gain\w*|boost\w*|higher|better|more|greater|outperform\w*|surpass\w*|exceed\w*|rais\w+|"
    r"rise\w*|rose|advantage|uplift|enhanc\w*|beat\w*|faster|quicker|speed-?ups?|speeding|acceler\w*|longer|larger|"
    r"growth|lead\w*|ahead|lifts?|elevat\w*|superior\w*|margins?|jumps?|performing"
)
"""Words of a change upwards."""

DOWN = (
    r"reduc\w*|decreas\w*|drop\w*|lower\w*|fewer|less|declin\w*|degrad\w*|loss(?:es)?|lag\w*|smaller|shorter|"
    r"shorten\w*|cut\w*|sav\w+|worse\w*|deteriorat\w*|behind|fall\w*|fell|compress\w*|shrink\w*|shrank|trail\w*|"
    r"slower|underperform\w*|cheaper|minimiz\w*|plummet\w*|diminish\w*|collapse\w*"
)
"""Words of a change downwards."""

CHANGE = rf"(?:{UP}|{DOWN}|differ\w*|gaps?|chang\w+|deviat\w*|disparit\w*|vari(?:es|ation))"
"""Words of any change, whichever way."""

CHANGE_NOUN = (
    r"(?:improvements?|gains?|increases?|boosts?|reductions?|decreases?|drops?|declines?|margins?|degradations?|"
    r"savings?|advantages?|gaps?|differences?|uplifts?|lifts?|leads?|speed-?ups?|rise|fall|deviations?|jumps?|"
    r"disparit(?:y|ies)|loss of)"
)
"""Nouns that "of N" makes a difference: "a gain of 3%"."""

SIZE = (
    r"(?:parameters?|params|samples?|images?|tasks?|tokens?|examples?|instances?|questions?|videos?|clips?|pairs?|"
    r"problems?|models?|datasets?|benchmarks?|languages?|domains?|layers?|steps?|epochs?|iterations?|GPUs?|"
    r"participants?|users?|annotators?|subjects?|categories|classes|papers?|documents?|prompts?|queries|"
    r"trajectories|episodes?|demonstrations?|environments?|frames?|rounds?|turns?|agents?|experts?|runs?|seeds?|"
    r"types?|scenarios?|dialogues?|conversations?|entries|objects?|scenes?|people|individuals?|rows|bits?|"
    r"dimensions?|dimensional|attributes?|metrics|settings|configurations?|"
    r"(?:hours?|years?|minutes?|seconds?) of|"
    r"of the (?:training )?(?:data|samples|tokens|dataset)|years? old|data|heads?|stages?|evaluations?|"
    r"levels?|attacks?|studies|sentences|words|LLMs|MLLMs|VLMs|systems|applications|variants|features|items|"
    r"splits?|labell?ed|annotated|training|real-world|human|unique|distinct|different|diverse|open-source)"
)
"""What is counted when a number is a size and no outcome."""

SHARE = (
    r"(?:of (?:(?:the|its|all|total|original|training|full|available|labeled|visual|input|pre-?training|"
    r"synthetic|video|unlabeled|traditionally|collected|non-English)\s)*"
    r"(?:data|tokens|samples|dataset|parameters|labels|layers|training (?:data|set)|experts|weights)\b|"
    r"(?:labell?ed|training|synthetic|real|English|masking|mask|pruning|confidence|CI)\b|"
    r"(?:[\w-]+ )?(?:sparsity|parameters))"
)
"""What follows a percentage that is a share of the input or a setting."""

SETTING = (
    r"\b(?:rank|steps?|layers?|tables?|figs?\.?|figures?|sections?|version|stages?|phases?|levels?|epochs?|"
    r"seeds?|(?:batch size|learning rate|temperature|resolution|window)(?: of)?|top|chapter|appendix|"
    r"equation|eq\.|tier|day|week|round|part|case|grade|turn|horizon|consisting of|comprising|contains?|"
    r"(?:context length|budget|size|length|total|ratio|weight|thresholds?) of|containing|includes?|spanning|"
    r"collected|sampled|in|since)"
)
"""What comes before a whole number that is a setting, a place or a date."""
