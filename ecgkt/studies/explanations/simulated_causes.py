"""Simulated ECGs whose causes are known by the sample, and whether maps find them."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ecgkt.config import InputConfig
from ecgkt.errors import EcgktError
from ecgkt.explain.map_figures import average_beats, in_bins
from ecgkt.io.read_path import read_path
from ecgkt.preprocess.model_input import model_input
from ecgkt.simulate.render_cohort import FS
from ecgkt.types.explanation import BIN_S, TargetName
from ecgkt.types.record import Signal
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

Mask = NDArray[np.bool_]
_ROWS = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]


class Factor(NamedTuple):
    """
    One planted cause.

    Attributes
    ----------
    name : str
        What a clinician calls it.
    mask : str
        Of the side table: the lever.
    column, at_least : str and float
        Of the true values; the cause counts from this number on.
    target : TargetName
        The score that should rise for it.
    """

    name: str
    mask: str
    column: str
    at_least: float
    target: TargetName


def _statement(code: str) -> TargetName:
    return TargetName("statement", code)


# fmt: off
FACTORS = (
    Factor("Left bundle branch block", "conduction", "is_lbbb", 1,
           _statement("CLBBB")),
    Factor("Right bundle branch block", "conduction", "is_rbbb", 1,
           _statement("CRBBB")),
    Factor("Atrial fibrillation", "is_fibrillating", "is_fibrillating", 1,
           _statement("AFIB")),
    Factor("Inferior ST elevation", "infarct", "is_inferior_infarct", 1,
           _statement("IMI")),
    Factor("Anterior ST elevation", "infarct", "is_anterior_infarct", 1,
           _statement("ASMI")),
    Factor("Left ventricular hypertrophy", "lvh", "lvh", 0.5, _statement("LVH")),
    Factor("Long QT by amiodarone", "amiodarone", "amiodarone", 1,
           _statement("LNGQT")),
    Factor("High potassium", "potassium", "lab_potassium", 6.0,
           TargetName("lab", "Potassium high")),
)
# fmt: on
"""Levers of the simulator whose effect a statement or a laboratory head names."""


class Planted(NamedTuple):
    """
    One simulated ECG and where its cause lies.

    Attributes
    ----------
    factor : Factor
        The cause.
    signal : numpy.ndarray of shape (8, n_samples), float32
        What the model sees, mV.
    mask : numpy.ndarray of shape (8, n_samples), bool
        Samples that the cause has moved.
    """

    factor: Factor
    signal: Signal
    mask: Mask


def find_planted(
    folder: Path, factor: Factor, config: InputConfig
) -> list[tuple[str, Path]]:
    """
    List the simulated ECGs that carry a factor and have its mask.

    Parameters
    ----------
    folder : pathlib.Path
        What ``simulate --patients … --masks …`` wrote.
    factor : Factor
        The cause.
    config : InputConfig
        Unused but for its rate, which must divide that of the masks.

    Returns
    -------
    list of tuple of str and pathlib.Path
        Record and its path without extension, in the cohort's order.

    Raises
    ------
    EcgktError
        If the folder holds no masks.
    """
    if FS % config.fs:
        raise EcgktError(f"masks of {FS:g} Hz do not fit a model at {config.fs:g} Hz")
    try:
        truth = pd.read_csv(folder / "truth" / "latents.csv.gz")
        listed = pd.read_csv(folder / "ecg" / "record_list.csv")
    except OSError as error:
        raise EcgktError(
            f"expected a simulated cohort in {folder}, found none: write one with "
            "simulate --patients N --masks SHARE"
        ) from error
    masks = {path.stem for path in (folder / "truth" / "masks").glob("*.npz")}
    if not masks:
        raise EcgktError(f"{folder} has no masks: simulate it with --masks SHARE")
    carriers = truth["record_id"][truth[factor.column] >= factor.at_least].astype(str)
    listed = listed.astype(str)
    paths = dict(zip(listed["study_id"], listed["path"], strict=True))
    return [
        (record, folder / "ecg" / paths[record])
        for record in carriers
        if record in masks
    ]


def load_planted(
    folder: Path, record: str, path: Path, factor: Factor, config: InputConfig
) -> Planted | None:
    """
    Read one simulated ECG with the mask of its factor.

    Parameters
    ----------
    folder : pathlib.Path
        Of the cohort.
    record : str
        Its number.
    path : pathlib.Path
        Without extension.
    factor : Factor
        The cause.
    config : InputConfig
        Of the model.

    Returns
    -------
    Planted or None
        None if the cause moved nothing in this ECG.

    Raises
    ------
    EcgktError
        If the recording cannot be read.
    """
    with np.load(folder / "truth" / "masks" / f"{record}.npz") as masks:
        name = f"cause_{factor.mask}"
        if name not in masks.files or not masks[name].any():
            return None
        mask = masks[name][_ROWS]
    step = round(FS / config.fs)
    by_step = mask[:, : mask.shape[1] // step * step].reshape(len(mask), -1, step)
    signal = model_input(read_path(path.with_name(f"{path.name}.hea")), config)
    return Planted(factor, signal, by_step.mean(axis=2) >= 0.5)


def planted_figures(
    attribution: Signal, planted: Planted, fs: float
) -> dict[str, float]:
    """
    Compare a map with the mask.

    Parameters
    ----------
    attribution : numpy.ndarray of shape (8, n_samples), float32
        A map.
    planted : Planted
        The ECG.
    fs : float
        Hz.

    Returns
    -------
    dict of str to float
        ``planted_hit_rate``: 1 if the bin that raises the score most, in the map as it
        is shown (40 ms, averaged over the beats), lies in the mask with at least half
        of its samples; ``single_beat_hit_rate``: the same without averaging;
        ``planted_hit_reference``: share of such bins, what a random map would hit;
        ``mass_share``: share of all magnitudes in the mask; ``mass_share_reference``
        and ``time_share``: the mask's share of the signal's energy and of time.
    """
    size = round(BIN_S * fs)
    inside = in_bins(planted.mask.astype(np.float32), size) >= size / 2
    averaged = average_beats(attribution, planted.signal, fs)
    hits = [
        float(inside.ravel()[in_bins(shown, size).argmax()])
        for shown in (averaged, attribution)
    ]
    energy = planted.signal.astype(float) ** 2
    weight = np.abs(attribution, dtype=float)
    return {
        "planted_hit_rate": hits[0],
        "single_beat_hit_rate": hits[1],
        "planted_hit_reference": float(inside.mean()),
        "mass_share": _share(weight, planted.mask),
        "mass_share_reference": _share(energy, planted.mask),
        "time_share": float(planted.mask.mean()),
    }


def _share(weight: NDArray[np.float64], mask: Mask) -> float:
    return float(weight[mask].sum() / max(weight.sum(), 1e-12))
