"""Numbers in a header, parsed strictly."""

import re

from ecgkt.errors import RecordError

_INTEGER = re.compile(r"-?\d{1,10}")
_NUMBER = re.compile(r"[+-]?(\d{1,12}\.?\d{0,20}|\.\d{1,20})([eE][+-]?\d{1,2})?")


def plain_number(token: str, what: str) -> float:
    """Return a decimal number; anything else is a RecordError."""
    if not _NUMBER.fullmatch(token):
        raise RecordError(f"The {what} in the WFDB header is not a plain number.")
    return float(token)


def whole_number(token: str, what: str) -> int:
    """Return a whole number; anything else is a RecordError."""
    if not _INTEGER.fullmatch(token):
        raise RecordError(f"The {what} in the WFDB header is not a whole number.")
    return int(token)
