"""Counts of recordings or beats, as `evaluation.shares` makes them."""

from dataclasses import dataclass

from ecgkt.results.document import Interval


@dataclass(frozen=True, kw_only=True)
class Share:
    """
    How many of how many.

    Attributes
    ----------
    n, hits : int
        Judged, and those of them that count.
    share : float or None
        0-1; None where nothing was judged.
    ci : (low, high) or None
        Wilson's 95 % interval.
    """

    n: int
    hits: int
    share: float | None
    ci: Interval
