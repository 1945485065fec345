"""Doubt of an ECG, and what is gained where the most doubtful ones are referred."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.models.doubt import group_doubt
from ecgkt.results.statistics.bootstrap import (
    Estimate,
    estimate,
    patient_weights,
)

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

COVERAGES = (1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2)
"""Shares of the ECGs that are kept, the least doubtful first."""


def doubts(experts: Floats, shipped: Floats) -> dict[str, Floats]:
    """
    Measure the doubt of ECGs in every way that is compared, in nats.

    Parameters
    ----------
    experts : numpy.ndarray of shape (n_experts, n, n_groups), float64
        Calibrated probabilities of the super-classes.
    shipped : numpy.ndarray of shape (n, n_groups), float64
        Those of the shipped model.

    Returns
    -------
    dict of str to numpy.ndarray of shape (n,), float64
        Sums over the groups. "disagreement" is the mutual information between the
        answer and the expert who gives it; "committee" is the entropy of the experts'
        mean, which is that and the experts' own doubt together; "shipped" is the
        entropy of the shipped model.

    References
    ----------
    .. [1] Smith and Gal, "Understanding measures of uncertainty for adversarial example
       detection", UAI 2018: total doubt = mutual information + mean entropy.
    """
    committee = group_doubt(experts.mean(axis=0))
    return {
        "disagreement": committee - group_doubt(experts).mean(axis=0),
        "committee": committee,
        "shipped": group_doubt(shipped),
    }


def risk_coverage(
    doubt: Floats, is_wrong: Flags, patients: NDArray
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """
    Count how often what is kept is wrong, the more doubtful being referred.

    Parameters
    ----------
    doubt : numpy.ndarray of shape (n,), float64
        Of each ECG.
    is_wrong : numpy.ndarray of shape (n,), bool
        Whether anything of its reading was.
    patients : numpy.ndarray of shape (n,)
        Whose it is.

    Returns
    -------
    tuple of (dict, list of dict)
        The area under the curve as a figure, and a point for each of `COVERAGES`, with
        bootstrap intervals by patient.
    """
    order = np.argsort(doubt, kind="stable")
    weights = patient_weights(patients)[order]
    kept = np.cumsum(weights, axis=0)
    wrong = np.cumsum(weights * is_wrong[order, None], axis=0)
    risk = wrong / np.maximum(kept, 1)
    # Each ECG of a draw is a step of its curve.
    area = (risk * weights).sum(axis=0) / kept[-1]
    points = []
    for coverage in COVERAGES:
        place = (kept < coverage * kept[-1]).sum(axis=0)
        at = risk[np.minimum(place, len(risk) - 1), np.arange(risk.shape[1])]
        points.append({"coverage": coverage, "risk": figure(estimate(at))})
    return figure(estimate(area)), points


def figure(found: Estimate) -> dict[str, Any]:
    """Round an estimate for a document: ``value`` and ``ci``."""
    ends = found.interval
    return {
        "value": None if found.value is None else round(found.value, 4),
        "ci": None if ends is None else [round(end, 4) for end in ends],
    }
