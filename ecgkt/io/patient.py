"""Whose recording it is, known only by a hash: enough to tell two patients apart."""

import re
from collections.abc import Iterable
from hashlib import sha256

_KEYS = (
    r"(?:subject|patient|person)[ _-]?(?:id|identifier|number|no|nr)|mrn|case[ _-]?id"
)
_STATED = re.compile(
    rf"^\W{{0,4}}(?:{_KEYS})\W{{0,3}}\s?[:=]\s{{0,4}}(?P<id>[\w.\-]{{1,40}})\s*$",
    re.IGNORECASE,
)
_NOBODY = frozenset(("", "0", "na", "n/a", "none", "unknown", "anonymous", "-"))
MAX_LINE = 200
"""Characters of a comment that are looked at."""


def patient_hash(comments: Iterable[str]) -> str:
    """
    Find the identifier of the patient in a file's comments.

    Parameters
    ----------
    comments : iterable of str
        Without their mark.

    Returns
    -------
    str
        16 hexadecimal digits of its sha256; empty where none is stated. It is compared
        within one session and never shown or written: a short identifier could be
        found again from it.

    Examples
    --------
    >>> patient_hash(["<subject_id>: 1001527"]) == patient_hash(["Patient ID=1001527"])
    True
    >>> patient_hash(["<age>: 51"])
    ''
    """
    for comment in comments:
        match = _STATED.match(comment[:MAX_LINE])
        if match and match["id"].lower() not in _NOBODY:
            return sha256(match["id"].lower().encode()).hexdigest()[:16]
    return ""
