"""Logits of recordings of a store from a finished run."""

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.dataset.clinical_table import clinical_table
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import CheckpointError
from ecgkt.models.build import build_model
from ecgkt.models.fusion import FusedClassifier
from ecgkt.models.predict import predict_chunks
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.inputs.table_scaler import TableScaler
from ecgkt.training.loop.finished_run import FinishedRun, fill_model, load_run
from ecgkt.training.stages.multimodal import predict_fused
from ecgkt.vocab.statements import CODES

ECG_ALONE = ("diagnose", "labs", "taught")


def predict_run(
    run: Path, store: PreparedStore, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """
    Score recordings by a finished run.

    Only a run of the multimodal reference looks at the store's tables; to all others
    nothing but the ECGs is given.

    Parameters
    ----------
    run : pathlib.Path
        Run folder of stage "diagnose" or "labs", of the multimodal reference or of
        arm "ceiling".
    store : PreparedStore
        Where the recordings lie; for diagnoses, of the run's vocabulary.
    rows : numpy.ndarray of shape (n,), int64
        Rows of the store.

    Returns
    -------
    numpy.ndarray of shape (n, n_outputs), float32
        Logits before calibration, mean over the crops; columns as `run_outputs`.

    Raises
    ------
    CheckpointError
        If the run is not finished, has no outputs, or is of another vocabulary.
    """
    finished = load_run(run)
    names = _outputs(finished)
    stage = finished.config["stage"]
    if stage in ("diagnose", "fused") and names != store.names:
        raise CheckpointError(
            f"expected a store of the {len(names)} statements of {run}, found one of "
            f"{len(store.names)}: use the store that the run was trained on"
        )
    if stage == "fused":
        logits = _fused(finished, store, rows)
    elif stage in ECG_ALONE:
        logits = predict_ecgs(finished, store, rows)
    else:
        raise CheckpointError(
            f"expected a run with outputs, found stage {stage} in {run}: go on with "
            "train diagnose --init"
        )
    return logits[:, : len(names)]


def run_outputs(run: Path) -> tuple[str, ...]:
    """
    Name the columns of `predict_run`.

    Parameters
    ----------
    run : pathlib.Path
        Run folder.

    Returns
    -------
    tuple of str
        Statements, lab targets or latents.

    Raises
    ------
    CheckpointError
        If the run is not finished.
    """
    return _outputs(load_run(run))


def _outputs(run: FinishedRun) -> tuple[str, ...]:
    return tuple(run.config.get("outputs", CODES))


def predict_ecgs(
    run: FinishedRun, store: PreparedStore, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    """
    Score recordings by a network that sees the ECG alone.

    Parameters
    ----------
    run : FinishedRun
        Whose weights are those of an `EcgClassifier`.
    store : PreparedStore
        Its signals are used.
    rows : numpy.ndarray of shape (n,), int64
        Rows of the store.

    Returns
    -------
    numpy.ndarray of shape (n, n_outputs), float32
        All outputs of the network.

    Raises
    ------
    CheckpointError
        If weights and architecture do not fit.
    """
    model_config = ModelConfig.from_dict(run.config["architecture"])
    model = build_model(model_config)
    fill_model(model, run)
    prepared = PreparedSignals(store, InputConfig.from_dict(run.config["input"]))
    return predict_chunks(model, prepared.chunks(rows), prepared.config)


def _fused(
    run: FinishedRun, store: PreparedStore, rows: NDArray[np.int64]
) -> NDArray[np.float32]:
    text = (run.folder / "scaler.json").read_text(encoding="utf-8")
    scaler = TableScaler.from_dict(json.loads(text))
    model_config = ModelConfig.from_dict(run.config["architecture"])
    model = FusedClassifier(model_config, len(scaler.names))
    fill_model(model, run)
    prepared = PreparedSignals(store, InputConfig.from_dict(run.config["input"]))
    return predict_fused(model, prepared, scaler.apply(clinical_table(store)), rows)
