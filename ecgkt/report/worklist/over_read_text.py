"""A report's text with what its reader said of the draft."""

from ecgkt.types.worklist import MARKS, NOT_OVERREAD, OverRead

HEADING = "Over-read"


def over_read_text(draft: str, over_read: OverRead) -> str | None:
    """
    Put an over-read under a draft.

    Parameters
    ----------
    draft : str
        From `draft_text`.
    over_read : OverRead
        A mark, own words, both or neither.

    Returns
    -------
    str or None
        None where nothing was said: the draft stands as it is.

    Examples
    --------
    >>> print(over_read_text("Sinus rhythm.", OverRead("disagree", "old LBBB")))
    Sinus rhythm.
    <BLANKLINE>
    Over-read
    Disagree: old LBBB
    """
    if over_read == NOT_OVERREAD:
        return None
    mark = MARKS[over_read.mark] if over_read.mark else ""
    said = ": ".join(part for part in (mark, over_read.text) if part)
    return f"{draft}\n\n{HEADING}\n{said}"
