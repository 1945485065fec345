"""Wall time of calls."""

import statistics
import time
from collections.abc import Callable, Sequence

import numpy as np


def median_ms(call: Callable[[], object], *, repeats: int) -> float:
    """
    Time a call after one warm-up.

    Parameters
    ----------
    call : callable
        Without arguments.
    repeats : int
        Counted calls.

    Returns
    -------
    float
        Median wall time in ms.
    """
    call()
    return 1000 * statistics.median(time_calls(call, repeats=repeats))


def time_calls(call: Callable[[], object], *, repeats: int) -> list[float]:
    """Return the wall time of each call in seconds."""
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return times


def percentiles(seconds: Sequence[float]) -> dict[str, float] | None:
    """Return median, 95th percentile and largest of some times; None of none."""
    if not seconds:
        return None
    p95 = float(np.quantile(seconds, 0.95))
    return {"median": statistics.median(seconds), "p95": p95, "max": max(seconds)}
