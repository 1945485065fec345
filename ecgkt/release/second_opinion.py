"""A finished run of stage "exact" becomes the second opinion beside the main model."""

import json
from pathlib import Path
from typing import Any

from ecgkt.bundle.classifier import Bundle, load_bundle
from ecgkt.bundle.second_opinion import (
    DOCUMENT_FILE,
    WEIGHTS_FILE,
    pack_second_opinion,
    unpack_second_opinion,
)
from ecgkt.dataset.store import PreparedStore, open_store
from ecgkt.errors import CheckpointError
from ecgkt.evaluation.calibration import fit_platt_all
from ecgkt.evaluation.compare_models import (
    PairedPredictions,
    compare_models,
    label_aurocs,
)
from ecgkt.evaluation.exact_sum_figures import exact_sum_figures
from ecgkt.evaluation.fit_decision import with_thresholds
from ecgkt.evaluation.predict_split import score_split
from ecgkt.files import to_json, write_atomically
from ecgkt.models.decision import Calibration
from ecgkt.models.second_opinion import SecondOpinion
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.second_opinion import SecondOpinionTable
from ecgkt.training.loop.finished_run import FinishedRun, load_run
from ecgkt.training.stages.second_opinion import STAGE

COMMAND = "python -m ecgkt bundle-exact RUN --store STORE"
TARGET = 0.02
"""Macro AUROC that an exact explanation may cost (method.md 7, row 1)."""


def release_second_opinion(
    run: Path, store: Path, *, out: Path = BUNDLED
) -> dict[str, Any]:
    """
    Calibrate on tuning, evaluate beside the main model, and join the model folder.

    Parameters
    ----------
    run : pathlib.Path
        Finished run folder of ``train exact``.
    store : pathlib.Path
        The store it was trained on.
    out : pathlib.Path
        The main model's folder: exact.safetensors, exact.json and results/exact.json
        are written there.

    Returns
    -------
    dict
        Schema ecgkt.exact-results/1, as written.

    Raises
    ------
    CheckpointError
        If the run is not finished, damaged, of another stage or of another store.
    """
    finished, data, bundle = load_run(run), open_store(store), load_bundle(out)
    _check(finished, data)
    draft = _unpack(_pack(finished, bundle, Calibration.neutral(len(data.names))))
    tuning = _predict(bundle, draft, data, "tuning")
    logits, labels = tuning.second.logits, tuning.second.labels
    scale = with_thresholds(fit_platt_all(logits, labels), logits, labels)
    files = _pack(finished, bundle, scale)
    second = _unpack(files)
    held_out = _predict(bundle, second, data, "held_out")
    document = {
        "schema": SecondOpinionTable.SCHEMA,
        "command": COMMAND,
        "data_hash": data.manifest["data_hash"],
        "model": {"sha256": bundle.identity.networks},
        "second": {
            "name": second.identity.name,
            "version": second.identity.version,
            "sha256": second.identity.sha256,
            "n_parameters": sum(p.numel() for p in second.model.parameters()),
            "taught_by": finished.config["taught_by"],
            "teacher_weight": finished.config["losses"]["teacher_weight"],
        },
        "target": TARGET,
        "splits": {
            "tuning": compare_models(tuning),
            "held_out": compare_models(held_out),
        },
        "sums": exact_sum_figures(second, data),
        "labels": label_aurocs(held_out),
    }
    (out / "results").mkdir(exist_ok=True)
    contents = {out / name: content for name, content in files.items()}
    write_atomically({**contents, out / "results" / "exact.json": to_json(document)})
    return document


def _check(run: FinishedRun, store: PreparedStore) -> None:
    run.expect_stage(STAGE)
    if run.config["data_hash"] != store.manifest["data_hash"]:
        raise CheckpointError(f"{run.folder} was trained on another store than this")


def _pack(run: FinishedRun, bundle: Bundle, scale: Calibration) -> dict[str, bytes]:
    described = {
        "architecture": run.config["architecture"],
        "input": run.config["input"],
        "decision": scale.to_dict(),
        "model_sha256": bundle.identity.networks,
    }
    notes = {
        "command": COMMAND,
        "training": {
            name: run.config[name]
            for name in ("seed", "recipe", "augmentation", "losses", "taught_by")
        },
        "data_hash": run.config["data_hash"],
    }
    return pack_second_opinion(run.tensors, described, notes)


def _unpack(files: dict[str, bytes]) -> SecondOpinion:
    """Load what will be shipped: weights rounded as the file holds them."""
    document = json.loads(files[DOCUMENT_FILE])
    return unpack_second_opinion(files[WEIGHTS_FILE], document)


def _predict(
    bundle: Bundle, second: SecondOpinion, store: PreparedStore, split: str
) -> PairedPredictions:
    return PairedPredictions(
        score_split(bundle.model, bundle.input_config, store, split),
        score_split(second.model, second.input_config, store, split),
    )
