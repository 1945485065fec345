"""Sinus beats whose T is narrow, and as high as R or higher."""

import numpy as np

from ecgkt.simulate import patterns
from ecgkt.simulate.dipole import (
    EXTENT,
    Beat,
    Wave,
    complete_leads,
    project_dipole,
    render_dipole,
)
from ecgkt.simulate.patterns import atrial_waves, ventricular_waves

QT = 0.36


def sharp_t_beats(*, base, height, rate, fs):
    """Return twelve leads of ten seconds, and the middles of their QRS in seconds."""
    times = np.arange(round(10 * fs)) / fs
    onsets = np.arange(-0.8, 11, 60 / rate)
    sigma = base / (2 * EXTENT)
    vector = tuple(height * part for part in (0.9, 0.55, 0.1))
    qrs = [
        wave
        for wave in ventricular_waves(patterns.SINUS, qrs=0.09, qt=QT)
        if wave.name == "QRS"
    ]
    t = Wave("T", vector, QT - base / 2, sigma, sigma)
    waves = (*qrs, t, *atrial_waves(0.15))
    beats = [Beat("sinus", float(onset), waves) for onset in onsets]
    leads = project_dipole(render_dipole(beats, times))
    leads += np.random.default_rng(1).normal(0, 0.008, leads.shape)
    middles = onsets + 0.045
    inside = middles[(middles > 0) & (middles < 10)]
    return complete_leads(leads).astype(np.float32), inside
