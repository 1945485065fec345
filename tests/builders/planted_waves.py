"""A delineator that knows the truth: what is measured must then be what was planted."""

import numpy as np

from ecgkt.dataset.ludb import MarkedLead
from ecgkt.simulate.dipole import EXTENT
from ecgkt.simulate.example import PHYSIOLOGY, plan_beats, simulate_example
from ecgkt.studies.delineation.synthetic_intervals import (
    DURATION,
    Case,
)
from ecgkt.training.inputs.simulated_waves import mark_beats
from ecgkt.training.inputs.wave_crops import draw_masks

MASK_FS = 250.0


def planted(name, *, fs=500.0, seed=3, rows=range(12)):
    """Return an example recording, its masks as a delineator, and its physiology."""
    record = simulate_example(name, seed=seed, fs=fs)
    marks = mark_beats(plan_beats(name, seed=seed, duration=10.0), duration=10.0)
    times = np.arange(round(10 * MASK_FS)) / MASK_FS
    masks, _known = draw_masks([marks[row] for row in rows], times)
    return record, lambda _signal, _fs, _rows: masks, PHYSIOLOGY[name]


def synthetic_masks(case: Case):
    """Return the exact masks of a synthetic recording, as a delineator."""
    pr, p, qrs, qt = (
        case.truth[f"{name}_ms"] / 1000 for name in ("pr", "p", "qrs", "qt")
    )
    rr = 60 / case.truth["heart_rate_bpm"]
    onsets = np.arange(0.37 * rr - 2 * rr, DURATION + 2 * rr, rr)
    t = 2 * EXTENT * min(0.044, (qt - qrs - 0.03) / (2 * EXTENT))
    spans = {"p": (-pr, p - pr), "qrs": (0, qrs), "t": (qt - t, qt)}
    waves = {
        name: np.stack([onsets + start, onsets + end], axis=1)
        for name, (start, end) in spans.items()
    }
    inside = {
        name: pairs[(pairs[:, 0] >= 0) & (pairs[:, 1] < DURATION)]
        for name, pairs in waves.items()
    }
    times = np.arange(round(DURATION * MASK_FS)) / MASK_FS
    masks, _known = draw_masks([MarkedLead(inside, (0.0, DURATION))] * 12, times)
    return lambda _signal, _fs, rows: masks[list(rows)]
