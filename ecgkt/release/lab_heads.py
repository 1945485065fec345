"""The laboratory heads that are shipped: judged across patients, learned from all."""

from pathlib import Path
from typing import Any

import numpy as np

from ecgkt.bundle.lab_heads import save_lab_heads
from ecgkt.dataset.store import PreparedStore
from ecgkt.evaluation.calibration import fit_platt
from ecgkt.files import to_json, write_atomically
from ecgkt.models.decision import sigmoid
from ecgkt.models.lab_head import LabHeads, LabTarget
from ecgkt.results.model_card import BUNDLED
from ecgkt.studies.labs.cross_validation import (
    SEEDS,
    Say,
    cross_validate,
    n_workers,
    read_inputs,
)
from ecgkt.studies.labs.document import document
from ecgkt.training.lab_heads.data import (
    SINGLE_LEADS,
    WHOLE_BEAT,
    Floats,
    LabData,
)
from ecgkt.training.lab_heads.selection import CHOICES, fit_chosen

RULES = {
    "teaching": "Linear heads on the embedding, the measures of the whole beat and "
    "those of single leads; ways of learning are chosen and averaged by "
    "cross-validation among the training patients.",
    "calibration": "Platt scaling of the cross-validated scores (centred per fold, "
    "mean over the repeats), with a prior at the median slope of all targets and at "
    "each target's own share.",
    "threshold": "As many ECGs of the cross-validation are called as carry the "
    "abnormality.",
    "prevalence": "Probabilities hold among ECGs with this lab measured within the "
    "window, in hospital.",
    "readable": "The whole 95 % patient-bootstrap interval of the cross-validated "
    "AUROC lies above 0.5.",
}
FINAL_SEED = 0
"""Of the inner folds when all patients teach."""


def bundle_labs(
    store: Path,
    *,
    out: Path = BUNDLED,
    seeds: tuple[int, ...] = SEEDS,
    say: Say | None = None,
) -> dict[str, Any]:
    """
    Judge laboratory heads across patients, learn them from all, and ship them.

    Parameters
    ----------
    store : pathlib.Path
        What ``prepare mimic-iv --window 24h --out`` wrote.
    out : pathlib.Path
        Folder of the model that the heads belong to: labs.safetensors, labs.json and
        results/labs.json are written there.
    seeds : tuple of int
        One split of the cross-validation for each.
    say : callable, optional
        Is told of progress.

    Returns
    -------
    dict
        Schema ecgkt.labs/1, as `evaluate_labs` gives it.

    Raises
    ------
    EcgktError
        As `evaluate_labs`.
    """
    opened, model, data = read_inputs(store, out, say=say)
    found = cross_validate(data, seeds=seeds, workers=n_workers(seeds), say=say)
    judged = document(data, found, opened, model)
    heads, chosen = fit_heads(data, found.scores["ours"], judged["labs"], store=opened)
    notes = {
        "command": "python -m ecgkt bundle-labs --store STORE",
        "store": judged["store"],
        "n_ecgs": judged["n_ecgs"],
        "n_patients": judged["n_patients"],
        "window_hours": judged["window_hours"],
        "chosen": chosen,
        "rules": RULES,
    }
    sha256 = model.identity.sha256
    save_lab_heads(out, heads, model_sha256=sha256, notes=notes)
    (out / "results").mkdir(exist_ok=True)
    write_atomically({out / "results" / "labs.json": to_json(judged)})
    return judged


def fit_heads(
    data: LabData,
    scores: Floats,
    judged: list[dict[str, Any]],
    *,
    store: PreparedStore,
) -> tuple[LabHeads, list[str]]:
    """
    Learn the heads from all patients; calibrate them by scores of unseen ones.

    Parameters
    ----------
    data : LabData
        What is learned from.
    scores : numpy.ndarray of shape (n, n_targets), float64
        Out of fold, centred.
    judged : list of dict
        The figures of each target, in the order of `data.names`.
    store : PreparedStore
        For reference ranges and units.

    Returns
    -------
    tuple of (LabHeads, list of str)
        The heads, and the names of the recipes behind them.
    """
    rows = np.arange(len(data.patients))
    places, head = fit_chosen(data, rows, seed=FINAL_SEED)
    pairs = list(zip(scores.T, data.targets.T, strict=True))
    slope = float(np.median([_platt(*pair, slope=1.0)[0] for pair in pairs]))
    targets = tuple(
        _target(figures, *pair, platt=_platt(*pair, slope=slope), store=store)
        for figures, pair in zip(judged, pairs, strict=True)
    )
    heads = LabHeads(
        targets=targets,
        columns=(*WHOLE_BEAT, *SINGLE_LEADS),
        scaling=head.scaling,
        weights=head.weights.astype(np.float32),
    )
    return heads, [CHOICES[place].name for place in places]


def _platt(scores: Floats, truth: Floats, slope: float) -> tuple[float, float]:
    """Calibrate one target, with a prior at a slope and at the target's own share."""
    known = ~np.isnan(truth)
    share = float(truth[known].mean())
    prior = slope, float(np.log(share / (1 - share)))
    return fit_platt(scores[known], truth[known].astype(np.int64), prior=prior)


def _target(
    figures: dict[str, Any],
    scores: Floats,
    truth: Floats,
    *,
    platt: tuple[float, float],
    store: PreparedStore,
) -> LabTarget:
    known = ~np.isnan(truth)
    probability = sigmoid(platt[0] * scores[known] + platt[1])
    limits = store.manifest["labs"][figures["name"]]
    return LabTarget(
        name=figures["name"],
        direction=figures["direction"],
        unit=limits["unit"] or "",
        reference_range=(limits["lower"], limits["upper"]),
        platt=platt,
        threshold=float(np.quantile(probability, 1 - truth[known].mean())),
        n=figures["n"],
        positives=figures["positives"],
        n_patients=figures["n_patients"],
        auroc=figures["auroc"],
        auroc_ci=None if figures["auroc_ci"] is None else tuple(figures["auroc_ci"]),
        readable=figures["readable"],
    )
