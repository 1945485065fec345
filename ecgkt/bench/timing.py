"""Wall time of calls."""

import statistics
import time
from collections.abc import Callable


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
