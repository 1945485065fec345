"""Milliseconds to build a sheet, and how much of it travels to the browser."""

import json
from typing import Any

import numpy as np

from ecgkt.bench.timing import median_ms
from ecgkt.plotting.geometry import paper_geometry
from ecgkt.plotting.layouts import LAYOUTS, WINDOW_S, View
from ecgkt.plotting.overlay import Band, Overlay
from ecgkt.plotting.paper_svg import draw_paper
from ecgkt.simulate.example import simulate_example
from ecgkt.vocab.leads import LEADS

REPEATS = 15
FS = 500.0
BIN_S = 0.04
LIMIT_MS, LIMIT_KB = 40.0, 400.0
"""Of 12 leads of 5000 samples in any layout."""


def measure_sheet() -> dict[str, Any]:
    """
    Build every layout of a recording of 12 x 5000 samples, bare and with a full map.

    Returns
    -------
    dict
        Median ms from the recording to the drawing and kB of its JSON, by layout, with
        their limits; ``with_map`` has a band of other values in every bin of 40 ms.
    """
    n_bins = round(WINDOW_S / BIN_S)
    values = np.random.default_rng(0).uniform(-1, 1, (len(LEADS), n_bins))
    bands = tuple(
        Band(lead, 0.0, BIN_S, row.astype(np.float32))
        for lead, row in zip(LEADS, values, strict=True)
    )
    return {
        "n_samples": round(WINDOW_S * FS),
        "by_layout": {name: _measured(name, Overlay()) for name in LAYOUTS},
        "with_map": {name: _measured(name, Overlay(bands=bands)) for name in LAYOUTS},
        "limits": {"build_ms": LIMIT_MS, "kilobytes": LIMIT_KB},
    }


def _measured(layout: str, overlay: Overlay) -> dict[str, float]:
    record, view = simulate_example("lvh", fs=FS), View(layout=layout)

    def build() -> str:
        return draw_paper(paper_geometry(record, view), overlay)

    return {
        "build_ms": median_ms(build, repeats=REPEATS),
        "kilobytes": len(json.dumps(build())) / 1000,
    }
