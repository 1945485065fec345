"""Shares of recordings, with Wilson's intervals."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest


def share(hits: NDArray[np.bool_]) -> dict[str, Any]:
    """
    Count, with Wilson's interval.

    Parameters
    ----------
    hits : numpy.ndarray of shape (n,), bool
        Which.

    Returns
    -------
    dict
        "n", "hits", "share" and "ci"; the last two None where nothing was judged.

    Examples
    --------
    >>> share(np.array([True, False]))["share"]
    0.5
    """
    n, n_hits = len(hits), int(hits.sum())
    if not n:
        return {"n": 0, "hits": 0, "share": None, "ci": None}
    interval = binomtest(n_hits, n).proportion_ci(method="wilson")
    ci = [round(float(interval.low), 4), round(float(interval.high), 4)]
    return {"n": n, "hits": n_hits, "share": round(n_hits / n, 4), "ci": ci}


def percent(one: dict[str, Any]) -> str:
    """
    Print what `share` gave.

    Examples
    --------
    >>> percent(share(np.array([True, False])))
    '1/2 = 50.0% (9.4%–90.5%)'
    """
    if one["share"] is None:
        return "none"
    low, high = one["ci"]
    return f"{one['hits']}/{one['n']} = {one['share']:.1%} ({low:.1%}–{high:.1%})"
