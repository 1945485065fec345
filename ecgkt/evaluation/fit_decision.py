"""Calibration, super-class rule and thresholds, all from the tuning split."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.evaluation.calibration import fit_platt, fit_platt_all
from ecgkt.evaluation.macros import group_labels
from ecgkt.models.decision import (
    GROUP_RULES,
    SUPERCLASS_MEMBERS,
    Calibration,
    Decision,
    group_scores,
    sigmoid,
)
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.results.statistics.operating import choose_threshold

RULE_TEXTS = {
    "noisy_or": "noisy-or of the calibrated probabilities of its statements",
    "max": "highest calibrated logit of its statements",
    "logsumexp": "log-sum-exp of the calibrated logits of its statements",
}


def superclass_rule_text(rule: str) -> str:
    """Say in words how super-classes and subclasses are scored, for the card."""
    return (
        f"A super-class (and a subclass) is scored by the {RULE_TEXTS[rule]}: of the "
        f"{len(GROUP_RULES)} rules {', '.join(GROUP_RULES)} the one with the highest "
        "macro AUROC of the five super-classes on the tuning split. It counts as "
        "present where any of its statements was made, whatever the likelihood."
    )


def fit_decision(logits: NDArray[np.floating], labels: NDArray[np.integer]) -> Decision:
    """
    Fit all that stands between logits and results.

    Parameters
    ----------
    logits : numpy.ndarray of shape (n_records, 71)
        Of the tuning split; a split that is reported on must not be given.
    labels : numpy.ndarray of shape (n_records, 71), integer
        1 where a statement was made.

    Returns
    -------
    Decision
        By `CALIBRATION_RULE`, `THRESHOLD_RULE` and the best of `GROUP_RULES`.
    """
    platt = fit_platt_all(logits, labels)
    calibrated = Calibration(platt=platt, thresholds=(0.5,) * len(platt)).calibrate(
        logits
    )
    group_truth = group_labels(labels, SUPERCLASS_MEMBERS)
    rule = choose_rule(calibrated, group_truth)
    scores = group_scores(calibrated, SUPERCLASS_MEMBERS, rule=rule)
    group_platt = tuple(
        fit_platt(scores[:, i], group_truth[:, i]) for i in range(scores.shape[1])
    )
    return Decision(
        statements=with_thresholds(platt, logits, labels),
        superclass_rule=rule,
        superclasses=with_thresholds(group_platt, scores, group_truth),
    )


def choose_rule(
    calibrated: NDArray[np.float64], group_truth: NDArray[np.integer]
) -> str:
    """
    Choose the super-class rule of the highest macro AUROC.

    Parameters
    ----------
    calibrated : numpy.ndarray of shape (n_records, 71), float64
        Calibrated logits of the tuning split.
    group_truth : numpy.ndarray of shape (n_records, 5), integer
        1 where a super-class is present.

    Returns
    -------
    str
        A key of `GROUP_RULES`; the earliest of equals.

    Raises
    ------
    ValueError
        If no super-class has both classes.
    """
    shares = group_truth.mean(axis=0)
    present = [i for i, share in enumerate(shares) if 0 < share < 1]
    if not present:
        raise ValueError(
            "no super-class has both classes: there is nothing to choose by"
        )

    def macro_auroc(rule: str) -> float:
        scores = group_scores(calibrated, SUPERCLASS_MEMBERS, rule=rule)
        values = [
            auroc_and_ap(group_truth[:, i], scores[:, i]).auroc[0] for i in present
        ]
        return float(np.mean(values))

    return max(GROUP_RULES, key=macro_auroc)


def with_thresholds(
    platt: tuple[tuple[float, float], ...],
    scores: NDArray[np.floating],
    labels: NDArray[np.integer],
) -> Calibration:
    """
    Choose the threshold of every label.

    Parameters
    ----------
    platt : tuple of (slope, intercept)
        One pair per label, fitted on the same split.
    scores : numpy.ndarray of shape (n_records, n_labels)
        Logits of the tuning split, before calibration.
    labels : numpy.ndarray of shape (n_records, n_labels), integer
        1 where a label is present.

    Returns
    -------
    Calibration
        By `THRESHOLD_RULE`.
    """
    wide: NDArray[np.float64] = scores.astype(float)
    thresholds = (
        choose_threshold(sigmoid(slope * wide[:, i] + intercept), labels[:, i])
        for i, (slope, intercept) in enumerate(platt)
    )
    return Calibration(platt=platt, thresholds=tuple(thresholds))
