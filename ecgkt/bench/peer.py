"""A published delineator beside ours, where it is installed: time, and waves found."""

import warnings
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np

from ecgkt.bench.timing import median_ms
from ecgkt.dataset.ludb import WAVE_NAMES, read_ludb
from ecgkt.evaluation.match_waves import Tally
from ecgkt.measure.boundaries import NO_WAVES, LeadWaves
from ecgkt.measure.delineation import delineate, readable_leads
from ecgkt.models.delineate import Delineator
from ecgkt.types.record import Floats, Signal

NAME = "NeuroKit2"
MISSING = "not installed: pip install 'ecgkt[peer]'"
REPEATS = 2
N_RECORDS = 20
"""Of the marked folder, its first: the peer takes seconds for each."""
KEYS = {"p": "P", "qrs": "R", "t": "T"}
"""What the peer calls each wave."""
Finder = Callable[[Signal, float], list[LeadWaves]]
"""All leads of a recording, and their rate in Hz, to the waves of each."""


def measure_peer(
    signal: Signal, fs: float, delineator: Delineator, ludb: Path | None
) -> dict[str, Any]:
    """
    Delineate with both.

    Parameters
    ----------
    signal : numpy.ndarray of shape (12, n_samples), float32
        Recording that is timed, mV.
    fs : float
        Hz.
    delineator : Delineator
        Ours.
    ludb : pathlib.Path or None
        Folder in LUDB's layout, for the share of marked waves that each finds.

    Returns
    -------
    dict
        Name, version and ms per ECG of the peer, and "marked" with the shares of both
        if there is a folder; how to install the peer where it is not.

    Raises
    ------
    EcgktError
        If the folder cannot be read.

    References
    ----------
    .. [1] Makowski et al., "NeuroKit2: A Python toolbox for neurophysiological signal
       processing", Behav Res Methods 2021;53:1689, doi:10.3758/s13428-020-01516-y.
    """
    try:
        package = import_module("neurokit2")
    except ImportError:
        return {"name": NAME, "state": MISSING}

    def theirs(leads: Signal, rate: float) -> list[LeadWaves]:
        return [_lead_waves(package, lead, rate) for lead in leads]

    def ours(leads: Signal, rate: float) -> list[LeadWaves]:
        readable = readable_leads(leads, rate)
        found = delineate(readable, rate, delineator, mask_fs=delineator.mask_fs)
        return list(found.leads)

    figures: dict[str, Any] = {
        "name": NAME,
        "version": package.__version__,
        "delineate_ms": median_ms(lambda: theirs(signal, fs), repeats=REPEATS),
        "ours_delineate_ms": median_ms(lambda: ours(signal, fs), repeats=REPEATS),
    }
    if ludb is not None:
        figures["marked"] = _shares(ludb, {"ours": ours, "peer": theirs})
    return figures


def _shares(ludb: Path, finders: dict[str, Finder]) -> dict[str, Any]:
    """Count marked waves that each finds, lead by lead, in the same recordings."""
    records = read_ludb(ludb)[:N_RECORDS]
    shares: dict[str, Any] = {"n_records": len(records)}
    for who, find in finders.items():
        tallies = {name: Tally() for name in WAVE_NAMES}
        for marked in records:
            found = find(marked.record.signal, marked.record.fs)
            for name, tally in tallies.items():
                tally.add_recording(
                    [lead.waves[name] for lead in marked.leads],
                    [getattr(waves, name) for waves in found],
                    [lead.span for lead in marked.leads],
                )
        shares[who] = {
            name: {key: tally.to_dict()[key] for key in ("sensitivity", "ppv")}
            for name, tally in tallies.items()
        }
    return shares


def _lead_waves(package: Any, lead: Floats, fs: float) -> LeadWaves:
    """Run the peer's preset way (wavelets) on one lead."""
    rate = round(fs)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            clean = package.ecg_clean(lead, sampling_rate=rate)
            _, peaks = package.ecg_peaks(clean, sampling_rate=rate)
            _, found = package.ecg_delineate(
                clean, peaks["ECG_R_Peaks"], sampling_rate=rate, method="dwt"
            )
    except (IndexError, KeyError, TypeError, ValueError, ZeroDivisionError):
        # It fails so where it sees too few beats.
        return NO_WAVES
    return LeadWaves(**{name: _pairs(found, key, fs) for name, key in KEYS.items()})


def _pairs(found: dict[str, Any], key: str, fs: float) -> Floats:
    sides = (found[f"ECG_{key}_Onsets"], found[f"ECG_{key}_Offsets"])
    table = np.array([np.asarray(side, dtype=np.float64) for side in sides]).T / fs
    pairs: Floats = table[np.isfinite(table).all(axis=1)]
    return pairs
