"""All figures of the gates in one document."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.evaluation.gate_alarms import folder_figures, noise_alarms, noted_noise
from ecgkt.evaluation.gate_figures import (
    clipping_figures,
    pacing_figures,
    reversal_figures,
)
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.quality.reversal_terms import twelve_leads
from ecgkt.results.gates import GateTable
from ecgkt.types.record import EcgRecord, Signal

COMMAND = (
    "python -m ecgkt evaluate gates --store STORE --notes TABLE "
    "--also FOLDER FOLDER --json"
)
SPLIT = "tuning"
"""Limits are set on train and tuning; held_out is kept for the model."""
GROUPS = ("NORM", "AFIB", "CLBBB", "CRBBB", "PACE")
"""Statements among whose recordings false alarms are counted too."""


def evaluate_gates(
    store: Path,
    *,
    say: Callable[[str], None],
    n_records: int | None = None,
    notes: Path | None = None,
    folders: Sequence[Path] = (),
) -> dict[str, Any]:
    """
    Plant faults in the tuning recordings of a store, at the store's rate.

    Parameters
    ----------
    store : pathlib.Path
        Of ``prepare ptb-xl``.
    say : callable
        Is told what is done.
    n_records : int or None
        The first so many; all if left out.
    notes : pathlib.Path or None
        ``ptbxl_database.csv``, for its notes of noise.
    folders : sequence of pathlib.Path
        Of WFDB recordings to be judged as they are.

    Returns
    -------
    dict
        Schema ecgkt.gates/1; shares with Wilson's 95 % intervals.
    """
    opened = open_store(store)
    rows = opened.split(SPLIT)[:n_records]
    fs = float(opened.manifest["fs"])
    signals = _signals(opened, rows)
    say(f"{len(signals)} recordings of the {SPLIT} split at {fs:g} Hz")
    labels = {
        code: opened.labels[rows, opened.names.index(code)] == 1
        for code in GROUPS
        if code in opened.names
    }
    train = opened.split("train")
    others = train[is_noted(opened, train)][:n_records]
    ids = opened.records["record_id"].to_numpy()[rows]
    has_noise = noted_noise(notes, ids) if notes else np.zeros(len(rows), dtype=bool)
    document = {
        "command": COMMAND,
        "source": opened.manifest["source"],
        "split": SPLIT,
        "n_records": len(signals),
        "fs": fs,
        "reversal": reversal_figures(signals, fs, labels),
        "clipping": clipping_figures(signals, fs),
        # Pacemakers are rare: those of the training split are counted as well.
        "pacing": pacing_figures(
            signals + _signals(opened, others),
            fs,
            np.append(is_noted(opened, rows), np.ones(len(others), dtype=bool)),
        ),
        "noise": noise_alarms((_record(one, fs) for one in signals), has_noise),
        "folders": [folder_figures(folder) for folder in folders],
    }
    return GateTable.from_dict(document).to_dict()


def _signals(store: PreparedStore, rows: NDArray[np.int64]) -> list[Signal]:
    return [fill_gaps(store.millivolts(rows[[place]])[0]) for place in range(len(rows))]


def _record(leads: Signal, fs: float) -> EcgRecord:
    signal = twelve_leads(leads).astype(np.float32)
    return EcgRecord(record_id="", signal=signal, fs=fs, format="store")


def is_noted(store: PreparedStore, rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Tell which recordings have a note or a statement of a pacemaker."""
    noted = np.zeros(len(rows), dtype=bool)
    if "pacemaker" in store.records:
        noted |= store.records["pacemaker"].to_numpy()[rows].astype(bool)
    if "PACE" in store.names:
        noted |= store.labels[rows, store.names.index("PACE")] == 1
    return noted
