import numpy as np
import pytest

from ecgkt.evaluation.label_figures import label_figures
from ecgkt.results.statistics.bootstrap import patient_weights

RNG = np.random.default_rng(9)
LOGITS = RNG.normal(size=300)
LABELS = (RNG.random(300) < 1 / (1 + np.exp(-LOGITS))).astype(int)
WEIGHTS = patient_weights(np.arange(300), n_draws=80)


def test_first_column_is_the_sample_itself():
    assert (WEIGHTS[:, 0] == 1).all()
    assert WEIGHTS.shape == (300, 81)


def test_figures_and_draws_belong_together():
    judged = label_figures("SR", LOGITS, labels=LABELS, weights=WEIGHTS, threshold=0.5)
    assert judged.figures.auroc == judged.draws.auroc[0]
    low, high = np.percentile(judged.draws.auroc[1:], (2.5, 97.5))
    assert judged.figures.auroc_ci == pytest.approx((low, high))
    assert judged.figures.dropped_draws == 0
    assert judged.figures.roc == ()
    assert judged.figures.prevalence == LABELS.mean()


def test_curve_is_drawn_on_demand():
    judged = label_figures(
        "MI", LOGITS, labels=LABELS, weights=WEIGHTS, threshold=0.5, is_traced=True
    )
    assert judged.figures.roc[0] == (0, 0)
    assert judged.figures.roc[-1] == (1, 1)


def test_threshold_that_calls_nobody_has_no_ppv():
    judged = label_figures("SR", LOGITS, labels=LABELS, weights=WEIGHTS, threshold=1.0)
    assert judged.figures.ppv is None
    assert judged.figures.ppv_ci is None
    assert judged.figures.sensitivity == 0


def test_single_positive_is_left_out_of_the_draws_that_lack_it():
    labels = np.zeros(300, int)
    labels[np.argmax(LOGITS)] = 1
    judged = label_figures("SR", LOGITS, labels=labels, weights=WEIGHTS, threshold=0.5)
    assert judged.figures.auroc == 1
    assert judged.figures.calibration_slope is None
    missing = int((WEIGHTS[np.argmax(LOGITS), 1:] == 0).sum())
    assert judged.figures.dropped_draws == missing > 0
