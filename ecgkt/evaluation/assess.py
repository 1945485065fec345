"""Figures of one model on one split: every label, every macro, calibration."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.evaluation.calibration import slope_and_intercept
from ecgkt.evaluation.label_figures import LabelResult, label_figures
from ecgkt.evaluation.macros import (
    STATEMENT_SETS,
    SUBCLASS_MEMBERS,
    SUBCLASSES,
    group_labels,
)
from ecgkt.models.decision import SUPERCLASS_MEMBERS, Decision, group_scores
from ecgkt.results.model_card import CalibrationFigures, LabelFigures, MacroFigures
from ecgkt.results.statistics.bootstrap import N_DRAWS, SEED, macro, patient_weights
from ecgkt.vocab.statements import CODES, SUPERCLASSES

Counts = NDArray[np.integer]


class Predictions(NamedTuple):
    """
    Logits of one split, and its labels.

    Attributes
    ----------
    logits : numpy.ndarray of shape (n_records, 71)
        Before calibration.
    labels : numpy.ndarray of shape (n_records, 71), integer
        1 where a statement was made, whatever its likelihood.
    patient_ids : numpy.ndarray of shape (n_records,)
        Whose ECG each record is.
    """

    logits: NDArray[np.floating]
    labels: Counts
    patient_ids: NDArray


class Assessment(NamedTuple):
    """
    The figures, in the types of the model card.

    Attributes
    ----------
    macro : dict of str to MacroFigures
        Means over sets of labels; ``all`` is the headline.
    calibration : CalibrationFigures
        Of the 71 statements together.
    labels, superclasses : tuple of LabelFigures
        71 and 5, in vocabulary order.
    """

    macro: dict[str, MacroFigures]
    calibration: CalibrationFigures
    labels: tuple[LabelFigures, ...]
    superclasses: tuple[LabelFigures, ...]


def assess(
    predictions: Predictions,
    decision: Decision,
    *,
    n_draws: int = N_DRAWS,
    seed: int = SEED,
) -> Assessment:
    """
    Compute all figures of a model on one split.

    Parameters
    ----------
    predictions : Predictions
        Of a split that neither trained the model nor, for figures to be validated,
        fitted `decision`.
    decision : Decision
        Calibration, thresholds and super-class rule, fitted on tuning.
    n_draws, seed : int
        Of the patient bootstrap; all figures share its draws.

    Returns
    -------
    Assessment
        AUROC and AUPRC with intervals, operating points, calibration.
    """
    weights = patient_weights(predictions.patient_ids, n_draws=n_draws, seed=seed)
    truth = predictions.labels
    logits = decision.statements.calibrate(predictions.logits)
    statements = _all_figures(
        CODES, logits, truth, weights, thresholds=decision.statements.thresholds
    )
    supers = _all_figures(
        tuple(SUPERCLASSES),
        decision.superclass_logits(predictions.logits),
        group_labels(truth, SUPERCLASS_MEMBERS),
        weights,
        thresholds=decision.superclasses.thresholds,
        is_traced=True,
    )
    subs = _all_figures(
        SUBCLASSES,
        group_scores(logits, SUBCLASS_MEMBERS, rule=decision.superclass_rule),
        group_labels(truth, SUBCLASS_MEMBERS),
        weights,
        thresholds=(0.5,) * len(SUBCLASSES),  # only their ranking is reported
    )
    return Assessment(
        macro=_macros(statements, subs, supers),
        calibration=_calibration(logits, truth, statements),
        labels=tuple(label.figures for label in statements),
        superclasses=tuple(label.figures for label in supers),
    )


def _all_figures(
    codes: Sequence[str],
    logits: NDArray[np.float64],
    truth: Counts,
    weights: Counts,
    *,
    thresholds: Sequence[float],
    is_traced: bool = False,
) -> list[LabelResult]:
    return [
        label_figures(
            code,
            logits[:, i],
            labels=truth[:, i],
            weights=weights,
            threshold=thresholds[i],
            is_traced=is_traced,
        )
        for i, code in enumerate(codes)
    ]


def _macros(
    statements: list[LabelResult], subs: list[LabelResult], supers: list[LabelResult]
) -> dict[str, MacroFigures]:
    sets = {
        name: [statements[i] for i in chosen] for name, chosen in STATEMENT_SETS.items()
    }
    sets["sub"], sets["super"] = subs, supers
    sets["validated"] = [label for label in statements if label.figures.validated]
    return {name: mean_figures(members) for name, members in sets.items()}


def mean_figures(members: Sequence[LabelResult]) -> MacroFigures:
    """
    Average labels that share the draws of one bootstrap.

    Parameters
    ----------
    members : sequence of LabelResult
        Those without an AUROC are left out.

    Returns
    -------
    MacroFigures
        None in the place of each figure if nothing is left.
    """
    defined = [label.draws for label in members if label.figures.auroc is not None]
    if not defined:
        nothing = {"auroc": None, "auroc_ci": None, "auprc": None, "auprc_ci": None}
        return MacroFigures(**nothing, n_labels=0)
    auroc, auprc = map(macro, map(np.stack, zip(*defined, strict=True)))
    return MacroFigures(
        auroc=auroc.value,
        auroc_ci=auroc.interval,
        auprc=auprc.value,
        auprc_ci=auprc.interval,
        n_labels=len(defined),
    )


def _calibration(
    logits: NDArray[np.float64], truth: Counts, statements: list[LabelResult]
) -> CalibrationFigures:
    slope, intercept = slope_and_intercept(logits.ravel(), truth.ravel())
    errors = [
        label.figures.ece
        for label in statements
        if label.figures.auroc is not None and label.figures.ece is not None
    ]
    ece = float(np.mean(errors)) if errors else None
    return CalibrationFigures(ece=ece, slope=slope, intercept=intercept)


def assessment_to_dict(assessment: Assessment) -> dict[str, Any]:
    """
    Return an assessment in JSON-ready types.

    Parameters
    ----------
    assessment : Assessment
        What `assess` gave.

    Returns
    -------
    dict
        ``macro``, ``calibration``, ``labels``, ``superclasses`` as in contract.md.
    """
    return {
        "macro": {name: asdict(mean) for name, mean in assessment.macro.items()},
        "calibration": asdict(assessment.calibration),
        "labels": [asdict(figures) for figures in assessment.labels],
        "superclasses": [asdict(figures) for figures in assessment.superclasses],
    }
