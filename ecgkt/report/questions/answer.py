"""What an answer is made of."""

from typing import Literal, NamedTuple

Kind = Literal["measured", "model", "estimate", "quality", "record", "reading", "none"]
KINDS: dict[Kind, str] = {
    "measured": "Measured",
    "model": "Model and measurement",
    "estimate": "Estimated from the ECG, not measured",
    "quality": "Quality of the recording",
    "record": "The file",
    "reading": "The reading",
    "none": "Not answered",
}
"""What a reader is told of where an answer comes from."""


class Answer(NamedTuple):
    """
    An answer out of one reading.

    Attributes
    ----------
    text : str
        One to a few sentences.
    kind : str
        Where it comes from; "none" if the reading holds no answer.
    source : str
        The measurement, finding or score behind it, with its validity or its limit's
        source; empty where there is none.
    """

    text: str
    kind: Kind
    source: str = ""


NOT_RULED_OUT = "Not detected is not ruled out."
