"""From the parameters of one ECG to its beats: which waves, and when."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.simulate import patterns
from ecgkt.simulate.dipole import Vector, Wave
from ecgkt.simulate.patterns import Pattern, Piece, atrial_waves, ventricular_waves
from ecgkt.simulate.physiology import Body, Electrics
from ecgkt.simulate.rhythm import (
    Onset,
    fibrillation_onsets,
    sinus_onsets,
    with_pvcs,
)

ALONG_R: Vector = (0.84, 0.52, 0.15)
"""Direction in which ST moves when no infarct gives it another."""
ANTERIOR: Vector = (0.15, 0.045, -0.27)
"""ST dipole of an anterior infarct in mV: the published (.5, .15, -.9) at 30 %."""
BREATH_DEGREES = 4.0
"""Largest turn of the heart within a breath; published: up to 5 degrees."""


class Train(NamedTuple):
    """
    All beats of one make in one recording.

    Attributes
    ----------
    onsets : numpy.ndarray of shape (n_beats,)
        QRS onsets in seconds from the start of the recording.
    shifts : numpy.ndarray of shape (n_beats,)
        Seconds by which T and U come later than in the mean beat, as QT follows RR.
    turns : numpy.ndarray of shape (n_beats,)
        Radians by which breathing turns the heart in the frontal plane.
    waves : tuple of Wave
        Of the mean beat.
    """

    onsets: NDArray[np.float64]
    shifts: NDArray[np.float64]
    turns: NDArray[np.float64]
    waves: tuple[Wave, ...]


def plan_trains(
    body: Body,
    electrics: Electrics,
    rng: np.random.Generator,
    *,
    duration: float,
    has_ectopy: bool,
) -> tuple[Train, ...]:
    """
    Decide when the heart beats and what each beat consists of.

    Parameters
    ----------
    body : Body
        Rhythm and patterns.
    electrics : Electrics
        What `conduct` made of it.
    rng : numpy.random.Generator
        Source of the rhythm: the same state gives the same onsets.
    duration : float
        Seconds.
    has_ectopy : bool
        Whether premature ventricular beats occur; never in fibrillation.

    Returns
    -------
    tuple of Train
        Normal beats; premature ones and lone P waves where there are any.
    """
    rate = electrics.rate
    breathing = float(rng.uniform(0.2, 0.35))
    if body.is_fibrillating:
        onsets = fibrillation_onsets(rate, duration, rng)
    else:
        onsets = sinus_onsets(rate, duration, rng, breathing=breathing)
        if has_ectopy:
            onsets = with_pvcs(
                onsets,
                first=int(rng.integers(2, 6)),
                every=int(rng.integers(4, 12)),
                coupling=float(rng.uniform(0.55, 0.68)),
            )
    phase = float(rng.uniform(0, 2 * np.pi))
    makes = {"normal": _normal_waves(body, electrics)}
    if has_ectopy and not body.is_fibrillating:
        makes["pvc"] = _premature_waves(body, electrics)
        makes["blocked"] = tuple(_atrial(electrics))
    return _into_trains(onsets, makes, electrics, breathing=breathing, phase=phase)


def blend(first: Pattern, second: Pattern, share: float) -> Pattern:
    """
    Mix two shapes of five pieces each.

    Parameters
    ----------
    first, second : Pattern
        With equally many pieces.
    share : float
        0 gives the first, 1 the second.

    Returns
    -------
    Pattern
        Every number interpolated linearly.

    Examples
    --------
    >>> blend(patterns.SINUS, patterns.LVH, 1.0).t == patterns.LVH.t
    True
    """

    def mix(a: float, b: float) -> float:
        return (1 - share) * a + share * b

    def mix_vector(a: Vector, b: Vector) -> Vector:
        return (mix(a[0], b[0]), mix(a[1], b[1]), mix(a[2], b[2]))

    pieces = tuple(
        Piece(
            mix(a.centre, b.centre),
            mix(a.sigma, b.sigma),
            mix_vector(a.vector, b.vector),
        )
        for a, b in zip(first.qrs, second.qrs, strict=True)
    )
    return Pattern(
        pieces,
        mix_vector(first.st, second.st),
        mix_vector(first.shoulder, second.shoulder),
        mix_vector(first.t, second.t),
        mix(first.t_rise, second.t_rise),
        mix(first.t_fall, second.t_fall),
    )


def qt_seconds(electrics: Electrics) -> float:
    """Return QT at the mean rate: QTc times the cube root of RR (Fridericia)."""
    return electrics.qtc * float((60 / electrics.rate) ** (1 / 3))


def _pattern(body: Body, e: Electrics) -> Pattern:
    """Return the shape of a normal beat, before amplitudes are scaled."""
    base = {"lbbb": patterns.LBBB, "rbbb": patterns.RBBB}.get(
        body.conduction, patterns.SINUS
    )
    if body.lvh and body.conduction != "lbbb":
        base = blend(base, patterns.LVH, 0.6 * body.lvh)
    if body.person.old_infarct:
        scar = base.qrs[0]._replace(vector=(0.02, -0.38, -0.30))
        scarred = base._replace(qrs=(scar, *base.qrs[1:]))
        base = blend(base, scarred, 0.8 * body.person.old_infarct)
    if body.infarct == "inferior":
        base = blend(
            base, patterns.INFERIOR_STE, 0.3 + 0.7 * body.illness.injury_current
        )
    if body.infarct == "anterior":
        base = base._replace(
            st=_sum(base.st, _scaled(ANTERIOR, 0.4 + 1.2 * body.illness.injury_current))
        )
    rise, fall = _t_width(body, e)
    return base._replace(
        st=_sum(base.st, _scaled(ALONG_R, e.st_mv)), t_rise=rise, t_fall=fall
    )


def _t_width(body: Body, e: Electrics) -> tuple[float, float]:
    traits = body.person.traits
    rise = traits.t_rise * e.t_width
    fall = traits.t_fall * e.t_width + e.t_end / 2.5
    fall += e.symmetry * max(0.0, rise - fall)
    # T must begin to rise after QRS; a fast heart has a narrow T.
    room = qt_seconds(e) - e.qrs - 0.01
    shrink = min(1.0, room / (rise + 2.5 * fall))
    return rise * shrink, fall * shrink


def _normal_waves(body: Body, e: Electrics) -> tuple[Wave, ...]:
    traits = body.person.traits
    gains = {"QRS": 1.0, "ST": 1.0, "T": e.t_gain, "U": e.u_mv / _U_SIZE}
    waves = list(ventricular_waves(_pattern(body, e), qrs=e.qrs, qt=qt_seconds(e)))
    if e.osborn_mv:
        notch = _scaled(ALONG_R, e.osborn_mv)
        waves.append(Wave("ST", notch, e.qrs + 0.012, 0.012, 0.014))
    shaped = []
    for number, wave in enumerate(waves):
        jitter = traits.jitter[number if wave.name == "QRS" else 5]
        vector = np.array(wave.vector) * gains[wave.name] * e.voltage
        if wave.name in ("QRS", "T"):
            vector = vector * jitter
        shaped.append(wave._replace(vector=_turned(vector, e.axis, traits.turn)))
    if not body.is_fibrillating:
        shaped += _atrial(e)
    return tuple(shaped)


_U_SIZE = float(np.linalg.norm(patterns.U_VECTOR))


def _atrial(e: Electrics) -> list[Wave]:
    size = e.p_gain * e.voltage**0.5
    return [
        wave._replace(vector=_turned(np.array(wave.vector) * size, 0.4 * e.axis, 0.0))
        for wave in atrial_waves(e.pr)
    ]


def _premature_waves(body: Body, e: Electrics) -> tuple[Wave, ...]:
    waves = ventricular_waves(patterns.PVC, qrs=0.150, qt=max(0.40, qt_seconds(e)))
    turn = body.person.traits.turn * 2
    return tuple(
        wave._replace(vector=_turned(np.array(wave.vector) * e.voltage, 0.0, turn))
        for wave in waves
    )


def _turned(vector: NDArray[np.float64], axis: float, turn: float) -> Vector:
    """Rotate by `axis` degrees in the frontal plane, then `turn` in the horizontal."""
    x, y, z = vector
    a, b = np.radians(axis), np.radians(turn)
    x, y = x * np.cos(a) - y * np.sin(a), x * np.sin(a) + y * np.cos(a)
    x, z = x * np.cos(b) - z * np.sin(b), x * np.sin(b) + z * np.cos(b)
    return (float(x), float(y), float(z))


def _sum(a: Vector, b: Vector) -> Vector:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def _scaled(a: Vector, size: float) -> Vector:
    return (a[0] * size, a[1] * size, a[2] * size)


def _into_trains(
    onsets: list[Onset],
    makes: dict[str, tuple[Wave, ...]],
    e: Electrics,
    *,
    breathing: float,
    phase: float,
) -> tuple[Train, ...]:
    times = np.array([onset.time for onset in onsets])
    kinds = np.array([onset.kind for onset in onsets])
    mean = 60 / e.rate
    before = np.diff(times, prepend=times[0] - mean)
    # QT follows the mean of the last minute more than the last beat.
    settled = np.clip(0.7 * mean + 0.3 * before, 0.3, 2.0)
    shifts = e.qtc * settled ** (1 / 3) - qt_seconds(e)
    turns = np.radians(BREATH_DEGREES) * np.sin(2 * np.pi * breathing * times + phase)
    trains = []
    for make, waves in makes.items():
        chosen = kinds == make
        if make == "normal":
            chosen = (kinds == "sinus") | (kinds == "fibrillation")
        shift = shifts[chosen] if make == "normal" else np.zeros(int(chosen.sum()))
        trains.append(Train(times[chosen], shift, turns[chosen], waves))
    return tuple(trains)
