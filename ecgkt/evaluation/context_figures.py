"""Does a context help: AUROC with and without it, paired by patient."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.results.context import ContextFigures, MacroGain, StatementGain
from ecgkt.results.document import Figure
from ecgkt.results.statistics.bootstrap import (
    N_DRAWS,
    Estimate,
    estimate,
    macro,
    patient_weights,
)
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.vocab.statements import CODES, MIN_POSITIVES

Floats = NDArray[np.float64]
Weights = NDArray[np.int32]


class ContextScores(NamedTuple):
    """
    Calibrated log-odds of one split, each of shape (n_records, 71).

    Attributes
    ----------
    alone, with_context, plain : numpy.ndarray, float64
        Of the ECG alone, with a context by attention, and with a correction that looks
        at the context only.
    labels : numpy.ndarray, integer
        1 where a statement was made.
    patient_ids, strata : numpy.ndarray of shape (n_records,)
        Whose ECG it is, and of which age band and sex.
    """

    alone: Floats
    with_context: Floats
    plain: Floats
    labels: NDArray[np.integer]
    patient_ids: NDArray
    strata: NDArray[np.str_]

    @property
    def variants(self) -> tuple[Floats, Floats, Floats]:
        """The three log-odds, in the order of the fields."""
        return self.alone, self.with_context, self.plain


def context_figures(scores: ContextScores, *, n_draws: int = N_DRAWS) -> ContextFigures:
    """
    Compare one split with and without the context.

    Parameters
    ----------
    scores : ContextScores
        Of a split that taught nothing.
    n_draws : int
        Bootstrap draws of patients.

    Returns
    -------
    ContextFigures
    """
    weights = patient_weights(scores.patient_ids, n_draws=n_draws)
    tables = [_aurocs(scores, one, weights) for one in scores.variants]
    is_frequent = scores.labels.sum(axis=0) >= MIN_POSITIVES
    within = [
        _aurocs_within(scores, one, weights, np.flatnonzero(is_frequent))
        for one in scores.variants
    ]
    losses = [_losses(scores.labels, one, weights) for one in scores.variants]
    return ContextFigures(
        n_records=len(scores.labels),
        n_patients=len(np.unique(scores.patient_ids)),
        all=_gain(*tables),
        frequent=_gain(*(table[is_frequent] for table in tables)),
        within=_gain(*within),
        loss_change=_figure(estimate(losses[1] - losses[0])),
        plain_loss_change=_figure(estimate(losses[2] - losses[0])),
    )


def statement_gains(
    scores: ContextScores, *, n_draws: int = N_DRAWS
) -> tuple[StatementGain, ...]:
    """
    Compare every statement with and without the context.

    Parameters
    ----------
    scores : ContextScores
        Of held-out patients.
    n_draws : int
        Bootstrap draws of patients.

    Returns
    -------
    tuple of StatementGain
        In vocabulary order.
    """
    weights = patient_weights(scores.patient_ids, n_draws=n_draws)
    before = _aurocs(scores, scores.alone, weights)
    after = _aurocs(scores, scores.with_context, weights)
    return tuple(
        StatementGain(
            code=code,
            positives=int(positives),
            alone=_figure(estimate(old)),
            with_context=_figure(estimate(new)),
            gain=_figure(estimate(new - old)),
        )
        for code, positives, old, new in zip(
            CODES, scores.labels.sum(axis=0), before, after, strict=True
        )
    )


def _aurocs(scores: ContextScores, log_odds: Floats, weights: Weights) -> Floats:
    """One row per statement, the sample before the draws."""
    columns = zip(scores.labels.T, log_odds.T, strict=True)
    return np.stack([auroc_and_ap(*column, weights).auroc for column in columns])


def _aurocs_within(
    scores: ContextScores,
    log_odds: Floats,
    weights: Weights,
    chosen: NDArray[np.int64],
) -> Floats:
    """Share of ordered pairs, both of one stratum; a row per chosen statement."""
    shape = len(chosen), weights.shape[1]
    wins, pairs = np.zeros(shape), np.zeros(shape)
    for stratum in np.unique(scores.strata):
        rows = np.flatnonzero(scores.strata == stratum)
        for place, column in enumerate(chosen):
            labels, drawn = scores.labels[rows, column], weights[rows]
            n_positive = labels @ drawn
            n_pairs = n_positive * (drawn.sum(axis=0) - n_positive)
            auroc = auroc_and_ap(labels, log_odds[rows, column], drawn).auroc
            wins[place] += np.where(n_pairs > 0, auroc * n_pairs, 0.0)
            pairs[place] += n_pairs
    with np.errstate(invalid="ignore"):
        found: Floats = wins / pairs
    return found


def _losses(labels: NDArray[np.integer], log_odds: Floats, weights: Weights) -> Floats:
    """Return the mean cross-entropy on the sample and in each draw."""
    per_record = (np.logaddexp(0.0, log_odds) - labels * log_odds).mean(axis=1)
    found: Floats = (per_record @ weights) / weights.sum(axis=0)
    return found


def _gain(alone: Floats, with_context: Floats, plain: Floats) -> MacroGain:
    # A draw that lacks a class lacks it for all: the differences stay paired.
    return MacroGain(
        n_labels=int((~np.isnan(alone[:, 0])).sum()),
        alone=_figure(macro(alone)),
        with_context=_figure(macro(with_context)),
        gain=_figure(macro(with_context - alone)),
        plain_gain=_figure(macro(plain - alone)),
    )


def _figure(found: Estimate) -> Figure:
    value, ends, _n_dropped = found
    return Figure(
        value=None if value is None else round(value, 6),
        ci=None if ends is None else (round(ends[0], 6), round(ends[1], 6)),
    )
