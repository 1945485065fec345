"""Simulated recordings whose waves are known exactly: what a delineator learns from."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.ludb import WAVE_NAMES, MarkedLead, MarkedRecord
from ecgkt.simulate import patterns
from ecgkt.simulate.artefact import electrode_noise, fibrillation_dipole
from ecgkt.simulate.dipole import (
    DOWER,
    EXTENT,
    Beat,
    Vector,
    Wave,
    complete_leads,
    project_dipole,
    render_dipole,
)
from ecgkt.simulate.masks import VISIBLE_MV
from ecgkt.simulate.patterns import Pattern, atrial_waves, ventricular_waves
from ecgkt.simulate.rhythm import (
    Onset,
    fibrillation_onsets,
    sinus_onsets,
    with_pvcs,
)
from ecgkt.types.record import SIMULATED, EcgRecord

FS = 500.0
"""Hz, as LUDB."""
DURATION = 10.0
"""Seconds, as LUDB."""
NARROW = (patterns.SINUS, patterns.LVH, patterns.INFERIOR_STE, patterns.LONG_QT)
WIDE = (patterns.LBBB, patterns.RBBB)
_NAMES = {"p": "P", "qrs": "QRS", "t": "T"}

Floats = NDArray[np.float64]


def simulate_marked(seed: Sequence[int]) -> MarkedRecord:
    """
    Draw one recording of random physiology, noise and all, with its exact marks.

    Parameters
    ----------
    seed : sequence of int
        The same seed gives the same recording.

    Returns
    -------
    MarkedRecord
        500 Hz, 10 s; everything is marked, from the first sample to the last.
    """
    rng = np.random.default_rng(list(seed))
    beats = _draw_beats(rng)
    times = np.arange(round(FS * DURATION)) / FS
    dipole = render_dipole(beats, times)
    if any(beat.kind == "fibrillation" for beat in beats):
        size = float(rng.uniform(0.02, 0.08))
        dipole += fibrillation_dipole(times, rng, amplitude_mv=size)
    leads = project_dipole(dipole)
    leads += electrode_noise(
        times,
        rng,
        noise_mv=float(rng.uniform(0.0, 0.02)),
        wander_mv=float(rng.uniform(0.0, 0.08)),
    )
    record = EcgRecord(
        record_id=f"simulated-{'-'.join(map(str, seed))}",
        signal=complete_leads(leads).astype(np.float32),
        fs=FS,
        format="simulated",
        warnings=(SIMULATED,),
    )
    return MarkedRecord(record, mark_beats(beats, duration=DURATION))


def mark_beats(beats: Sequence[Beat], *, duration: float) -> tuple[MarkedLead, ...]:
    """
    Say where each lead shows each wave.

    A wave reaches from the first onset to the last end, 2.5 sigma from their peaks, of
    its pieces that the lead sees, as in the simulated cohort.

    Parameters
    ----------
    beats : sequence of Beat
        Ascending in time.
    duration : float
        Seconds; waves that are not wholly inside are left out.

    Returns
    -------
    tuple of MarkedLead
        In the order of `ecgkt.vocab.leads.LEADS`.
    """
    found: list[dict[str, list[tuple[float, float]]]] = [
        {name: [] for name in WAVE_NAMES} for _ in range(12)
    ]
    for beat in beats:
        for name in WAVE_NAMES:
            for lead, (onset, end) in _seen(beat, _NAMES[name]).items():
                if onset >= 0 and end < duration:
                    found[lead][name].append((onset, end))
    return tuple(
        MarkedLead(
            {
                name: np.array(sorted(pairs)).reshape(-1, 2)
                for name, pairs in lead.items()
            },
            (0.0, duration),
        )
        for lead in found
    )


def _seen(beat: Beat, name: str) -> dict[int, tuple[float, float]]:
    """Return onset and end of a wave in the leads that see it, in seconds."""
    pieces = [wave for wave in beat.waves if wave.name == name]
    if not pieces:
        return {}
    peaks = complete_leads(DOWER @ np.array([wave.vector for wave in pieces]).T)
    starts = np.array([wave.centre - EXTENT * wave.rise for wave in pieces])
    ends = np.array([wave.centre + EXTENT * wave.fall for wave in pieces])
    if name == "T":
        qrs = [wave for wave in beat.waves if wave.name == "QRS"]
        starts = np.maximum(starts, max(w.centre + EXTENT * w.fall for w in qrs))
    spans = {}
    for lead, visible in enumerate(np.abs(peaks) >= VISIBLE_MV):
        if visible.any():
            onset, end = starts[visible].min(), ends[visible].max()
            spans[lead] = (beat.onset + float(onset), beat.onset + float(end))
    return spans


def _draw_beats(rng: np.random.Generator) -> list[Beat]:
    rate = float(rng.uniform(40, 160))
    is_fibrillating = bool(rng.random() < 0.12)
    if is_fibrillating:
        onsets = fibrillation_onsets(rate, DURATION, rng)
    else:
        onsets = sinus_onsets(rate, DURATION, rng)
        if rng.random() < 0.15:
            first = int(rng.integers(2, 6))
            coupling = float(rng.uniform(0.55, 0.7))
            onsets = with_pvcs(onsets, first=first, every=5, coupling=coupling)
    is_wide = bool(rng.random() < 0.25)
    kinds = WIDE if is_wide else NARROW
    pattern = _varied(kinds[int(rng.integers(len(kinds)))], rng)
    qrs = float(rng.uniform(0.12, 0.17) if is_wide else rng.uniform(0.07, 0.118))
    qt = float(rng.uniform(0.37, 0.48)) * (60 / rate) ** (1 / 3)
    # A fast heart shortens QT and PR, or P would lie in T more often than it does.
    rr = 60 / rate
    qt = max(qrs + 0.15, min(qt, rr - 0.13))
    pr = float(rng.uniform(0.12, min(0.26, max(0.14, rr - qt + 0.03))))
    ventricular = _fitted(pattern, qrs=qrs, qt=qt)
    p_gain = float(np.exp(rng.normal(0, 0.35)))
    atrial = tuple(_scaled(wave, p_gain) for wave in atrial_waves(pr))
    makes = {
        "sinus": (*atrial, *ventricular),
        "fibrillation": ventricular,
        "pvc": _fitted(_varied(patterns.PVC, rng), qrs=0.15, qt=0.40),
        "blocked": atrial,
    }
    return [_beat(onset, makes[onset.kind], rng) for onset in onsets]


def _beat(onset: Onset, waves: tuple[Wave, ...], rng: np.random.Generator) -> Beat:
    gain = float(np.exp(rng.normal(0, 0.04)))
    return Beat(onset.kind, onset.time, tuple(_scaled(wave, gain) for wave in waves))


def _scaled(wave: Wave, gain: float) -> Wave:
    x, y, z = wave.vector
    return wave._replace(vector=(gain * x, gain * y, gain * z))


def _varied(pattern: Pattern, rng: np.random.Generator) -> Pattern:
    """Draw other strengths and directions of every piece, and another width of T."""
    voltage = float(np.exp(rng.normal(0, 0.3)))
    turn = rng.normal(0, 0.35)
    cosine, sine = float(np.cos(turn)), float(np.sin(turn))

    def vary(vector: Vector, sd: float) -> Vector:
        x, y, z = (voltage * part * float(np.exp(rng.normal(0, sd))) for part in vector)
        return (x * cosine - y * sine, x * sine + y * cosine, z)

    width = float(rng.uniform(0.8, 1.3))
    sign = -1.0 if rng.random() < 0.15 else 1.0
    flat = float(rng.choice([1.0, 1.0, 1.0, 0.3]))
    t = vary(pattern.t, 0.3)
    return Pattern(
        tuple(piece._replace(vector=vary(piece.vector, 0.3)) for piece in pattern.qrs),
        vary(pattern.st, 0.5),
        vary(pattern.shoulder, 0.5),
        (sign * flat * t[0], sign * flat * t[1], sign * flat * t[2]),
        width * pattern.t_rise,
        width * pattern.t_fall,
    )


def _fitted(pattern: Pattern, *, qrs: float, qt: float) -> tuple[Wave, ...]:
    """Narrow T until it fits between QRS and the end of QT."""
    room = qt - qrs - 0.01
    shrink = min(1.0, room / (pattern.t_rise + EXTENT * pattern.t_fall))
    fitted = pattern._replace(
        t_rise=pattern.t_rise * shrink, t_fall=pattern.t_fall * shrink
    )
    return ventricular_waves(fitted, qrs=qrs, qt=qt)
