"""The figures of the laboratory study as one JSON document."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.dataset.store import PreparedStore
from ecgkt.results.statistics.bootstrap import (
    Estimate,
    estimate,
    macro,
    patient_weights,
)
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.training.lab_heads.data import Floats, LabData

SCHEMA = "ecgkt.labs/1"
COMMAND = "python -m ecgkt evaluate labs --store STORE --normal PTB_XL_STORE --json"
ARMS = ("ours", "plain_probe", "random_encoder", "constant")


class OutOfFold(NamedTuple):
    """
    Scores of patients by heads that never saw them, mean over the repeats.

    Attributes
    ----------
    scores : dict of str to numpy.ndarray of shape (n, n_targets), float64
        The arms and every recipe, by name; centred per fold.
    uncentred : numpy.ndarray of shape (n, n_targets), float64
        Of the constant, as they are: the trap.
    kept : dict of str to float
        In what share of the training sets each recipe was among the chosen.
    n_folds : int
        Folds of patients.
    seeds : tuple of int
        Of the splits, one for each repeat.
    """

    scores: dict[str, Floats]
    uncentred: Floats
    kept: dict[str, float]
    n_folds: int
    seeds: tuple[int, ...]


def judge(
    scores: Floats, targets: Floats, weights: NDArray[np.int32]
) -> NDArray[np.float64]:
    """
    Rank every target under all weights.

    Parameters
    ----------
    scores, targets : numpy.ndarray of shape (n, n_targets), float64
        Targets are NaN where unknown.
    weights : numpy.ndarray of shape (n, 1 + n_draws), int32
        What `patient_weights` gave.

    Returns
    -------
    numpy.ndarray of shape (2, n_targets, 1 + n_draws), float64
        AUROC and average precision; NaN where a draw lacks a class.
    """
    table = np.full((2, targets.shape[1], weights.shape[1]), np.nan)
    for column in range(targets.shape[1]):
        known = ~np.isnan(targets[:, column])
        truth = targets[known, column].astype(np.uint8)
        table[:, column] = auroc_and_ap(truth, scores[known, column], weights[known])
    return table


def document(
    data: LabData, found: OutOfFold, store: PreparedStore, bundle: Bundle
) -> dict[str, Any]:
    """
    Put the figures together.

    Parameters
    ----------
    data : LabData
        What was learned from.
    found : OutOfFold
        Its scores.
    store : PreparedStore
        For its flow and hash.
    bundle : Bundle
        For its identity.

    Returns
    -------
    dict
        Schema ecgkt.labs/1, nothing of normal ECGs yet.
    """
    weights = patient_weights(data.patients)
    tables = {
        name: judge(scores, data.targets, weights)
        for name, scores in found.scores.items()
    }
    means = {name: _mean(table[0]) for name, table in tables.items()}
    plain = tables["plain_probe"][0]
    trap = judge(found.uncentred, data.targets, weights[:, :1])[0]
    return {
        "schema": SCHEMA,
        "command": COMMAND,
        "n_ecgs": len(data.patients),
        "n_patients": data.n_patients,
        "n_ecgs_without_a_lead": data.n_left_out,
        "folds": found.n_folds,
        "repeats": len(found.seeds),
        "seeds": list(found.seeds),
        "window_hours": data.window_hours,
        "taught_within_hours": data.wide_hours,
        "model": {"sha256": bundle.identity.networks},
        "store": {key: store.manifest[key] for key in ("source", "data_hash")},
        "n_targets": len(data.names),
        "mean_auroc": {name: means[name].value for name in ARMS},
        "mean_auroc_ci": {name: _list(means[name]) for name in ARMS},
        "ours_minus_plain_probe": difference(tables["ours"][0], plain),
        "constant_without_centring": float(np.nanmean(trap)),
        "tries": [
            {
                "name": name,
                "mean_auroc": means[name].value,
                "minus_plain_probe": difference(table[0], plain),
                "share_chosen": found.kept.get(name),
            }
            for name, table in tables.items()
        ],
        "labs": _labs(data, tables),
        "flow": store.manifest.get("flow", []),
        "normal": None,
    }


def _mean(auroc: Floats) -> Estimate:
    return macro(auroc)


def difference(one: Floats, other: Floats) -> dict[str, Any]:
    """
    Give the difference of two means over targets, paired in every draw.

    Parameters
    ----------
    one, other : numpy.ndarray of shape (n_targets, 1 + n_draws), float64
        AUROC on the sample, then in each draw; NaN where not defined.

    Returns
    -------
    dict
        ``value`` and ``ci``, JSON-ready.
    """
    drawn = np.nanmean(one[:, 1:] - other[:, 1:], axis=0)
    found = estimate(np.append(np.nanmean(one[:, 0] - other[:, 0]), drawn))
    return {"value": found.value, "ci": _list(found)}


def _list(found: Estimate) -> list[float] | None:
    return None if found.interval is None else list(found.interval)


def _labs(data: LabData, tables: dict[str, Floats]) -> list[dict[str, Any]]:
    labs = []
    for column, title in enumerate(data.names):
        name, direction = title.rsplit(" ", 1)
        known = ~np.isnan(data.targets[:, column])
        auroc, auprc = (estimate(values) for values in tables["ours"][:, column])
        interval = _list(auroc)
        labs.append(
            {
                "name": name,
                "direction": direction,
                "n": int(known.sum()),
                "positives": int(np.nansum(data.targets[:, column])),
                "n_patients": len(np.unique(data.patients[known])),
                "prevalence": float(np.nanmean(data.targets[:, column])),
                "auroc": auroc.value,
                "auroc_ci": interval,
                "auprc": auprc.value,
                "auprc_ci": _list(auprc),
                "plain_probe_auroc": float(tables["plain_probe"][0, column, 0]),
                "readable": interval is not None and interval[0] > 0.5,
            }
        )
    return labs


def summarise(found: dict[str, Any]) -> str:
    """
    Put a document into lines for the terminal.

    Parameters
    ----------
    found : dict
        Schema ecgkt.labs/1.

    Returns
    -------
    str
        The arms, their difference, the tries, then each lab.
    """
    lines = [
        f"{found['n_ecgs']} ECGs of {found['n_patients']} patients, "
        f"{found['n_targets']} targets within {found['window_hours']:g} h, "
        f"{found['repeats']} times {found['folds']} folds of patients"
    ]
    lines += [
        f"{arm:15s} mean AUROC {found['mean_auroc'][arm]:.3f} "
        f"{_range(found['mean_auroc_ci'][arm])}"
        for arm in ARMS
    ]
    gain = found["ours_minus_plain_probe"]
    lines += [
        f"ours - plain_probe {gain['value']:+.3f} {_range(gain['ci'])}",
        f"constant, not centred per fold {found['constant_without_centring']:.3f}",
        "tries:",
    ]
    lines += [
        f"  {way['mean_auroc']:.3f}  {way['minus_plain_probe']['value']:+.3f} "
        f"{_range(way['minus_plain_probe']['ci'])}  {way['name']}"
        for way in found["tries"]
    ]
    if found["normal"]:
        lines += _normal_lines(found["normal"])
    lines.append("labs, readable ones marked *:")
    ordered = sorted(found["labs"], key=lambda lab: -(lab["auroc"] or 0))
    lines += [
        f"{'*' if lab['readable'] else ' '} {lab['auroc']:.2f} "
        f"{_range(lab['auroc_ci'])}  {lab['name']} {lab['direction']} "
        f"({lab['positives']} of {lab['n']} ECGs, {lab['n_patients']} patients)"
        for lab in ordered
    ]
    return "\n".join(lines)


def _normal_lines(normal: dict[str, Any]) -> list[str]:
    lines = [
        f"{normal['n_ecgs']} {normal['statement']} ECGs of the {normal['split']} split "
        f"of {normal['source']}, labs per ECG:"
    ]
    for name in ("flagged", "spoken_against", "above_threshold"):
        counts = normal[f"{name}_per_ecg"]
        lines.append(
            f"  {name.replace('_', ' '):15s} median {counts['median']:g}, mean "
            f"{counts['mean']:.2f}, at most {counts['max']}"
        )
    return lines


def _range(interval: list[float] | None) -> str:
    return "" if interval is None else f"[{interval[0]:.3f}, {interval[1]:.3f}]"
