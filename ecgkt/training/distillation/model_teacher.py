"""Soft labels of the training recordings by a finished model, computed once per run."""

import hashlib
import io
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.errors import CheckpointError
from ecgkt.files import write_atomically
from ecgkt.models.predict import predict_logits
from ecgkt.training.inputs.prepared_signals import PreparedSignals

ANSWERS = "teacher.npz"


def ask_teacher(
    teacher: Bundle,
    prepared: PreparedSignals,
    rows: NDArray[np.int64],
    *,
    folder: Path,
) -> NDArray[np.float32]:
    """
    Score recordings by a finished model; a run that goes on asks only for the rest.

    Touching crops, without the overlap of a reading: half the time.

    Parameters
    ----------
    teacher : Bundle
        The model. Its calibration is not used: it was fitted on the tuning split,
        which must not reach training.
    prepared : PreparedSignals
        The recordings.
    rows : numpy.ndarray of shape (n,), int64
        Rows of the store.
    folder : pathlib.Path
        Run folder; the answers are kept in its `ANSWERS`.

    Returns
    -------
    numpy.ndarray of shape (n, n_outputs), float32
        Probabilities as the network gives them, 0-1.

    Raises
    ------
    CheckpointError
        If the kept answers are damaged or of another teacher or other recordings.
    """
    path = folder / ANSWERS
    names = teacher.identity.networks.encode(), np.ascontiguousarray(rows).tobytes()
    key = np.frombuffer(hashlib.sha256(b"".join(names)).digest(), np.uint8)
    touching = teacher.input_config.without_overlap
    logits = _load(path, key, teacher.model_config.n_outputs)
    for signals in prepared.chunks(rows[len(logits) :]):
        answers = predict_logits(teacher.model, signals, touching)
        logits = np.concatenate([logits, answers.astype(np.float16)])
        buffer = io.BytesIO()
        np.savez(buffer, key=key, logits=logits)
        write_atomically({path: buffer.getvalue()})
    probabilities = 1 / (1 + np.exp(-logits.astype(np.float32)))
    return probabilities.astype(np.float32)


def _load(path: Path, key: NDArray[np.uint8], n_outputs: int) -> NDArray[np.float16]:
    """Return the answers so far, of the first rows."""
    if not path.exists():
        return np.empty((0, n_outputs), dtype=np.float16)
    try:
        with np.load(path) as kept:
            is_same, logits = np.array_equal(kept["key"], key), kept["logits"]
    except (OSError, ValueError, KeyError, BadZipFile) as error:
        raise CheckpointError(f"{path.name} is damaged: delete it") from error
    if not is_same:
        raise CheckpointError(
            f"{path.name}: expected the answers of this teacher about these "
            "recordings, found others: delete it"
        )
    found: NDArray[np.float16] = logits
    return found
