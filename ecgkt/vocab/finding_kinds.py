"""What is known of a quantity that is measured, and of a rule's outcome."""

from typing import NamedTuple

Range = tuple[float | None, float | None]
"""Lower and upper limit, both still normal; None where there is none."""


class Measure(NamedTuple):
    """
    One quantity that is measured.

    Attributes
    ----------
    title : str
        What a clinician reads.
    unit : str
        As it is printed.
    decimals : int
        That are printed.
    normal : tuple of two floats, each or None
        Limits, both still normal; both None where none is published for everybody.
    source : str
        Where the limits, or the quantity itself, are published.
    """

    title: str
    unit: str
    decimals: int = 0
    normal: Range = (None, None)
    source: str = ""


class FindingKind(NamedTuple):
    """
    One rule's outcome.

    Attributes
    ----------
    measure : str
        Of `MEASURES` or `LEAD_MEASURES`: what its value is.
    source : str
        Where the criterion is published.
    supports, contradicts : tuple of str
        Codes of statements.
    normal : tuple of two floats, each or None
        Normal range of the value.
    defines : bool
        Whether the finding is what the supported statements mean: then a model that
        denies them disagrees.
    is_normal : bool
        Whether it is a measurement within its limits.
    """

    measure: str
    source: str
    supports: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    normal: Range = (None, None)
    defines: bool = False
    is_normal: bool = False
