"""How good one statement is, counted in ECGs, and at a prevalence of one's own."""

from typing import NamedTuple

from ecgkt.report.comparison_words import ABSENT, count_text
from ecgkt.results.document import Interval
from ecgkt.results.model_card import LabelFigures


class Predicted(NamedTuple):
    """A predictive value; None where it is not defined."""

    value: float | None
    ci: Interval


def predictive_values(
    figures: LabelFigures, prevalence: float
) -> tuple[Predicted, Predicted]:
    """
    Return PPV and NPV at a prevalence, by Bayes' rule.

    Parameters
    ----------
    figures : LabelFigures
        Of them sensitivity and specificity with their intervals.
    prevalence : float
        Between 0 and 1, share of the ECGs that carry the label.

    Returns
    -------
    ppv, npv : Predicted
        The ends of an interval come from the same ends of both intervals together, so
        that it is wider than one of 95 %.

    References
    ----------
    .. [1] Altman and Bland, "Diagnostic tests 2: predictive values", BMJ 1994,
       doi:10.1136/bmj.309.6947.102.
    """
    value = _bayes(figures.sensitivity, figures.specificity, prevalence)
    if value is None:
        return Predicted(None, None), Predicted(None, None)
    low, high = (
        _bayes(
            figures.sensitivity_ci and figures.sensitivity_ci[end],
            figures.specificity_ci and figures.specificity_ci[end],
            prevalence,
        )
        for end in (0, 1)
    )
    ppv, npv = (
        Predicted(value[kind], _interval(low and low[kind], high and high[kind]))
        for kind in (0, 1)
    )
    return ppv, npv


def _interval(low: float | None, high: float | None) -> Interval:
    return None if low is None or high is None else (low, high)


def _bayes(
    sensitivity: float | None, specificity: float | None, prevalence: float
) -> tuple[float | None, float | None] | None:
    """Return PPV and NPV, each None where no ECG would be called so."""
    if sensitivity is None or specificity is None:
        return None
    found, false = sensitivity * prevalence, (1 - specificity) * (1 - prevalence)
    missed, right = (1 - sensitivity) * prevalence, specificity * (1 - prevalence)
    called, passed = found + false, missed + right
    return found / called if called else None, right / passed if passed else None


def counts_text(figures: LabelFigures, name: str) -> str:
    """
    Say in ECGs what a statement found and what it called without cause.

    Parameters
    ----------
    figures : LabelFigures
        Measured on held-out patients.
    name : str
        Of the statement, within a sentence.

    Returns
    -------
    str
    """
    without = figures.n - figures.positives
    if figures.sensitivity is None or figures.specificity is None:
        return (
            f"{_count(figures.positives)} of {_count(figures.n)} held-out ECGs "
            f"are labelled {name}: what it finds was not measured."
        )
    found = round(figures.sensitivity * figures.positives)
    false = round((1 - figures.specificity) * without)
    return (
        f"Of {_count(figures.positives)} ECGs labelled {name} it found "
        f"{_count(found)}; of {_count(without)} without, {_count(false)} "
        f"false alarm{'' if false == 1 else 's'}."
    )


def _count(number: int) -> str:
    """Return a count that no line breaks within."""
    return count_text(number).replace(" ", "\u00a0")


def percent_text(value: float | None, ci: Interval = None) -> str:
    """
    Return a share in percent, with its interval.

    Examples
    --------
    >>> percent_text(0.883, (0.8254, 0.9348)), percent_text(0.0023)
    ('88 % (83–93)', '0.23 %')
    """
    if value is None:
        return ABSENT
    # Two digits of what a share is away from 0 and from 100 %.
    away = min(value, 1 - value)
    digits = 0 if away >= 0.0995 or away <= 0 else 1 if away >= 0.00995 else 2
    text = f"{100 * value:.{digits}f} %"
    if ci is None:
        return text
    return f"{text} ({100 * ci[0]:.{digits}f}–{100 * ci[1]:.{digits}f})"
