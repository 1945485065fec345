"""The stages of MIMIC-IV on its held-out patients, as one JSON document."""

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from ecgkt.dataset.lab_targets import lab_targets
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.evaluation.target_figures import target_figures
from ecgkt.files import to_json, write_atomically
from ecgkt.training.loop.stage import WEIGHTS
from ecgkt.training.stages.predict_run import predict_run, run_outputs

SCHEMA = "ecgkt.mimic-iv/1"
STAGES = ("align", "diagnose", "labs")


def hash_weights(out: Path) -> dict[str, str]:
    """
    Say which weights the stages ended with.

    Parameters
    ----------
    out : pathlib.Path
        Holds a finished run folder per stage.

    Returns
    -------
    dict of str to str
        SHA-256 by stage.

    Raises
    ------
    OSError
        If a run has no weights.
    """
    hashes = {}
    for stage in STAGES:
        with (out / stage / WEIGHTS).open("rb") as file:
            hashes[stage] = hashlib.file_digest(file, "sha256").hexdigest()
    return hashes


def evaluate_mimic_iv(store: PreparedStore, out: Path) -> dict[str, Any]:
    """
    Evaluate the finished stages on the held-out patients.

    Diagnoses are evaluated on the labelled recordings, each lab where it was measured.
    Labels with fewer than `MIN_POSITIVES` positives count as not validated.

    Parameters
    ----------
    store : PreparedStore
        The one that they were trained on.
    out : pathlib.Path
        Holds the run folders; gets evaluation.json.

    Returns
    -------
    dict
        Schema ecgkt.mimic-iv/1.

    Raises
    ------
    EcgktError
        If a run is not finished or no held-out recording is labelled.
    """
    document = {
        "schema": SCHEMA,
        "source": store.manifest["source"],
        "simulated": bool(store.manifest.get("simulated")),
        "data_hash": store.manifest["data_hash"],
        "models": hash_weights(out),
        "flow": store.manifest["flow"],
        **{key: store.manifest[key] for key in ("window_hours", "limits", "options")},
        "diagnoses": _diagnosis_figures(store, out / "diagnose"),
        "labs": _lab_figures(store, out / "labs"),
    }
    write_atomically({out / "evaluation.json": to_json(document)})
    return document


def _diagnosis_figures(store: PreparedStore, run: Path) -> dict[str, Any]:
    rows = store.split("held_out")
    rows = rows[store.is_labelled[rows]]
    if not len(rows):
        raise EcgktError("no held-out recording has a diagnosis: nothing to judge by")
    return target_figures(
        store.names,
        predict_run(run, store, rows),
        store.labels[rows].astype(np.float32),
        store.records["patient_id"].to_numpy()[rows],
    )


def _lab_figures(store: PreparedStore, run: Path) -> dict[str, Any]:
    rows = store.split("held_out")
    config = json.loads((run / "config.json").read_text(encoding="utf-8"))
    names, targets = lab_targets(store, hours=config["hours"])
    outputs = run_outputs(run)
    columns = [names.index(name) for name in outputs]
    figures = target_figures(
        outputs,
        predict_run(run, store, rows),
        targets[rows][:, columns],
        store.records["patient_id"].to_numpy()[rows],
    )
    for label in figures["labels"]:
        label["name"], label["direction"] = label["name"].rsplit(" ", 1)
    return figures
