"""Labels with unknown targets: judged where known, averaged where defined."""

import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score

from ecgkt.evaluation import target_figures as module
from ecgkt.evaluation.target_figures import target_figures


@pytest.fixture
def sample():
    """Return 300 recordings of 100 patients; columns: good, chance, single class."""
    rng = np.random.default_rng(3)
    patients = np.repeat(np.arange(100), 3)
    targets = (rng.random((300, 3)) < 0.4).astype(np.float32)
    targets[:, 2] = 0
    logits = rng.standard_normal((300, 3))
    logits[:, 0] += 2 * targets[:, 0]
    targets[::4, 0] = np.nan
    return ("a", "b", "c"), logits, targets, patients


def test_figures_are_those_of_the_known_recordings(sample):
    names, logits, targets, _ = sample
    found = target_figures(*sample, n_draws=50)
    known = ~np.isnan(targets[:, 0])
    label = found["labels"][0]
    assert label["name"] == names[0]
    assert label["n"] == known.sum() == 225
    truth, scores = targets[known, 0], logits[known, 0]
    assert label["auroc"] == pytest.approx(roc_auc_score(truth, scores))
    assert label["auprc"] == pytest.approx(average_precision_score(truth, scores))
    assert label["auroc_ci"][0] < label["auroc"] < label["auroc_ci"][1]


def test_macro_leaves_out_what_has_a_single_class(sample):
    found = target_figures(*sample, n_draws=50)
    one, two, three = found["labels"]
    assert three["auroc"] is None
    assert three["auroc_ci"] is None
    assert three["positives"] == 0
    macro = found["macro"]["all"]
    assert macro["n_labels"] == 2
    assert macro["auroc"] == pytest.approx((one["auroc"] + two["auroc"]) / 2)
    assert macro["auprc"] == pytest.approx((one["auprc"] + two["auprc"]) / 2)
    assert macro["auroc_ci"][0] < macro["auroc"] < macro["auroc_ci"][1]


def test_labels_with_fewer_than_50_positives_are_not_validated(sample):
    names, logits, targets, patients = sample
    targets[:, 1] = 0
    targets[:49, 1] = 1
    found = target_figures(names, logits, targets, patients, n_draws=20)
    assert [label["validated"] for label in found["labels"]] == [True, False, False]
    assert found["n_validated"] == 1
    assert found["macro"]["validated"]["auroc"] == found["labels"][0]["auroc"]
    targets[49, 1] = 1
    again = target_figures(names, logits, targets, patients, n_draws=20)
    assert again["labels"][1]["validated"]


def test_label_without_any_known_target_has_no_figures(sample):
    names, logits, targets, patients = sample
    targets[:] = np.nan
    found = target_figures(names, logits, targets, patients, n_draws=20)
    assert [label["auroc"] for label in found["labels"]] == [None] * 3
    assert found["labels"][0]["prevalence"] is None
    assert found["macro"]["all"]["auroc"] is None
    assert found["macro"]["validated"]["n_labels"] == 0


def test_ranking_in_parts_changes_nothing(sample, monkeypatch):
    whole = target_figures(*sample, n_draws=50)
    monkeypatch.setattr(module, "MAX_CELLS", 700)
    assert target_figures(*sample, n_draws=50) == whole


def test_patients_are_drawn_and_not_their_recordings(sample):
    names, logits, targets, patients = sample
    shown = np.tile(np.arange(300), 4)
    many = (logits[shown], targets[shown], patients[shown])
    whole = target_figures(names, logits, targets, patients, n_draws=200)
    copies = target_figures(names, *many, n_draws=200)
    assert copies["labels"][1]["auroc_ci"] == pytest.approx(
        whole["labels"][1]["auroc_ci"]
    )


def test_shapes_must_agree(sample):
    names, logits, targets, patients = sample
    with pytest.raises(ValueError, match="expected logits and targets"):
        target_figures(names[:2], logits, targets, patients)
