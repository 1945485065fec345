"""Which samples belong to which wave, and which of them one cause has changed."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgkt.simulate.beat_shape import Train, plan_trains
from ecgkt.simulate.dipole import DOWER, EXTENT, complete_leads, project_dipole
from ecgkt.simulate.patient import Case, electrics_of
from ecgkt.simulate.physiology import NEUTRAL
from ecgkt.simulate.render_cohort import DURATION, FS, render_trains

Mask = NDArray[np.bool_]

VISIBLE_MV = 0.02
"""A piece of a wave counts in a lead where its peak is at least this high: a wave of
the IEC 60601-2-25 tests has two slopes of 30 µV."""
CHANGED_MV = 0.01
"""A sample belongs to a cause that moves it by more than this."""
WAVES = ("P", "QRS", "T", "U")

TIMING = {
    "calcium": ("QRS onset", "T offset"),
    "magnesium": ("QRS onset", "T offset"),
    "amiodarone": ("QRS onset", "T offset"),
    "haemoglobin": ("QRS onset", "QRS offset"),
    "is_fibrillating": ("QRS onset", "QRS offset"),
}
"""Levers that move waves in time: their masks are windows of the beat, because a beat
that is shifted differs from its twin everywhere. Fibrillation adds the P window."""


def draw_masks(case: Case, rng: np.random.Generator) -> dict[str, Mask]:
    """
    Compute all masks of one ECG, exactly and without noise.

    Parameters
    ----------
    case : Case
        The ECG.
    rng : numpy.random.Generator
        In the state in which its rhythm was drawn.

    Returns
    -------
    dict of str to numpy.ndarray of shape (12, 5000), bool
        "P", "QRS", "T" and "U"; and "cause_" and the name of each lever that is not
        neutral in this ECG.
    """
    state = rng.bit_generator.state

    def trains(body_case: Case) -> tuple[Train, ...]:
        rng.bit_generator.state = state
        return plan_trains(
            body_case.body,
            body_case.electrics,
            rng,
            duration=DURATION,
            has_ectopy=body_case.has_ectopy,
        )

    own = trains(case)
    masks = wave_masks(own)
    leads = _leads(own)
    for lever, neutral in NEUTRAL.items():
        body = case.body._replace(**{lever: neutral})  # type: ignore[arg-type]
        electrics = electrics_of(body, case.daily)
        if electrics == case.electrics and body.infarct == case.body.infarct:
            continue
        if lever in TIMING:
            masks[f"cause_{lever}"] = _window(own, lever)
        else:
            # The same onsets: only what a beat looks like may differ.
            twin = case._replace(
                body=body, electrics=electrics._replace(rate=case.electrics.rate)
            )
            change = np.abs(leads - _leads(trains(twin)))
            masks[f"cause_{lever}"] = change > CHANGED_MV
    return masks


def wave_masks(trains: tuple[Train, ...]) -> dict[str, Mask]:
    """
    Mark P, QRS, T and U in each lead, from the closed form.

    Parameters
    ----------
    trains : tuple of Train
        The beats.

    Returns
    -------
    dict of str to numpy.ndarray of shape (12, 5000), bool
        A wave reaches from the first onset to the last end, 2.5 sigma from their peaks,
        of its pieces that the lead sees. P is empty in fibrillation.
    """
    return {name: _mark(trains, name, by_lead=True) for name in WAVES}


def save_masks(masks: dict[str, Mask], path: Path) -> None:
    """
    Write the masks of one ECG as compressed npz.

    Parameters
    ----------
    masks : dict of str to numpy.ndarray of shape (12, n_samples), bool
        As `draw_masks` returns them.
    path : pathlib.Path
        Of the file; its folder exists.

    Raises
    ------
    OSError
        If the disk is full.
    """
    np.savez_compressed(path, **masks)  # type: ignore[arg-type]


def _leads(trains: tuple[Train, ...]) -> NDArray[np.float64]:
    n_samples = round(FS * DURATION)
    dipole = render_trains(trains, fs=FS, start=0.0, n_samples=n_samples)
    return complete_leads(project_dipole(dipole))


def _mark(trains: tuple[Train, ...], name: str, *, by_lead: bool) -> Mask:
    mask = np.zeros((12, round(FS * DURATION)), bool)
    for train in trains:
        pieces = [wave for wave in train.waves if wave.name == name]
        if not pieces or not train.onsets.size:
            continue
        peaks = complete_leads(DOWER @ np.array([wave.vector for wave in pieces]).T)
        seen = np.abs(peaks) >= VISIBLE_MV
        if not by_lead:
            seen[:] = True
        starts = np.array([wave.centre - EXTENT * wave.rise for wave in pieces])
        ends = np.array([wave.centre + EXTENT * wave.fall for wave in pieces])
        starts = np.maximum(starts, _floor(train, name))
        moved = train.shifts if name in ("T", "U") else np.zeros_like(train.shifts)
        for row, visible in zip(mask, seen, strict=True):
            if visible.any():
                first, last = starts[visible].min(), ends[visible].max()
                _fill(row, train.onsets + moved + first, train.onsets + moved + last)
    return mask


def _floor(train: Train, name: str) -> float:
    """Return the earliest start of a wave: T begins when QRS has ended."""
    if name != "T":
        return -np.inf
    return max(
        wave.centre + EXTENT * wave.fall for wave in train.waves if wave.name == "QRS"
    )


def _fill(row: Mask, starts: NDArray[np.float64], ends: NDArray[np.float64]) -> None:
    first = np.ceil(starts * FS).astype(int).clip(0, row.size)
    last = np.floor(ends * FS).astype(int).clip(-1, row.size - 1)
    for low, high in zip(first, last, strict=True):
        row[low : high + 1] = True


def _window(trains: tuple[Train, ...], lever: str) -> Mask:
    qrs = _mark(trains, "QRS", by_lead=False)
    if TIMING[lever][1] == "QRS offset":
        window = qrs
    else:
        window = qrs | _mark(trains, "T", by_lead=False)
        for train in trains:
            ends = [
                wave.centre + EXTENT * wave.fall
                for wave in train.waves
                if wave.name == "T"
            ]
            if ends and train.onsets.size:
                _fill(window[0], train.onsets, train.onsets + train.shifts + max(ends))
        window[:] = window[0]
    if lever == "is_fibrillating":
        # Where P would be: the last 200 ms before each QRS.
        for train in trains:
            _fill(window[0], train.onsets - 0.2, train.onsets)
        window[:] = window[0]
    return window
