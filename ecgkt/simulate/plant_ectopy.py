"""Premature beats planted where they are known: of which kind, how early, on what."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.simulate import patterns
from ecgkt.simulate.artefact import decimate, electrode_noise, fibrillation_dipole
from ecgkt.simulate.dipole import (
    Beat,
    Vector,
    Wave,
    complete_leads,
    project_dipole,
    render_dipole,
)
from ecgkt.simulate.patterns import atrial_waves, ventricular_waves
from ecgkt.simulate.rhythm import MARGIN, Onset, fibrillation_onsets, sinus_onsets

RENDER_FS = 500.0
"""Hz: below it the waves are rendered faster and decimated."""
DURATION = 10.0
REFRACTORY = 0.45
"""Seconds after a ventricular beat in which the next sinus beat is blocked."""
USUAL_QRS, USUAL_PR = 0.090, 0.150
"""Seconds, of the beats that are not planted."""
RESET = 1.08
"""Sinus cycles from an atrial premature beat, which resets the sinus node, to the next
sinus beat: hardly more than one."""
Order = Literal["none", "single", "couplet", "run", "bigeminy", "trigeminy"]
ORDERS: tuple[Order, ...] = ("single", "couplet", "run", "bigeminy", "trigeminy")
IN_A_ROW = {"couplet": 2, "run": 4}
EVERY = {"bigeminy": 1, "trigeminy": 2}
"""Sinus beats between two premature ones."""


@dataclass(frozen=True, kw_only=True)
class EctopyCase:
    """
    What is planted in one recording.

    Attributes
    ----------
    order : str
        In which the premature beats come; "none" plants none.
    is_atrial : bool
        Whether they are atrial, of the usual QRS, or ventricular.
    coupling : float
        Interval to the premature beat as a share of the usual one, 0-1.
    rate : float
        Beats per minute of the others.
    is_fibrillating : bool
        Whether the others come from atrial fibrillation.
    qrs : float
        Seconds, of a ventricular premature beat.
    noise_mv : float
        Standard deviation of each electrode's noise.
    turn : float
        Radians by which the ventricular premature beat's dipole is turned.
    """

    order: Order
    is_atrial: bool = False
    coupling: float = 0.6
    rate: float = 70.0
    is_fibrillating: bool = False
    qrs: float = 0.150
    noise_mv: float = 0.008
    turn: float = 0.0


class PlantedEctopy(NamedTuple):
    """
    A recording, and what is true of it.

    Attributes
    ----------
    leads : numpy.ndarray of shape (12, n_samples), float32
        Voltage in mV, in the order of `ecgkt.vocab.leads.LEADS`.
    premature, others : numpy.ndarray of shape (n_beats,), float64
        Middle of QRS of premature and of other beats, in seconds.
    """

    leads: NDArray[np.float32]
    premature: NDArray[np.float64]
    others: NDArray[np.float64]


def plant_ectopy(case: EctopyCase, *, fs: float, seed: int) -> PlantedEctopy:
    """
    Make a recording of ten seconds with premature beats.

    Parameters
    ----------
    case : EctopyCase
        What to plant.
    fs : float
        Hz.
    seed : int
        Source of phases, variation and noise.

    Returns
    -------
    PlantedEctopy

    Examples
    --------
    >>> made = plant_ectopy(EctopyCase(order="single"), fs=250.0, seed=1)
    >>> made.leads.shape, len(made.premature)
    ((12, 2500), 1)
    """
    rng = np.random.default_rng(seed)
    make = fibrillation_onsets if case.is_fibrillating else sinus_onsets
    onsets = make(case.rate, DURATION, rng)
    onsets = _with_premature(onsets, case, int(rng.integers(3, 5)))
    beats = [Beat(kind, time, _waves(case, kind, rng)) for time, kind in onsets]
    factor = int(np.ceil(RENDER_FS / fs))
    padding, n_samples = round(MARGIN / 2 * fs), round(DURATION * fs)
    index = np.arange((n_samples + 2 * padding) * factor)
    times = index / (fs * factor) - padding / fs
    dipole = render_dipole(beats, times)
    if case.is_fibrillating:
        dipole += fibrillation_dipole(times, rng, amplitude_mv=0.06)
    leads = project_dipole(dipole)
    leads += electrode_noise(times, rng, noise_mv=case.noise_mv, wander_mv=0.05)
    leads = decimate(leads, factor)[:, padding : padding + n_samples]
    return PlantedEctopy(
        complete_leads(leads).astype(np.float32),
        _middles(onsets, {"pvc": case.qrs, "pac": USUAL_QRS}),
        _middles(onsets, dict.fromkeys(("sinus", "fibrillation"), USUAL_QRS)),
    )


def _middles(onsets: list[Onset], qrs: dict[str, float]) -> NDArray[np.float64]:
    times = [time + qrs[kind] / 2 for time, kind in onsets if kind in qrs]
    return np.array([time for time in times if 0 <= time < DURATION])


def _with_premature(onsets: list[Onset], case: EctopyCase, first: int) -> list[Onset]:
    """Put premature beats between the others, which give way as a heart's would."""
    if case.order == "none":
        return onsets
    result: list[Onset] = []
    waits, shift = first, 0.0
    n_planted = IN_A_ROW.get(case.order, 1)
    blocked_until = -np.inf
    for place, (time, kind) in enumerate(onsets[:-1]):
        moved = time + shift
        if moved < blocked_until:
            if kind == "sinus":
                result.append(Onset(moved, "blocked"))
            continue
        result.append(Onset(moved, kind))
        waits -= 1
        if waits > 0:
            continue
        cycle = onsets[place + 1].time - time
        step = case.coupling * (60 / case.rate if case.is_fibrillating else cycle)
        planted = [moved + step * (number + 1) for number in range(n_planted)]
        name = "pac" if case.is_atrial else "pvc"
        result += [Onset(at, name) for at in planted]
        waits = EVERY.get(case.order, 6)
        if case.is_atrial:
            shift += planted[-1] + RESET * cycle - (moved + cycle)
        else:
            blocked_until = planted[-1] + REFRACTORY
    return sorted(result)


def _waves(case: EctopyCase, kind: str, rng: np.random.Generator) -> tuple[Wave, ...]:
    qt = 0.40 * (60 / case.rate) ** (1 / 3)
    gain = 1 + 0.03 * float(rng.standard_normal())
    if kind == "blocked":
        return atrial_waves(USUAL_PR)
    if kind == "pvc":
        waves = ventricular_waves(patterns.PVC, qrs=case.qrs, qt=case.qrs + 0.27)
        return tuple(_turned(wave, case.turn, gain) for wave in waves)
    # T of a beat that the next one cuts off is narrow in a fast heart.
    waves = ventricular_waves(patterns.SINUS, qrs=USUAL_QRS, qt=max(0.30, qt))
    waves = tuple(_turned(wave, 0.0, gain) for wave in waves)
    if kind == "fibrillation":
        return waves
    if kind == "pac":
        return (*(_upside(wave) for wave in atrial_waves(USUAL_PR)), *waves)
    return (*atrial_waves(USUAL_PR), *waves)


def _upside(wave: Wave) -> Wave:
    """Let P come from below, as from an ectopic focus near the AV node."""
    x, y, z = wave.vector
    return wave._replace(vector=(0.8 * x, -0.8 * y, z))


def _turned(wave: Wave, angle: float, gain: float) -> Wave:
    x, y, z = wave.vector
    a, b = np.cos(angle), np.sin(angle)
    vector: Vector = (
        gain * float(a * x - b * y),
        gain * float(b * x + a * y),
        gain * z,
    )
    return wave._replace(vector=vector)
