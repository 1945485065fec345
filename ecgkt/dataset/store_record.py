"""One ECG of a prepared store as a recording, also without its tables."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.pack_signals import MISSING
from ecgkt.errors import RecordError
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.types.record import SIMULATED, EcgRecord, Sex
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

MANIFEST, SIGNALS = "manifest.json", "signals.npy"


def store_record(
    raw: NDArray[np.int16],
    fs: float,
    *,
    record_id: str,
    age: float | None = None,
    sex: Sex | None = None,
    is_simulated: bool = False,
) -> EcgRecord:
    """
    Complete the eight stored leads to a recording of twelve.

    Parameters
    ----------
    raw : numpy.ndarray of shape (8, n_samples), int16
        µV as stored; `MISSING` where unknown. Gaps are bridged, as for the model.
    fs : float
        Hz of the store.
    record_id : str
        Its name.
    age : float or None
        Years.
    sex : str or None
        "male" or "female".
    is_simulated : bool
        Whether the recording is to carry that mark.

    Returns
    -------
    EcgRecord
        At the store's rate; a lead without any sample, and what follows from it, is
        NaN.
    """
    eight = np.where(raw == MISSING, np.nan, raw / 1000).astype(np.float32)
    filled = fill_gaps(eight).astype(np.float64)
    one, two = filled[:2]
    derived = {
        "III": two - one,
        "aVR": -(one + two) / 2,
        "aVL": one - two / 2,
        "aVF": two - one / 2,
    }
    stored = dict(zip(INDEPENDENT_LEADS, filled, strict=True))
    signal = np.stack([{**stored, **derived}[lead] for lead in LEADS])
    return EcgRecord(
        record_id=record_id,
        signal=signal.astype(np.float32),
        fs=fs,
        format="store",
        age=age,
        sex=sex,
        warnings=(SIMULATED,) if is_simulated else (),
    )


def find_store_record(
    folder: Path,
    row: int,
    *,
    data_hash: str,
    record_id: str,
    age: float | None = None,
    sex: Sex | None = None,
) -> EcgRecord:
    """
    Read one ECG out of a store, and nothing else of it.

    Parameters
    ----------
    folder : pathlib.Path
        The store.
    row : int
        Of the ECG.
    data_hash : str
        What the store's manifest must say.
    record_id, age, sex
        As in `store_record`.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If the store is gone, was prepared anew, or has no such row.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        signals = np.load(folder / SIGNALS, mmap_mode="r")
    except (OSError, ValueError) as error:
        raise RecordError(
            "The store that these cases were made from is not where it was: its "
            "signals cannot be shown. Put it back, or run evaluate cases again."
        ) from error
    if manifest.get("data_hash") != data_hash:
        raise RecordError(
            "The store that these cases were made from was prepared anew since: its "
            "rows may be other ECGs. Run evaluate cases again."
        )
    if not 0 <= row < len(signals):
        raise RecordError(f"expected a row below {len(signals)}, found {row}")
    return store_record(
        np.asarray(signals[row]),
        float(manifest["fs"]),
        record_id=record_id,
        age=age,
        sex=sex,
        is_simulated=bool(manifest.get("simulated")),
    )
