"""Predictive values by Bayes, against counts, and shares as they are read."""

import pytest

from ecgkt.report.statement_words import counts_text, percent_text, predictive_values
from tests.builders.label_figures import label_figures


def test_predictive_values_are_those_of_a_table_of_counts():
    # 1,000 ECGs, 100 of them with it: 80 found, 20 missed; 90 called without cause.
    figures = label_figures(sensitivity=0.8, specificity=0.9)
    ppv, npv = predictive_values(figures, 0.1)
    assert ppv.value == pytest.approx(80 / 170)
    assert npv.value == pytest.approx(810 / 830)


def test_measured_prevalence_gives_the_measured_value():
    figures = label_figures(sensitivity=128 / 152, specificity=2029 / 2046)
    ppv, npv = predictive_values(figures, 152 / 2198)
    assert ppv.value == pytest.approx(128 / 145)
    assert npv.value == pytest.approx(2029 / 2053)


@pytest.mark.parametrize("prevalence", [0.001, 0.05, 0.5])
def test_interval_holds_the_value_and_every_pair_within(prevalence):
    figures = label_figures(
        sensitivity=0.8,
        specificity=0.9,
        sensitivity_ci=(0.7, 0.9),
        specificity_ci=(0.85, 0.95),
    )
    wide = predictive_values(figures, prevalence)
    for sensitivity, specificity in ((0.7, 0.95), (0.9, 0.85), (0.8, 0.9)):
        inner = label_figures(sensitivity=sensitivity, specificity=specificity)
        for outer, one in zip(wide, predictive_values(inner, prevalence), strict=True):
            assert outer.ci[0] <= one.value <= outer.ci[1]


def test_without_an_interval_or_a_figure_there_is_none():
    assert predictive_values(label_figures(sensitivity_ci=None), 0.1)[0].ci is None
    ppv, npv = predictive_values(label_figures(sensitivity=None), 0.1)
    assert ppv.value is npv.value is None


def test_nothing_called_has_no_ppv():
    ppv, npv = predictive_values(label_figures(sensitivity=0.0, specificity=1.0), 0.1)
    assert ppv.value is None
    assert npv.value == pytest.approx(0.9)


def test_one_false_alarm_is_singular():
    figures = label_figures(n=101, positives=1, sensitivity=1.0, specificity=0.99)
    words = counts_text(figures, "pre-excitation")
    assert words == (
        "Of 1 ECGs labelled pre-excitation it found 1; of 100 without, 1 false alarm."
    )


@pytest.mark.parametrize(
    ("value", "ci", "text"),
    [
        (0.5, None, "50 %"),
        (0.972, (0.958, 0.986), "97.2 % (95.8–98.6)"),
        (0.9917, (0.98768, 0.99558), "99.17 % (98.77–99.56)"),
        (1.0, None, "100 %"),
        (None, None, "–"),
    ],
)
def test_share_keeps_what_tells_it_from_all_or_nothing(value, ci, text):
    assert percent_text(value, ci) == text
