"""Frequency and unit in the comment lines of a table."""

import re
from collections.abc import Iterable
from typing import NamedTuple

_NOTE = re.compile(
    r"#\s{0,8}(?:(unit)|fs|sampl(?:e|ing)[ _-]?(?:rate|freq(?:uency)?|fs)"
    r"|abtast(?:rate|frequenz))\s{0,8}(?:[(\[]Hz[)\]])?\s{0,8}[:=]"
    r"\s{0,8}(\S[^#]{0,30}?)",
    re.IGNORECASE,
)
_FREQUENCY = re.compile(
    r"([0-9]{1,5}(?:\.[0-9]{1,6})?)\s{0,3}(k?Hz|sps|/s|samples?(?:/s| per second))?",
    re.IGNORECASE,
)


class Noted(NamedTuple):
    """What comment lines state: Hz, and a unit as it is written."""

    fs: float | None = None
    unit: str | None = None


def noted(comments: Iterable[str]) -> Noted:
    """
    Read frequency and unit from comment lines.

    Parameters
    ----------
    comments : iterable of str
        Without their marks.

    Returns
    -------
    Noted

    Examples
    --------
    >>> noted(["Sampling rate: 0.5 kHz", "unit = mV"])
    Noted(fs=500.0, unit='mV')
    """
    matches = (_NOTE.fullmatch(f"# {line.strip()}") for line in comments)
    stated = {(match[1] or "fs").lower(): match[2] for match in matches if match}
    rate = _FREQUENCY.fullmatch(stated.get("fs", ""))
    fs = (
        float(rate[1]) * (1000 if (rate[2] or "").lower() == "khz" else 1)
        if rate
        else None
    )
    return Noted(fs, stated.get("unit"))
