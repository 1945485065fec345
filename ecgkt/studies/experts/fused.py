"""What experts say of ECGs by whose like their votes were calibrated and fused."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.patient_folds import shuffled_folds
from ecgkt.evaluation.fit_decision import fit_decision
from ecgkt.models.decision import Calibration, Decision
from ecgkt.studies.experts.votes import Votes
from ecgkt.training.fuse_experts import fit_gate, fit_stack

Floats = NDArray[np.float64]

FOLDS, SEED = 5, 41


class Fused(NamedTuple):
    """
    What is known of some ECGs.

    Attributes
    ----------
    experts : numpy.ndarray of shape (n_experts, n, 71), float64
        Calibrated logits.
    groups : numpy.ndarray of shape (n_experts, n, 5), float64
        Calibrated probabilities of the super-classes.
    beside : numpy.ndarray of shape (n, 71), float64
        Calibrated logits of `votes.BESIDE`.
    average, gate, stacking : numpy.ndarray of shape (n, 71), float64
        Logits of the fusions.
    shares : numpy.ndarray of shape (n, n_experts), float64
        Weights that the gate gave.
    """

    experts: Floats
    groups: Floats
    beside: Floats
    average: Floats
    gate: Floats
    stacking: Floats
    shares: Floats


def fuse(known: Votes, asked: Votes) -> Fused:
    """
    Calibrate and fuse by some ECGs what is said of others.

    Parameters
    ----------
    known : Votes
        Their labels are used.
    asked : Votes
        Their labels are not; of other patients.

    Returns
    -------
    Fused
        Of the latter.
    """
    decisions = [fit_decision(logits, known.labels) for logits in known.experts]
    seen = _calibrated(decisions, known.experts)
    experts = _calibrated(decisions, asked.experts)
    gate = fit_gate(seen, known.features, known.labels)
    stack = fit_stack(seen, known.labels)
    beside = fit_decision(known.beside, known.labels)
    groups = [
        decision.superclass_probabilities(logits)
        for decision, logits in zip(decisions, asked.experts, strict=True)
    ]
    return Fused(
        experts=experts,
        groups=np.stack(groups),
        beside=beside.statements.calibrate(asked.beside),
        average=experts.mean(axis=0),
        gate=gate.fuse(experts, asked.features),
        stacking=stack.fuse(experts),
        shares=gate.shares(asked.features),
    )


def cross_fuse(votes: Votes) -> Fused:
    """Fuse each fifth of the patients by the others, rows in the order of the votes."""
    whose = np.unique(votes.patients, return_inverse=True)[1]
    fold = shuffled_folds(whose, seed=SEED, folds=FOLDS)
    places = [np.flatnonzero(fold == one) for one in range(FOLDS)]
    parts = [fuse(votes.of(fold != k), votes.of(rows)) for k, rows in enumerate(places)]
    back = np.argsort(np.concatenate(places))
    experts, groups, *rest = zip(*parts, strict=True)
    return Fused(
        np.concatenate(experts, axis=1)[:, back],
        np.concatenate(groups, axis=1)[:, back],
        *(np.concatenate(part)[back] for part in rest),
    )


def _calibrated(decisions: list[Decision], logits: Floats) -> Floats:
    pairs = zip(decisions, logits, strict=True)
    calibrations: list[tuple[Calibration, Floats]] = [
        (decision.statements, one) for decision, one in pairs
    ]
    return np.stack([calibration.calibrate(one) for calibration, one in calibrations])
