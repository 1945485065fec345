import json
import math

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from ecgkt.evaluation.assess import Predictions, assess, assessment_to_dict
from ecgkt.evaluation.fit_decision import fit_decision
from ecgkt.evaluation.macros import group_labels
from ecgkt.models.decision import SUPERCLASS_MEMBERS, Decision
from ecgkt.vocab.statements import CODES, MIN_POSITIVES, SUPERCLASSES

PATIENTS = np.repeat(np.arange(200), 2)


@pytest.fixture(scope="module")
def decision(answers):
    return fit_decision(*answers)


@pytest.fixture(scope="module")
def assessment(answers, decision):
    return assess(Predictions(*answers, PATIENTS), decision, n_draws=100)


def test_every_code_has_its_figures(assessment):
    assert tuple(one.code for one in assessment.labels) == CODES
    assert tuple(one.code for one in assessment.superclasses) == tuple(SUPERCLASSES)


def test_figures_equal_scikit_learn_s(answers, assessment):
    logits, labels = answers
    for i in (0, 17, 44):
        figures = assessment.labels[i]
        assert figures.positives == labels[:, i].sum()
        auroc = roc_auc_score(labels[:, i], logits[:, i])
        assert figures.auroc == pytest.approx(auroc, abs=1e-12)
        auprc = average_precision_score(labels[:, i], logits[:, i])
        assert figures.auprc == pytest.approx(auprc, abs=1e-12)
        assert figures.auroc_ci[0] < figures.auroc < figures.auroc_ci[1]
        assert figures.auprc_ci[0] < figures.auprc < figures.auprc_ci[1]
        assert figures.sensitivity_ci[0] <= figures.sensitivity


def test_operating_point_is_that_of_the_shipped_threshold(
    answers, decision, assessment
):
    logits, labels = answers
    is_called = decision.probabilities(logits)[:, 7] >= assessment.labels[7].threshold
    figures, truth = assessment.labels[7], labels[:, 7] == 1
    assert figures.sensitivity == pytest.approx(is_called[truth].mean())
    assert figures.specificity == pytest.approx(1 - is_called[~truth].mean())
    assert figures.ppv == pytest.approx(truth[is_called].mean())
    assert figures.npv == pytest.approx(1 - truth[~is_called].mean())


def test_label_without_positives_is_not_defined_and_not_validated(assessment):
    figures = assessment.labels[CODES.index("PSVT")]
    assert figures.positives == 0
    assert not figures.validated
    assert figures.auroc is figures.auroc_ci is figures.auprc is None
    assert figures.sensitivity is figures.calibration_slope is None
    assert figures.specificity > 0.9


def test_validated_means_enough_positives(assessment):
    for one in assessment.labels:
        assert one.validated == (one.positives >= MIN_POSITIVES)


def test_macros_average_the_labels_with_both_classes(answers, assessment):
    values = [one.auroc for one in assessment.labels if one.auroc is not None]
    assert assessment.macro["all"].n_labels == len(values) == 70
    assert assessment.macro["all"].auroc == pytest.approx(np.mean(values))
    low, high = assessment.macro["all"].auroc_ci
    assert low < assessment.macro["all"].auroc < high
    widths = [one.auroc_ci[1] - one.auroc_ci[0] for one in assessment.labels[:9]]
    assert high - low < min(widths)
    sizes = {name: one.n_labels for name, one in assessment.macro.items()}
    validated = sum(one.validated for one in assessment.labels)
    assert sizes == {
        "all": 70,
        "diagnostic": 44,
        "form": 19,
        "rhythm": 11,
        "sub": 23,
        "super": 5,
        "validated": validated,
    }


def test_super_macro_is_the_mean_of_the_superclasses(answers, decision, assessment):
    truth = group_labels(answers[1], SUPERCLASS_MEMBERS)
    scores = decision.superclass_probabilities(answers[0])
    oracle = [roc_auc_score(truth[:, i], scores[:, i]) for i in range(5)]
    assert assessment.macro["super"].auroc == pytest.approx(np.mean(oracle))
    assert [one.auroc for one in assessment.superclasses] == pytest.approx(oracle)


def test_only_superclasses_have_a_roc_curve(assessment):
    assert all(one.roc == () for one in assessment.labels)
    assert all(2 < len(one.roc) <= 41 for one in assessment.superclasses)
    assert all(len(one.reliability) == 15 for one in assessment.labels)


def test_calibration_of_the_fitting_sample_is_good(assessment):
    assert assessment.calibration.slope == pytest.approx(1, abs=0.05)
    assert assessment.calibration.intercept == pytest.approx(0, abs=0.05)
    # 15 bins of 27 records scatter this much by themselves.
    assert 0.02 < assessment.calibration.ece < 0.08


def test_shuffled_labels_are_chance(answers):
    logits, labels = answers
    shuffled = labels[np.random.default_rng(0).permutation(len(labels))]
    found = assess(
        Predictions(logits, shuffled, PATIENTS), Decision.neutral(), n_draws=20
    )
    assert found.macro["all"].auroc == pytest.approx(0.5, abs=0.02)


def test_dict_is_json_without_nan(assessment):
    text = json.dumps(assessment_to_dict(assessment), allow_nan=False)
    values = json.loads(text)
    assert len(values["labels"]) == 71
    assert math.isclose(values["macro"]["all"]["auroc"], assessment.macro["all"].auroc)


def test_macro_without_any_defined_label_is_null(answers):
    logits, labels = answers
    empty = Predictions(logits, np.zeros_like(labels), PATIENTS)
    found = assess(empty, Decision.neutral(), n_draws=5)
    assert found.macro["all"].auroc is None
    assert found.macro["all"].n_labels == 0
    assert found.calibration.ece is None
