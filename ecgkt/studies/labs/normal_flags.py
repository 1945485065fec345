"""How often the heads would flag ECGs that cardiologists read as normal."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.dataset.store import open_store
from ecgkt.errors import EcgktError
from ecgkt.evaluation.shares import share
from ecgkt.models.lab_head import LabHeads
from ecgkt.pipeline.scores import make_lab_scores
from ecgkt.training.lab_heads.data import read_ecgs

SPLIT = "tuning"
"""held_out is kept for the model."""
STATEMENT = "NORM"
"""Of PTB-XL: a normal ECG, whatever its stated likelihood."""


def judge_normal(
    heads: LabHeads, folder: Path, bundle: Bundle
) -> tuple[LabHeads, dict[str, Any]]:
    """
    Read the normal ECGs of the tuning split as the app does.

    Parameters
    ----------
    heads : LabHeads
        As they are to be shipped.
    folder : pathlib.Path
        What ``prepare ptb-xl --out`` wrote.
    bundle : Bundle
        The model whose embedding they read.

    Returns
    -------
    tuple of (LabHeads, dict)
        The heads, each target with its share of flags among these ECGs, and the
        figures over all targets: ECGs, and labs per ECG that are flagged, spoken
        against, and above their threshold.

    Raises
    ------
    EcgktError
        If the folder is no such store, or holds no such ECG.
    """
    store = open_store(folder)
    rows = store.split(SPLIT)
    if STATEMENT in store.names:
        rows = rows[store.labels[rows, store.names.index(STATEMENT)] == 1]
    if STATEMENT not in store.names or not len(rows):
        raise EcgktError(
            f"expected a store of prepare ptb-xl with {STATEMENT} ECGs in its {SPLIT} "
            f"split, found one of {store.manifest['source']} without"
        )
    kept, blocks = read_ecgs(store, bundle, rows)
    features = np.concatenate([blocks["beat"], blocks["leads"]], axis=1)
    scores = make_lab_scores(heads, blocks["embedding"], features)
    flagged = np.array([[lab.flagged for lab in labs] for labs in scores])
    against = np.array([[lab.speaks_against for lab in labs] for labs in scores])
    above = np.array(
        [[lab.is_shown and lab.positive for lab in labs] for labs in scores]
    )
    targets = []
    for target, column in zip(heads.targets, flagged.T, strict=True):
        found = share(column)
        targets.append(
            replace(
                target,
                flagged_of_normal=found["share"],
                flagged_of_normal_ci=tuple(found["ci"]),
            )
        )
    figures = {
        "source": store.manifest["source"],
        "data_hash": store.manifest["data_hash"],
        "split": SPLIT,
        "statement": STATEMENT,
        "n_ecgs": len(kept),
        "flagged_per_ecg": _per_ecg(flagged),
        "spoken_against_per_ecg": _per_ecg(against),
        "above_threshold_per_ecg": _per_ecg(above),
    }
    return replace(heads, targets=tuple(targets)), figures


def _per_ecg(hits: NDArray[np.bool_]) -> dict[str, float]:
    """Count over the targets, and describe the counts over the ECGs."""
    counts = hits.sum(axis=1)
    return {
        "median": float(np.median(counts)),
        "mean": round(float(counts.mean()), 4),
        "max": int(counts.max()),
    }
