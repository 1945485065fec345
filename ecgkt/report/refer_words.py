"""Why a reading asks for a second reader."""

from ecgkt.types.doubt import Doubt

REFERRED = "Undecided between its super-classes: refer to a second reader."


def refer_text(doubt: Doubt | None) -> str:
    """
    Say that a recording should be seen by a second reader, and why.

    Parameters
    ----------
    doubt : Doubt or None
        Of a reading.

    Returns
    -------
    str
        Empty where the model is as decided as usual, or nothing was measured.

    Examples
    --------
    >>> refer_text(Doubt(nats=2, limit=1, wrong_referred=0.8, wrong_kept=0.3))[63:]
    'Of held-out ECGs as doubtful 80 % had a wrong super-class, of others 30 %.'
    """
    if doubt is None or not doubt.is_referred:
        return ""
    return (
        f"{REFERRED} Of held-out ECGs as doubtful {100 * doubt.wrong_referred:.0f} % "
        f"had a wrong super-class, of others {100 * doubt.wrong_kept:.0f} %."
    )
