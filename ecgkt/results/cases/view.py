"""One label in some rows of a table: what is right and wrong at a threshold."""

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.results.cases.table import LABELS, CaseColumns
from ecgkt.results.document import Figure
from ecgkt.results.statistics.clusters import (
    Z95,
    RankedLabel,
    ShareWithError,
    auroc_of,
    clustered_error,
    rank_label,
    share_of,
)
from ecgkt.results.statistics.reliability import Bin, reliability

Outcome = Literal["false_positive", "false_negative"]
Order = Literal["confidence", "disagreement"]


class Cost(NamedTuple):
    """
    What a threshold costs and brings.

    Attributes
    ----------
    true_positives, false_positives, false_negatives, true_negatives : int
        ECGs.
    sensitivity, specificity : ShareWithError
        With intervals that count each patient once.
    """

    true_positives: int
    false_positives: int
    false_negatives: int
    true_negatives: int
    sensitivity: ShareWithError
    specificity: ShareWithError

    def ppv(self, prevalence: float) -> Figure:
        """
        Return the share of positive calls that is right, at any prevalence.

        By Bayes' theorem; the interval joins the ends of both, and so is wide.
        """
        value = _bayes(self.sensitivity.value, self.specificity.value, prevalence)
        first, second = self.sensitivity.interval, self.specificity.interval
        if value is None or first is None or second is None:
            return Figure(value=value, ci=None)
        low = _bayes(first[0], second[0], prevalence)
        high = _bayes(first[1], second[1], prevalence)
        is_known = low is not None and high is not None
        return Figure(value=value, ci=(low, high) if is_known else None)  # type: ignore[arg-type]


def _bayes(
    sensitivity: float | None, specificity: float | None, prevalence: float
) -> float | None:
    if sensitivity is None or specificity is None:
        return None
    right = sensitivity * prevalence
    called = right + (1 - specificity) * (1 - prevalence)
    return right / called if called else None


class Curve(NamedTuple):
    """Points of a curve, from the strictest threshold to the loosest."""

    x: NDArray[np.float64]
    y: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, eq=False)
class LabelView:
    """
    One label in those rows that have scores and labels and are not left out.

    Attributes
    ----------
    columns : CaseColumns
        The whole table.
    label : str
        Code of the label.
    rows : numpy.ndarray of shape (n,), int
        Numbers of the rows in the table.
    truth : numpy.ndarray of shape (n,), bool
        Whether it was stated.
    probabilities : numpy.ndarray of shape (n,), float32
        Calibrated.
    """

    columns: CaseColumns
    label: str
    rows: NDArray[np.intp]
    truth: NDArray[np.bool_]
    probabilities: NDArray[np.float32]

    @property
    def patients(self) -> NDArray[np.int32]:
        """Whose ECG each row is."""
        return self.columns.patients[self.rows]

    @cached_property
    def ranked(self) -> RankedLabel:
        """The rows, sorted by score."""
        scores = self.columns.scores[self.rows, LABELS.index(self.label)]
        return rank_label(self.truth, scores, self.patients)

    @cached_property
    def auroc(self) -> Figure:
        """AUROC with its interval; no value without both classes."""
        found = auroc_of(self.ranked)
        if np.isnan(found.value):
            return Figure(value=None, ci=None)
        error = clustered_error(found.influence, self.ranked.patients)
        if not np.isfinite(error):
            return Figure(value=found.value, ci=None)
        low, high = found.value - Z95 * error, found.value + Z95 * error
        return Figure(value=found.value, ci=(max(0.0, low), min(1.0, high)))

    def called(self, threshold: float) -> NDArray[np.bool_]:
        """Tell which rows are called positive."""
        return np.asarray(self.probabilities >= np.float32(threshold))

    def cost(self, threshold: float) -> Cost:
        """Count right and wrong calls."""
        called, truth = self.called(threshold), self.truth
        return Cost(
            true_positives=int((called & truth).sum()),
            false_positives=int((called & ~truth).sum()),
            false_negatives=int((~called & truth).sum()),
            true_negatives=int((~called & ~truth).sum()),
            sensitivity=share_of(called[truth], self.patients[truth]),
            specificity=share_of(~called[~truth], self.patients[~truth]),
        )

    def errors(
        self, threshold: float, outcome: Outcome, order: Order
    ) -> NDArray[np.intp]:
        """
        List the wrong rows, the most remarkable first.

        Parameters
        ----------
        threshold : float
            Calibrated probability.
        outcome : str
            "false_positive" or "false_negative".
        order : str
            "confidence": the surer the model was, the sooner; "disagreement": the more
            findings speak against the model, and the fewer for it.

        Returns
        -------
        numpy.ndarray of shape (n_errors,), int
            Numbers of the rows in the table.
        """
        called = self.called(threshold)
        is_false_positive = outcome == "false_positive"
        wrong = called & ~self.truth if is_false_positive else ~called & self.truth
        places = np.flatnonzero(wrong)
        sign = -1.0 if is_false_positive else 1.0
        surest = sign * self.probabilities[places]
        if order == "confidence":
            return self.rows[places[np.argsort(surest, kind="stable")]]
        column, rows = LABELS.index(self.label), self.rows[places]
        against = sign * (
            self.columns.contradicts[rows, column].astype(float)
            - self.columns.supports[rows, column]
        )
        return rows[np.lexsort((surest, against))]

    def roc(self, n_points: int = 200) -> Curve:
        """Return false against true positive rate."""
        true, false = self._counts(n_points)
        positives, negatives = max(1, true[-1]), max(1, false[-1])
        return Curve(false / negatives, true / positives)

    def precision_recall(self, n_points: int = 200) -> Curve:
        """Return sensitivity against the share of positive calls that is right."""
        true, false = self._counts(n_points)
        kept = (true + false) > 0
        true, false = true[kept], false[kept]
        return Curve(true / max(1, true[-1]), true / (true + false))

    def _counts(self, n_points: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Count hits and false alarms above falling thresholds, none first."""
        labels, scores = self.ranked.labels[::-1], self.ranked.scores[::-1]
        # Never cut within a tie.
        ends = np.flatnonzero(np.append(scores[1:] < scores[:-1], True))
        true = np.append(0, np.cumsum(labels)[ends])
        false = np.append(0, ends + 1) - true
        n = len(true)
        if n > n_points:
            # Half of the points by each count: both ends of a rare label stay sharp.
            by_true = np.searchsorted(true, np.linspace(0, true[-1], n_points // 2))
            by_false = np.searchsorted(false, np.linspace(0, false[-1], n_points // 2))
            kept = np.unique(np.concatenate([by_true, by_false, [0, n - 1]]))
            true, false = true[kept], false[kept]
        return true.astype(np.int64), false.astype(np.int64)

    def bins(self) -> list[Bin]:
        """Return stated and observed frequency, from low to high."""
        return reliability(self.probabilities.astype(float), self.truth.astype(int))


def view_of(
    columns: CaseColumns, label: str, kept: NDArray[np.bool_] | None = None
) -> LabelView:
    """
    Look at one label.

    Parameters
    ----------
    columns : CaseColumns
        The table.
    label : str
        Code of the label.
    kept : numpy.ndarray of shape (n,), bool, or None
        Rows that count; None: all.

    Returns
    -------
    LabelView
    """
    known = columns.is_known if kept is None else columns.is_known & kept
    rows, place = np.flatnonzero(known), LABELS.index(label)
    return LabelView(
        columns=columns,
        label=label,
        rows=rows,
        truth=~np.isnan(columns.likelihoods[rows, place]),
        probabilities=columns.probabilities[rows, place],
    )
