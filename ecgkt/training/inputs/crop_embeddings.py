"""What a frozen model sees of a store's recordings, kept in the run folder."""

import io
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.errors import CheckpointError
from ecgkt.files import write_atomically
from ecgkt.models.predict import predict_with_crops
from ecgkt.training.inputs.prepared_signals import PreparedSignals

CHUNK = 512
"""Recordings per file: what an interruption loses."""


class FrozenView(NamedTuple):
    """
    Some recordings as a frozen model sees them.

    Attributes
    ----------
    log_odds : numpy.ndarray of shape (n, n_outputs), float32
        Calibrated, of the ECG alone.
    crops : numpy.ndarray of shape (n, n_crops, D), float16
        Embeddings, one for each crop of a reading.
    """

    log_odds: NDArray[np.float32]
    crops: NDArray[np.float16]


def view_frozen(
    bundle: Bundle, prepared: PreparedSignals, rows: NDArray[np.int64], *, folder: Path
) -> FrozenView:
    """
    Put recordings through a frozen model; a run that goes on asks only for the rest.

    Parameters
    ----------
    bundle : Bundle
        The model.
    prepared : PreparedSignals
        The recordings.
    rows : numpy.ndarray of shape (n,), int64
        Rows of the store, at least one.
    folder : pathlib.Path
        Run folder of this model, store and rows; some 20 kB per recording are kept.

    Returns
    -------
    FrozenView

    Raises
    ------
    CheckpointError
        If what was kept is damaged.
    """
    parts = []
    for first in range(0, len(rows), CHUNK):
        part = rows[first : first + CHUNK]
        path = folder / f"crops-{first // CHUNK:04d}.npz"
        if not path.exists():
            write_atomically({path: _viewed(bundle, prepared, part)})
        parts.append(_load(path, len(part)))
    return FrozenView(*map(np.concatenate, zip(*parts, strict=True)))


def _viewed(
    bundle: Bundle, prepared: PreparedSignals, rows: NDArray[np.int64]
) -> bytes:
    signals = prepared.whole(rows)
    seen = predict_with_crops(bundle.model, signals, bundle.input_config)
    logits, _features = bundle.join(seen.logits, signals)
    log_odds = bundle.decision.statements.calibrate(logits)
    buffer = io.BytesIO()
    np.savez(
        buffer,
        log_odds=log_odds.astype(np.float32),
        crops=seen.crops.astype(np.float16),
    )
    return buffer.getvalue()


def _load(path: Path, n_rows: int) -> FrozenView:
    try:
        with np.load(path) as kept:
            view = FrozenView(kept["log_odds"], kept["crops"])
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise CheckpointError(f"{path.name} is damaged: delete it") from error
    if len(view.log_odds) != n_rows or len(view.crops) != n_rows:
        raise CheckpointError(
            f"{path.name}: expected {n_rows} recordings, found {len(view.crops)}: "
            "delete it"
        )
    return view
