"""What a classical programme would see of an ECG: measured values, and no waveform."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.delineator import Installed
from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_record import store_record
from ecgkt.files import write_atomically
from ecgkt.measure.beat_features import FEATURES, beat_features
from ecgkt.measure.delineation import MIN_FS
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.vocab.findings import LEAD_MEASURES, MEASURES
from ecgkt.vocab.leads import LEADS

Table = NDArray[np.float32]

PART = 500
"""ECGs that are measured before they are written down."""
MEASURED = (
    *MEASURES,
    *(name.format(lead.lower()) for name in LEAD_MEASURES for lead in LEADS),
)
COLUMNS = (*MEASURED, *(f"template {name}" for name in FEATURES))
"""Of the table: what the reading measures, then the template beat in fixed windows."""


def interval_table(
    store: PreparedStore, rows: NDArray[np.int64], installed: Installed, *, work: Path
) -> Table:
    """
    Measure recordings, a part at a time, each part kept.

    Parameters
    ----------
    store : PreparedStore
        Where they lie.
    rows : numpy.ndarray of shape (n,), int64
        Which.
    installed : Installed
        The delineator.
    work : pathlib.Path
        Folder of the parts; a later call goes on from there.

    Returns
    -------
    numpy.ndarray of shape (n, len(COLUMNS)), float32
        In the units that the names end with; NaN where a value was not measured.
    """
    work.mkdir(parents=True, exist_ok=True)
    parts = [rows[first : first + PART] for first in range(0, len(rows), PART)]
    return np.concatenate([_kept(store, part, installed, work) for part in parts])


def _kept(
    store: PreparedStore, rows: NDArray[np.int64], installed: Installed, work: Path
) -> Table:
    source = f"{store.manifest['data_hash']}{rows.tolist()}{COLUMNS}"
    path = work / f"intervals-{sha256(source.encode()).hexdigest()[:16]}.npy"
    if not path.exists():
        table = np.stack([_measured(store, int(row), installed) for row in rows])
        content = BytesIO()
        np.save(content, table)
        write_atomically({path: content.getvalue()})
    table = np.load(path)
    return table


def _measured(store: PreparedStore, row: int, installed: Installed) -> Table:
    """Measure one recording at the store's rate."""
    fs = float(store.manifest["fs"])
    record = store_record(store.signals[row], fs, record_id=str(row))
    masks = installed.delineator
    mask_fs = masks.mask_fs if masks else MIN_FS
    found = measure_ecg(record.signal, fs, masks, mask_fs=mask_fs).values
    values = [found[name].value for name in MEASURED]
    numbers = [np.nan if value is None else value for value in values]
    return np.concatenate([numbers, beat_features(record.signal, fs)], dtype=np.float32)
