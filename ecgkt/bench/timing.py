"""Time one call."""

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
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(1000 * (time.perf_counter() - start))
    return statistics.median(times)
