"""A delineator that knows the truth: what is measured must then be what was planted."""

import numpy as np

from ecgkt.simulate.example import PHYSIOLOGY, plan_beats, simulate_example
from ecgkt.training.simulated_waves import mark_beats
from ecgkt.training.wave_crops import draw_masks

MASK_FS = 250.0


def planted(name, *, fs=500.0, seed=3, rows=range(12)):
    """Return an example recording, its masks as a delineator, and its physiology."""
    record = simulate_example(name, seed=seed, fs=fs)
    marks = mark_beats(plan_beats(name, seed=seed, duration=10.0), duration=10.0)
    times = np.arange(round(10 * MASK_FS)) / MASK_FS
    masks, _known = draw_masks([marks[row] for row in rows], times)
    return record, lambda _signal, _fs, _rows: masks, PHYSIOLOGY[name]
