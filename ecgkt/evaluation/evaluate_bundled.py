"""The card's figures, recomputed from the weights."""

from pathlib import Path
from typing import Any

import numpy as np

from ecgkt.bundle.classifier import load_bundle
from ecgkt.dataset.store import open_store
from ecgkt.evaluation.assess import assess, assessment_to_dict
from ecgkt.evaluation.predict_split import predict_split
from ecgkt.results.model_card import BUNDLED

SCHEMA = "ecgkt.evaluation/1"
COMMAND = "python -m ecgkt evaluate bundled --store STORE --split {split} --json"

TITLE = f"{'':<12}{'n':>6}  {'AUROC (95 %)':<22}AUPRC (95 %)"


def evaluate_bundled(
    store: Path, *, split: str = "held_out", folder: Path = BUNDLED
) -> dict[str, Any]:
    """
    Evaluate a model folder on one split of a prepared store.

    Parameters
    ----------
    store : pathlib.Path
        What ``prepare --out`` wrote.
    split : str
        "tuning" or "held_out".
    folder : pathlib.Path
        The model; by default the shipped one.

    Returns
    -------
    dict
        Schema ecgkt.evaluation/1 of contract.md section 4.

    Raises
    ------
    EcgktError
        If the model or the store is incomplete or they do not fit each other.
    ValueError
        If there is no such split.
    """
    bundle = load_bundle(folder)
    predictions = predict_split(bundle, open_store(store), split)
    return {
        "schema": SCHEMA,
        "command": COMMAND.format(split=split),
        "split": split,
        "n_records": len(predictions.labels),
        "n_patients": len(np.unique(predictions.patient_ids)),
        "model": {"sha256": bundle.identity.sha256},
        **assessment_to_dict(assess(predictions, bundle.decision)),
    }


def summarise(document: dict[str, Any]) -> str:
    """
    Write an evaluation as a short table, for people.

    Parameters
    ----------
    document : dict
        Schema ecgkt.evaluation/1.

    Returns
    -------
    str
        Lines of macro and super-class figures with their intervals.
    """
    head = (
        f"{document['split']}: {document['n_records']} ECGs of "
        f"{document['n_patients']} patients, weights {document['model']['sha256'][:12]}"
    )
    rows = [(name, mean["n_labels"], mean) for name, mean in document["macro"].items()]
    rows += [(row["code"], row["positives"], row) for row in document["superclasses"]]
    lines = [figure_line(name, n, row) for name, n, row in rows]
    return "\n".join([head, TITLE, *lines])


def figure_line(name: str, n: int, figures: dict[str, Any]) -> str:
    """
    Print one row under `TITLE`.

    Parameters
    ----------
    name : str
        Of a label or a set of them.
    n : int
        Positives, or labels in the set.
    figures : dict
        Of a document of schema ecgkt.evaluation/1.

    Returns
    -------
    str
    """
    auroc, auprc = _cell(figures, "auroc"), _cell(figures, "auprc")
    return f"{name:<12}{n:>6}  {auroc:<22}{auprc}"


def _cell(figures: dict[str, Any], name: str) -> str:
    value, interval = figures[name], figures[f"{name}_ci"]
    if value is None:
        return "not defined"
    if interval is None:
        return f"{value:.3f}"
    return f"{value:.3f} ({interval[0]:.3f}-{interval[1]:.3f})"
