import numpy as np
import pytest
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

from ecgkt.results.statistics.metrics import auroc_and_ap, roc_points

RNG = np.random.default_rng(11)


def sample(n, prevalence, decimals):
    labels = (RNG.random(n) < prevalence).astype(np.uint8)
    labels[:2] = 0, 1
    return labels, np.round(RNG.normal(size=n) + labels, decimals)


@pytest.mark.parametrize("decimals", [0, 1, 12], ids=["many ties", "ties", "no ties"])
@pytest.mark.parametrize("prevalence", [0.02, 0.5, 0.98])
def test_rank_equals_scikit_learn_with_and_without_weights(prevalence, decimals):
    labels, scores = sample(300, prevalence, decimals)
    weights = RNG.poisson(1.0, size=(300, 5))
    weights[:2] = 1
    weights[:, 0] = 1
    ranking = auroc_and_ap(labels, scores, weights)
    for draw in range(5):
        chosen = {"sample_weight": weights[:, draw]}
        oracle = roc_auc_score(labels, scores, **chosen)
        assert ranking.auroc[draw] == pytest.approx(oracle, abs=1e-12)
        oracle = average_precision_score(labels, scores, **chosen)
        assert ranking.auprc[draw] == pytest.approx(oracle, abs=1e-12)


def test_weight_two_equals_the_record_twice():
    labels, scores = sample(50, 0.3, 1)
    weights = RNG.integers(0, 3, size=(50, 1))
    weights[:2] = 1
    repeated = np.repeat(np.arange(50), weights[:, 0])
    once = auroc_and_ap(labels[repeated], scores[repeated])
    assert auroc_and_ap(labels, scores, weights).auroc[0] == pytest.approx(
        once.auroc[0]
    )
    assert auroc_and_ap(labels, scores, weights).auprc[0] == pytest.approx(
        once.auprc[0]
    )


def test_equal_scores_are_chance():
    labels, _ = sample(40, 0.25, 1)
    ranking = auroc_and_ap(labels, np.zeros(40))
    assert ranking.auroc[0] == 0.5
    assert ranking.auprc[0] == pytest.approx(labels.mean())


def test_perfect_and_reversed_order():
    labels = np.array([0, 0, 1, 1])
    assert auroc_and_ap(labels, np.arange(4.0)).auroc[0] == 1
    assert auroc_and_ap(labels, np.arange(4.0)).auprc[0] == 1
    assert auroc_and_ap(labels, -np.arange(4.0)).auroc[0] == 0


def test_one_class_is_not_defined():
    assert np.isnan(auroc_and_ap(np.zeros(5, int), np.arange(5.0)).auroc[0])
    assert np.isnan(auroc_and_ap(np.ones(5, int), np.arange(5.0)).auprc[0])
    weights = np.array([[1, 0], [1, 1]])
    ranking = auroc_and_ap(np.array([1, 0]), np.array([0.9, 0.1]), weights)
    assert ranking.auroc[0] == 1
    assert np.isnan(ranking.auroc[1])
    assert np.isnan(ranking.auprc[1])


@pytest.mark.parametrize(
    ("labels", "scores", "weights", "message"),
    [
        ([0, 1], [0.1], None, "expected labels and scores of shape"),
        ([0, 1], [0.1, 0.2], [[1]], "expected 2 > 0 weights, got 1"),
        ([0, 1], [0.1, 0.2], [1, 1], "expected labels and scores of shape"),
        ([], [], None, "expected 0 > 0 weights"),
        ([0, 2], [0.1, 0.2], None, "expected labels 0 or 1"),
        ([0, 1], [0.1, float("nan")], None, "finite scores"),
    ],
)
def test_wrong_input_is_refused(labels, scores, weights, message):
    weights = None if weights is None else np.array(weights)
    with pytest.raises(ValueError, match=message):
        auroc_and_ap(np.array(labels, int), np.array(scores, float), weights)


@pytest.mark.parametrize("decimals", [0, 12])
def test_roc_points_lie_on_the_curve(decimals):
    labels, scores = sample(500, 0.3, decimals)
    points = np.array(roc_points(labels, scores))
    assert len(points) <= 41
    assert points[0].tolist() == [0, 0]
    assert points[-1].tolist() == [1, 1]
    assert (np.diff(points, axis=0) >= 0).all()
    false, true, _ = roc_curve(labels, scores, drop_intermediate=False)
    tops = np.append(np.diff(false) > 0, True)
    np.testing.assert_allclose(
        points[1:, 1], np.interp(points[1:, 0], false[tops], true[tops]), atol=1e-12
    )
    area = np.trapezoid(points[:, 1], points[:, 0])
    assert area == pytest.approx(roc_auc_score(labels, scores), abs=0.01)


def test_roc_of_one_class_is_empty():
    assert roc_points(np.zeros(3, int), np.arange(3.0)) == []
