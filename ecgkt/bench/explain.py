"""Seconds from asking the worker for an explanation to having it, by method."""

import statistics
from functools import partial
from typing import Any

from ecgkt.bench.timing import time_calls
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
            explanation = client.explain(record, request)
            seconds = time_calls(
                partial(client.explain, record, request), repeats=REPEATS
            )
            check = partial(client.check, record, request, explanation.bands)
            typical = statistics.median(seconds)
            figures[method] = {
                "median_s": typical,
                "max_s": max(seconds),
                "limit_s": LIMIT_S,
                "within": typical <= LIMIT_S,
                "check_median_s": statistics.median(time_calls(check, repeats=REPEATS)),
            }
    return {"threads": THREADS, "by_method": figures}
