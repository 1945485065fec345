"""Seconds from asking the worker for an explanation to having it, by method."""

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from ecgkt.config import ServingConfig
from ecgkt.serving.client import ServingClient
from ecgkt.simulate.example import simulate_example
from ecgkt.types.explanation import METHODS, ExplanationRequest, TargetName

LIMIT_S = 1.5
"""From click to picture on two idle cores (issue 5); the page's own work comes on top
of what is measured here."""
REPEATS = 5
THREADS = 2
TARGET = TargetName("statement", "IMI")


def measure_explain() -> dict[str, Any]:
    """
    Ask the real worker with the bundled model for each method's map, again and again.

    Returns
    -------
    dict
        Median and largest seconds per method, each beside the limit: map and agreement
        with the way there and back. The deletion check follows when the map is seen;
        its seconds stand beside.

    Raises
    ------
    EcgktError
        If the worker cannot be started.
    """
    record = simulate_example("inferior-ste", seed=0, fs=500.0)
    figures = {}
    with ServingClient(ServingConfig(max_threads=THREADS)) as client:
        for method in METHODS:
            request = ExplanationRequest(TARGET, method)
            found = client.explain(record, request)
            seconds = _seconds(partial(client.explain, record, request))
            check = partial(client.check, record, request, found.bands)
            typical = statistics.median(seconds)
            figures[method] = {
                "median_s": typical,
                "max_s": max(seconds),
                "limit_s": LIMIT_S,
                "within": typical <= LIMIT_S,
                "check_median_s": statistics.median(_seconds(check)),
            }
    return {"threads": THREADS, "by_method": figures}


def _seconds(act: Callable[[], object]) -> list[float]:
    found = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return found
