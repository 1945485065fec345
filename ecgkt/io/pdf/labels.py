"""What a print writes beside a trace."""

import re
from typing import NamedTuple

from ecgkt.vocab.lead_names import lead_name

_LABEL = re.compile(
    r"([-−–‑]?)\s?(D?I{1,3}|aV[RLF]|[VC][1-9][RL]?|[XYZ])\s?:?", re.IGNORECASE
)
_INVERTED = "aVR"
"""The one lead that prints show upside down (Cabrera)."""


class Label(NamedTuple):
    """
    The name of a trace.

    Attributes
    ----------
    lead : str
        From `LEADS`, or as written for a lead beside the twelve.
    sign : int
        -1 where the trace is drawn upside down.
    """

    lead: str
    sign: int


def read_label(text: str) -> Label | None:
    """
    Recognise the name of a lead that stands alone.

    Parameters
    ----------
    text : str
        A word of the page.

    Returns
    -------
    Label or None
        None for any other word, and for an inverted lead but -aVR.

    Examples
    --------
    >>> [read_label(text) for text in ("aVL", "−aVR", "Name")]
    [Label(lead='aVL', sign=1), Label(lead='aVR', sign=-1), None]
    """
    match = _LABEL.fullmatch(text.strip())
    if match is None:
        return None
    lead = lead_name(match[2]) or match[2]
    if not match[1]:
        return Label(lead, 1)
    return Label(lead, -1) if lead == _INVERTED else None
