"""Milliseconds from a recording's samples to all that is measured of it."""

from pathlib import Path
from typing import Any

import torch

from ecgkt.bench.peer import measure_peer
from ecgkt.bench.timing import median_ms
from ecgkt.bundle.delineator import DOCUMENT_FILE, load_delineator
from ecgkt.measure.findings.findings import find_findings
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.models.delineate import Delineator
from ecgkt.models.unet import DelineatorConfig, WaveUNet
from ecgkt.results.model_card import BUNDLED
from ecgkt.simulate.example import simulate_example

REPEATS = 20
TARGET_MS = 150.0
"""Twelve leads of ten seconds on one core."""


def measure_measurements(ludb: Path | None = None) -> dict[str, Any]:
    """
    Measure one simulated recording of 12 leads, 10 s and 500 Hz again and again.

    Parameters
    ----------
    ludb : pathlib.Path or None
        Folder in LUDB's layout: what a published delineator finds of its marks, beside
        ours.

    Returns
    -------
    dict
        Median ms on one thread: all of it, the delineator alone, and all but it;
        whether the weights are the shipped ones, for an untrained network of the same
        shape takes as long; and what `measure_peer` says.

    Raises
    ------
    CheckpointError
        If the shipped delineator is damaged.
    EcgktError
        If the folder cannot be read.
    """
    is_shipped = (BUNDLED / DOCUMENT_FILE).exists()
    delineator = load_delineator(BUNDLED) if is_shipped else _untrained()
    record = simulate_example("normal", seed=0, fs=500.0)
    signal, fs = record.signal, record.fs

    def measured(masks: Delineator | None) -> object:
        measurements = measure_ecg(signal, fs, masks, mask_fs=delineator.mask_fs)
        return find_findings(measurements)

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    figures: dict[str, Any] = {
        "all_ms": median_ms(lambda: measured(delineator), repeats=REPEATS),
        "delineator_ms": median_ms(
            lambda: delineator(signal, fs, range(len(signal))), repeats=REPEATS
        ),
        "without_delineator_ms": median_ms(lambda: measured(None), repeats=REPEATS),
    }
    figures["peer"] = measure_peer(signal, fs, delineator, ludb)
    torch.set_num_threads(before)
    return {"is_shipped": is_shipped, "target_ms": TARGET_MS, **figures}


def _untrained() -> Delineator:
    config = DelineatorConfig()
    return Delineator(WaveUNet(config), config, "")
