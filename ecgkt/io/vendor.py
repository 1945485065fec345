"""The recorder's own values and statements, without what names a person or a date."""

import math
import re
from collections.abc import Iterable, Mapping

from ecgkt.types.vendor import VendorReading
from ecgkt.vocab.vendor import VENDOR_MEASURES

MAX_STATEMENTS = 40
MAX_LETTERS = 160

_NUMBER = re.compile(r"[+-]?[0-9]{1,6}(?:\.[0-9]{1,12})?(?:[eE][+-]?[0-9]{1,2})?")
_OF_A_PERSON = re.compile(
    r"confirmed|reviewed|edited|over-?read|signed|verified|physician|doctor|\bdr\b|\bmd\b"
    r"|m\.d\.|referred|technician|operator|patient|name|born|\bdob\b|\bmrn\b|\bid\b"
    r"|befundet|best[äa]tigt|gepr[üu]ft|arzt|valid[ée]|m[ée]decin|confirmad|revisad"
    r"|审核|医生|医师|签名|患者|姓名|when compared with|previous|tracing of",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"[0-9]{1,4}[-./年][ ]?(?:[0-9]{1,2}|[A-Za-z]{3})[-./月][ ]?[0-9]{1,4}|[0-9]{6,}"
    r"|[0-9]{1,2}:[0-9]{2}",
)


def vendor_reading(
    source: str,
    values: Mapping[str, object],
    statements: Iterable[str] = (),
    secrets: Iterable[str] = (),
) -> VendorReading | None:
    """
    Keep what is a plain value or statement.

    Parameters
    ----------
    source : str
        Whose they are: a title of ours.
    values : mapping of str to object
        Texts or numbers by names of `VENDOR_MEASURES`; what is no number, or beyond any
        human heart's, is a placeholder and is left out.
    statements : iterable of str
        Lines of the file; those that speak of a person or a date are left out.
    secrets : iterable of str
        Texts of the file that name the person: a statement that holds one is left out.

    Returns
    -------
    VendorReading or None
        None if nothing is left.

    Examples
    --------
    >>> lines = ["Sinus rhythm", "Confirmed by A. B.", "as of 01-02-2020"]
    >>> found = vendor_reading("GE MUSE", {"qrs_ms": "96", "qt_ms": "0"}, lines)
    >>> found.measurements, found.statements
    ({'qrs_ms': 96.0}, ('Sinus rhythm',))
    """
    measured = {}
    for name, measure in VENDOR_MEASURES.items():
        number = number_of(values.get(name))
        if number is not None and measure.low <= number <= measure.high:
            measured[name] = number
    hidden = [
        word.casefold()
        for secret in secrets
        for word in re.split(r"[\s,^]+", secret)
        if len(word) > 2
    ]
    kept = [
        line
        for line in map(_clean, statements)
        if line
        and not _OF_A_PERSON.search(line)
        and not _DATE.search(line)
        and not any(word in line.casefold() for word in hidden)
    ]
    unique = tuple(dict.fromkeys(kept))[:MAX_STATEMENTS]
    if not measured and not unique:
        return None
    return VendorReading(source=source, measurements=measured, statements=unique)


def number_of(value: object) -> float | None:
    """Return a finite number, or None for anything else."""
    if isinstance(value, str):
        match = _NUMBER.fullmatch(value.strip())
        return float(match[0]) if match else None
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    return None


def _clean(line: str) -> str:
    visible = "".join(letter if letter.isprintable() else " " for letter in line)
    return " ".join(visible.split())[:MAX_LETTERS]
