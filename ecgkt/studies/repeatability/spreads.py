"""From pairs of values to repeatability coefficients."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.types.record import Floats

FACTOR = float(1.96 * np.sqrt(2))
"""From the SD within a person to the difference that 95 % of repeats stay below."""
NORMAL_MAD = 1.4826
"""From the median deviation of normal values to their SD."""
LEAST_PAIRS = 10
"""Of fewer nothing is said."""
N_BOOT, SEED = 1000, 5
ROBUST = frozenset(("repeats", "pooled"))
"""Sources in which something may truly have changed: their median counts."""


def spread(differences: Floats, persons: Sequence[str]) -> dict[str, Any]:
    """
    Sum differences between repeats up.

    Parameters
    ----------
    differences : numpy.ndarray of shape (n,), float64
        Second minus first.
    persons : sequence of str
        Whose they are.

    Returns
    -------
    dict
        Fields of `ecgkt.results.repeatability.Spread`; None for fewer than
        `LEAST_PAIRS`.

    References
    ----------
    .. [1] Bland and Altman, "Measuring agreement in method comparison studies", Stat
       Methods Med Res 1999;8:135, section 3: the SD within subjects is the square root
       of the mean of the squared differences over 2, the repeatability coefficient
       1.96 times the square root of 2 times it.
    .. [2] ISO 5725-6:1994, 4.1: the repeatability limit r is 2.8 times the SD of
       repeatability. The interval is a bootstrap over persons, which neither has.

    Examples
    --------
    >>> one = spread(np.array([4.0, -4.0] * 10), ["a", "b"] * 10)
    >>> one["n"], one["n_persons"], one["sd"], one["repeatability"]
    (20, 2, 2.8284, 7.84)
    """
    n = len(differences)
    found: dict[str, Any] = {"n": n, "n_persons": len(set(persons))}
    if n < LEAST_PAIRS:
        return found | dict.fromkeys(("sd", "repeatability", "ci", "robust"))
    sd = float(np.sqrt((differences**2).mean() / 2))
    mad = float(np.median(np.abs(differences)))
    return found | {
        "sd": _rounded(sd),
        "repeatability": _rounded(FACTOR * sd),
        "ci": _interval(differences, persons),
        "robust": _rounded(FACTOR * NORMAL_MAD * mad / np.sqrt(2)),
    }


def errors_of_marks(errors: Floats, persons: Sequence[str]) -> dict[str, Any]:
    """Sum up measured minus marked: of two recordings each has such an error."""
    # A difference between two such values has twice the variance, as `spread` halves.
    centred = errors - errors.mean() if len(errors) else errors
    return spread(centred * np.sqrt(2), persons)


def judged(sources: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """
    Choose the limit of one quantity: the largest that a source gives.

    Parameters
    ----------
    sources : mapping of str to dict
        By source, what `spread` gave.

    Returns
    -------
    dict
        Fields of `ecgkt.results.repeatability.Repeatability`.
    """
    known = {
        name: one["robust" if name in ROBUST else "repeatability"]
        for name, one in sources.items()
        if one["sd"] is not None
    }
    by = max(known, key=lambda name: known[name], default="")
    return {"sources": dict(sources), "limit": known[by] if by else None, "by": by}


def _interval(differences: Floats, persons: Sequence[str]) -> list[float]:
    _, places = np.unique(np.asarray(persons), return_inverse=True)
    sums = np.bincount(places, differences**2)
    counts = np.bincount(places).astype(np.float64)
    rng = np.random.default_rng(SEED)
    weights: NDArray[Any] = rng.multinomial(
        len(sums), np.full(len(sums), 1 / len(sums)), size=N_BOOT
    )
    drawn = FACTOR * np.sqrt((weights @ sums) / (weights @ counts) / 2)
    return [_rounded(float(end)) for end in np.quantile(drawn, (0.025, 0.975))]


def _rounded(value: float) -> float:
    return float(f"{value:.5g}")
