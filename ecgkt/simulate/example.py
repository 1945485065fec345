"""Named example recordings: what each claims to be is planted, and known exactly."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.simulate import patterns
from ecgkt.simulate.artefact import decimate, electrode_noise, fibrillation_dipole
from ecgkt.simulate.dipole import (
    Beat,
    Wave,
    complete_leads,
    project_dipole,
    render_dipole,
)
from ecgkt.simulate.patterns import Pattern, atrial_waves, ventricular_waves
from ecgkt.simulate.rhythm import (
    MARGIN,
    Onset,
    fibrillation_onsets,
    sinus_onsets,
    with_pvcs,
)
from ecgkt.types.record import SIMULATED, EcgRecord

RENDER_FS = 500.0
"""Hz: below it the waves are rendered faster and decimated, so that nothing aliases."""


class Physiology(NamedTuple):
    """
    What one example is made of.

    Attributes
    ----------
    title : str
        What a reader is told.
    pattern : Pattern
        Shape of its beats.
    rate : float
        Mean heart rate in beats per minute.
    qrs, qtc : float
        Seconds; QT is `qtc` times the cube root of the mean RR (Fridericia).
    age : float
        Years.
    rhythm : str
        "sinus", "fibrillation" or "pvc" (sinus with premature ventricular beats).
    pr : float
        P onset to QRS onset in seconds.
    """

    title: str
    pattern: Pattern
    rate: float
    qrs: float
    qtc: float
    age: float
    rhythm: str = "sinus"
    pr: float = 0.160


PHYSIOLOGY = {
    "normal": Physiology("Normal sinus rhythm", patterns.SINUS, 68, 0.090, 0.405, 45),
    "af": Physiology(
        "Atrial fibrillation",
        patterns.FIBRILLATION,
        88,
        0.090,
        0.415,
        71,
        "fibrillation",
    ),
    "lbbb": Physiology(
        "Complete left bundle branch block", patterns.LBBB, 72, 0.150, 0.455, 69
    ),
    "rbbb": Physiology(
        "Complete right bundle branch block", patterns.RBBB, 70, 0.146, 0.440, 66
    ),
    "lvh": Physiology(
        "Left ventricular hypertrophy with strain", patterns.LVH, 66, 0.100, 0.430, 62
    ),
    "inferior-ste": Physiology(
        "Inferior ST elevation with reciprocal depression",
        patterns.INFERIOR_STE,
        78,
        0.096,
        0.410,
        58,
    ),
    "long-qt": Physiology("Long QT interval", patterns.LONG_QT, 62, 0.090, 0.560, 38),
    "pvc": Physiology(
        "Sinus rhythm with premature ventricular complexes",
        patterns.SINUS,
        72,
        0.090,
        0.405,
        55,
        "pvc",
    ),
}
EXAMPLES = {name: physiology.title for name, physiology in PHYSIOLOGY.items()}
"""Names and titles of what `simulate_example` knows."""


def simulate_example(
    name: str, *, seed: int = 0, fs: float = 500.0, duration: float = 10.0
) -> EcgRecord:
    """
    Make one example recording.

    Parameters
    ----------
    name : str
        A key of `EXAMPLES`.
    seed : int, default 0
        The same seed, rate and duration give the same bytes.
    fs : float, default 500
        Sampling frequency in Hz. The heart is the same at every rate, the noise not.
    duration : float, default 10
        Seconds.

    Returns
    -------
    EcgRecord
        Of format "simulated", and warned as such.

    Raises
    ------
    ValueError
        If the name is unknown, or the rate or the duration is not positive.

    Examples
    --------
    >>> record = simulate_example("af")
    >>> record.record_id, record.signal.shape, record.warnings
    ('simulated-af', (12, 5000), ('Simulated recording, not from a patient',))
    """
    if not (fs > 0 and duration > 0):
        raise ValueError(
            f"expected fs and duration above 0, got {fs} Hz and {duration} s"
        )
    beats = plan_beats(name, seed=seed, duration=duration)
    factor = int(np.ceil(RENDER_FS / fs))
    padding, n_samples = round(MARGIN / 2 * fs), round(duration * fs)
    # Whole padding on both sides keeps the filter's edges out of the recording.
    index = np.arange((n_samples + 2 * padding) * factor)
    times = index / (fs * factor) - padding / fs
    rng = np.random.default_rng((seed, 1))
    dipole = render_dipole(beats, times)
    if PHYSIOLOGY[name].rhythm == "fibrillation":
        dipole += fibrillation_dipole(times, rng, amplitude_mv=0.06)
    leads = project_dipole(dipole)
    leads += electrode_noise(times, rng, noise_mv=0.008, wander_mv=0.025)
    leads = decimate(leads, factor)[:, padding : padding + n_samples]
    return EcgRecord(
        record_id=f"simulated-{name}",
        signal=_complete_in_float32(leads),
        fs=float(fs),
        format="simulated",
        warnings=(SIMULATED,),
        age=PHYSIOLOGY[name].age,
    )


def plan_beats(name: str, *, seed: int, duration: float) -> list[Beat]:
    """
    Decide when the beats of an example come and what each consists of.

    Parameters
    ----------
    name : str
        A key of `EXAMPLES`.
    seed : int
        Source of phase, variation and breathing.
    duration : float
        Seconds; beats shortly before and after the recording are planned as well.

    Returns
    -------
    list of Beat
        In order of time: the exact truth about the recording.

    Raises
    ------
    ValueError
        If the name is unknown.
    """
    if name not in PHYSIOLOGY:
        raise ValueError(f"no example {name!r}; choose one of {', '.join(EXAMPLES)}")
    physiology = PHYSIOLOGY[name]
    rng = np.random.default_rng((seed, 0))
    phase = rng.uniform(0, 2 * np.pi)
    beats = []
    for onset in _onsets(physiology, duration, rng):
        breath = np.sin(2 * np.pi * 0.25 * onset.time + phase)
        waves = (
            _vary(wave, float(breath), rng) for wave in _waves(physiology, onset.kind)
        )
        beats.append(Beat(onset.kind, onset.time, tuple(waves)))
    return beats


def _onsets(
    physiology: Physiology, duration: float, rng: np.random.Generator
) -> list[Onset]:
    if physiology.rhythm == "fibrillation":
        return fibrillation_onsets(physiology.rate, duration, rng)
    onsets = sinus_onsets(physiology.rate, duration, rng)
    if physiology.rhythm == "pvc":
        earliest = rng.uniform(0.8, 1.6)
        late = [index for index, onset in enumerate(onsets) if onset.time > earliest]
        # Every fourth cycle: three premature beats in ten seconds, in as many columns.
        return with_pvcs(onsets, first=late[0], every=4, coupling=0.58)
    return onsets


def _waves(physiology: Physiology, kind: str) -> tuple[Wave, ...]:
    if kind == "blocked":
        return atrial_waves(physiology.pr)
    if kind == "pvc":
        return ventricular_waves(patterns.PVC, qrs=0.150, qt=0.430)
    qt = physiology.qtc * (60 / physiology.rate) ** (1 / 3)
    ventricular = ventricular_waves(physiology.pattern, qrs=physiology.qrs, qt=qt)
    if kind == "fibrillation":
        return ventricular
    return (*atrial_waves(physiology.pr), *ventricular)


def _vary(wave: Wave, breath: float, rng: np.random.Generator) -> Wave:
    """Breathe: turn the dipole by 3 degrees in the frontal plane, scale it by 4 %."""
    angle = np.deg2rad(3.0) * breath
    gain = (1 + 0.04 * breath) * (1 + 0.02 * rng.standard_normal())
    x, y, z = wave.vector
    turned_x = x * np.cos(angle) - y * np.sin(angle)
    turned_y = x * np.sin(angle) + y * np.cos(angle)
    return wave._replace(vector=(gain * turned_x, gain * turned_y, gain * z))


def _complete_in_float32(leads: NDArray[np.float64]) -> NDArray[np.float32]:
    # Derived from the rounded I and II, so that Einthoven also holds in float32.
    rounded = leads.astype(np.float32).astype(np.float64)
    return complete_leads(rounded).astype(np.float32)
