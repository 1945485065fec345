"""What a file says, inside a sentence of ours: marked, so that it can be taken out."""

import re

OPEN, CLOSE, LEFT_OUT = "“", "”", "“…”"
_QUOTED = re.compile(f"{OPEN}[^{CLOSE}]*({CLOSE}|$)")
"""To the end where a sentence was cut before the second mark."""
_INSIDE = str.maketrans({OPEN: '"', CLOSE: '"'})


def quoted(text: str) -> str:
    """
    Put a file's name, or words out of it, between the marks that nothing else has.

    Parameters
    ----------
    text : str
        Untrusted; cut by who knows how much of it says something.

    Returns
    -------
    str

    Examples
    --------
    >>> quoted("ecg 1.csv")
    '“ecg 1.csv”'
    """
    return f"{OPEN}{text.translate(_INSIDE)}{CLOSE}"


def without_quoted(text: str) -> str:
    """
    Take out of our sentences what `quoted` put in: it may tell who somebody is.

    Parameters
    ----------
    text : str
        An error, a warning or a reason.

    Returns
    -------
    str

    Examples
    --------
    >>> without_quoted("The file states an age that was not understood (“July 1963”).")
    'The file states an age that was not understood (“…”).'
    """
    return _QUOTED.sub(LEFT_OUT, text)
