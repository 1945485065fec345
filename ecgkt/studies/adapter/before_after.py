"""Local ECGs read with and without adapters that other patients taught."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgkt.dataset.patient_folds import shuffled_folds
from ecgkt.models.adapter import Adapter
from ecgkt.models.decision import Decision
from ecgkt.results.adapter import BeforeAfter
from ecgkt.results.document import Figure
from ecgkt.results.statistics.bootstrap import macro, patient_weights
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.training.stages.adapt import LocalEcgs, fit_adapter
from ecgkt.types.record import Floats

FOLDS = 5
"""Parts by patient: each is read by an adapter that the other four taught."""
N_DRAWS = 1000


def cross_fit(local: LocalEcgs, decision: Decision, *, seed: int) -> BeforeAfter:
    """
    Judge how local ECGs are adapted to, on patients that had not taught the adapter.

    Parameters
    ----------
    local : LocalEcgs
        Of at least `FOLDS` patients.
    decision : Decision
        Of the model.
    seed : int
        Of the parts.

    Returns
    -------
    BeforeAfter
        Over the statements with enough ECGs of both kinds. Pooled as they are: where
        parts differ by chance in how often a statement is made, that costs the adapted
        scores a little, and the scores as shipped nothing.
    """
    folds = shuffled_folds(local.patient_ids, seed=seed, folds=FOLDS)
    after = np.empty_like(local.prediction.logits)
    for fold in range(FOLDS):
        adapter = fit_adapter(local.only(folds != fold), decision)
        after[folds == fold] = adapter.adapt(local.only(folds == fold).prediction)[0]
    return before_after(local, [after], local.columns, decision)


def judge_adapters(
    adapters: Sequence[Adapter],
    local: LocalEcgs,
    columns: NDArray[np.intp],
    decision: Decision,
) -> BeforeAfter:
    """Judge adapters on ECGs that taught none of them; see `before_after`."""
    after = [adapter.adapt(local.prediction).logits for adapter in adapters]
    return before_after(local, after, columns, decision)


def before_after(
    local: LocalEcgs,
    after: Sequence[NDArray[np.float32]],
    columns: NDArray[np.intp],
    decision: Decision,
) -> BeforeAfter:
    """
    Compare logits as shipped with adapted ones, paired by patient.

    Parameters
    ----------
    local : LocalEcgs
        With the logits as shipped.
    after : sequence of numpy.ndarray of shape (n_records, n_outputs), float32
        Adapted ones; the figures are the mean over several, and each bootstrap draw
        takes the records and one of these.
    columns : numpy.ndarray of shape (n_statements,), int
        Statements in the means; one without both classes is left out.
    decision : Decision
        Calibration, the same before and after.

    Returns
    -------
    BeforeAfter
    """
    weights = patient_weights(local.patient_ids, n_draws=N_DRAWS)
    labels = local.labels[:, columns]
    has_both = (labels.min(axis=0) == 0) & (labels.max(axis=0) == 1)
    columns = columns[has_both]
    labels = labels[:, has_both]

    def tables(logits: NDArray[np.float32]) -> tuple[Floats, Floats]:
        calibrated = decision.statements.calibrate(logits)[:, columns]
        return _aurocs(labels, calibrated, weights), _losses(
            labels, calibrated, weights
        )

    first = tables(local.prediction.logits)
    second = [_mixed(parts) for parts in zip(*map(tables, after), strict=True)]
    return BeforeAfter(
        n_records=len(labels),
        n_patients=len(np.unique(local.patient_ids)),
        n_statements=len(columns),
        auroc_before=_figure(first[0]),
        auroc_after=_figure(second[0]),
        auroc_gain=_figure(second[0] - first[0]),
        loss_before=_figure(first[1]),
        loss_after=_figure(second[1]),
        loss_gain=_figure(second[1] - first[1]),
    )


def _aurocs(labels: NDArray, scores: Floats, weights: NDArray) -> Floats:
    rows = zip(labels.T, scores.T, strict=True)
    found = [auroc_and_ap(*row, weights).auroc for row in rows]
    return np.reshape(found, (-1, weights.shape[1]))


def _losses(labels: NDArray, calibrated: Floats, weights: NDArray) -> Floats:
    each = np.logaddexp(0.0, calibrated) - labels * calibrated
    losses: Floats = each.T @ weights / weights.sum(axis=0)
    return losses


def _mixed(tables: Sequence[Floats]) -> Floats:
    """Average what several adapters give; let each draw take one of them."""
    stacked = np.stack(tables)
    mixed = np.empty_like(stacked[0])
    mixed[:, 0] = stacked[:, :, 0].mean(axis=0)
    draws = np.arange(1, mixed.shape[1])
    mixed[:, 1:] = stacked[draws % len(stacked), :, draws].T
    return mixed


def _figure(table: Floats) -> Figure:
    found = macro(table)
    return Figure(value=found.value, ci=found.interval)
