import numpy as np
import pytest

from ecgkt.results.statistics.bootstrap import macro
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.studies.comparison.bootstrap import (
    bootstrap_arm,
    compare_figures,
    draw_sample,
    gap_closed,
    mean_over_labels,
    minus,
    select_labels,
)


@pytest.fixture
def labels():
    rng = np.random.default_rng(1)
    return (rng.random((80, 3)) < (0.5, 0.3, 0.1)).astype(np.uint8)


def noisy(labels, seed, strength):
    rng = np.random.default_rng(seed)
    return strength * labels + rng.normal(size=labels.shape)


def test_a_label_needs_both_classes_often_enough():
    labels = np.zeros((30, 4), np.uint8)
    labels[:10, 0] = labels[:9, 1] = labels[:21, 2] = 1
    assert select_labels(labels).tolist() == [0]
    assert select_labels(labels, minimum=9).tolist() == [0, 1, 2]
    with pytest.raises(ValueError, match="at least 1, got 0"):
        select_labels(labels, minimum=0)


def test_an_arm_is_the_mean_over_seeds_of_each_label_on_the_sample(labels):
    sample = draw_sample(labels, np.arange(80), n_draws=5)
    scores = [noisy(labels, seed, 1.0) for seed in range(3)]
    judged = bootstrap_arm(scores, sample)
    plain = np.array(
        [
            [auroc_and_ap(labels[:, k], one[:, k]).auroc[0] for k in range(3)]
            for one in scores
        ]
    )
    assert judged.auroc.shape == (3, 6)
    np.testing.assert_allclose(judged.auroc[:, 0], plain.mean(axis=0))
    np.testing.assert_allclose(judged.seeds_auroc, plain.mean(axis=1))
    assert macro(judged.auroc).value == pytest.approx(plain.mean())


def test_a_draw_equals_repeating_the_drawn_patients(labels):
    patients = np.repeat(np.arange(40), 2)
    sample = draw_sample(labels, patients, n_draws=4)
    scores = noisy(labels, 0, 1.0)
    judged = bootstrap_arm([scores], sample)
    repeated = np.repeat(np.arange(80), sample.weights[:, 2])
    slow = auroc_and_ap(labels[repeated, 1], scores[repeated, 1])
    assert judged.auroc[1, 2] == pytest.approx(slow.auroc[0])
    assert judged.auprc[1, 2] == pytest.approx(slow.auprc[0])


def test_a_label_lacking_a_class_in_a_draw_is_left_out_of_that_draw_for_all_arms():
    labels = np.zeros((6, 2), np.uint8)
    labels[0, 0] = 1  # one positive: many draws are without it
    labels[::2, 1] = 1
    sample = draw_sample(labels, np.arange(6), n_draws=200)
    one = bootstrap_arm([noisy(labels, 0, 1.0)], sample).auroc
    two = bootstrap_arm([noisy(labels, 1, 1.0)], sample).auroc
    dropped = np.isnan(one)
    assert 0 < dropped[0].sum() < 200
    assert (dropped == np.isnan(two)).all()
    only_second = np.flatnonzero(dropped[0] & ~dropped[1])[0]
    assert mean_over_labels(one)[only_second] == one[1, only_second]


def test_gap_closed_equals_what_is_computed_by_hand():
    sig = np.array([0.70, 0.70, 0.69, 0.71])
    multi = np.array([0.80, 0.80, 0.79, 0.83])
    ours = np.array([0.75, 0.72, 0.75, 0.74])
    found = gap_closed(ours, sig, multi)
    by_hand = np.array([0.02 / 0.10, 0.06 / 0.10, 0.03 / 0.12])
    assert found.defined
    assert found.value == pytest.approx(0.5)
    assert found.ci == pytest.approx(tuple(np.percentile(by_hand, (2.5, 97.5))))


def test_gap_closed_may_be_negative_or_above_one():
    sig, multi = np.full(5, 0.7), np.full(5, 0.8)
    assert gap_closed(np.full(5, 0.65), sig, multi).value == pytest.approx(-0.5)
    assert gap_closed(np.full(5, 0.85), sig, multi).value == pytest.approx(1.5)


def test_gap_closed_is_not_defined_where_the_gap_may_be_nothing():
    sig = np.full(101, 0.7)
    multi = np.concatenate([[0.71], np.linspace(0.69, 0.75, 100)])
    found = gap_closed(np.full(101, 0.75), sig, multi)
    assert (found.value, found.ci, found.defined) == (None, None, False)


def test_where_the_reference_is_surely_worse_there_is_no_gap_to_close():
    found = gap_closed(np.full(4, 0.65), np.full(4, 0.7), np.full(4, 0.6))
    assert (found.value, found.ci, found.defined) == (None, None, False)


def test_differences_are_paired_draw_by_draw(labels):
    sample = draw_sample(labels, np.arange(80), n_draws=300)
    scores = noisy(labels, 0, 1.0)
    base = mean_over_labels(bootstrap_arm([scores], sample).auroc)
    same = minus(base, base)
    assert same.value == 0
    assert same.ci == (0, 0)


def test_only_arms_that_were_run_are_compared():
    figures = {"sig": np.full(4, 0.7), "ours": np.full(4, 0.75)}
    found = compare_figures(figures)
    assert found.ours_minus_sig.value == pytest.approx(0.05)
    assert found.multi_minus_sig is None
    assert found.gap_closed is None
    assert found.perm_minus_ssl is None


def test_scores_of_another_shape_are_refused(labels):
    sample = draw_sample(labels, np.arange(80), n_draws=2)
    with pytest.raises(ValueError, match=r"expected scores \(80, 3\), got \(80, 2\)"):
        bootstrap_arm([np.zeros((80, 2))], sample)
    with pytest.raises(ValueError, match="at least one seed"):
        bootstrap_arm([], sample)
