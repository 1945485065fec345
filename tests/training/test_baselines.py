import numpy as np
import pytest

from ecgkt.training.baselines import (
    CLIP,
    TableData,
    fit_boosted_trees,
    fit_logistic,
    fit_perceptron,
    scale,
)
from ecgkt.training.loop.tuning_score import macro_auroc

FITS = (fit_boosted_trees, fit_logistic, fit_perceptron)


@pytest.fixture(scope="module")
def table():
    """Label 0 follows column 0, label 1 the missing of column 1, label 2 is never."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(500, 4)).astype(np.float32)
    values[:, 1][rng.random(500) < 0.4] = np.nan
    labels = np.zeros((500, 3), np.uint8)
    labels[:, 0] = values[:, 0] + 0.3 * rng.normal(size=500) > 0.5
    labels[:, 1] = np.isnan(values[:, 1])
    data = TableData(
        values[:300], values[300:400], values[400:], labels[:300], labels[300:400]
    )
    return data, labels[400:]


@pytest.mark.parametrize("fit", FITS)
def test_each_learner_finds_what_the_values_and_their_absence_tell(table, fit):
    data, labels = table
    scores = fit(data, 0)
    assert scores.tuning.shape == (100, 3)
    assert scores.held_out.dtype == np.float32
    assert np.isfinite(scores.held_out).all()
    for label in range(2):
        assert macro_auroc(labels[:, [label]], scores.held_out[:, [label]]) > 0.9


@pytest.mark.parametrize("fit", FITS)
def test_a_learner_gives_the_same_scores_for_the_same_seed(table, fit):
    data, _ = table
    first, second = fit(data, 3), fit(data, 3)
    assert (first.held_out == second.held_out).all()


def test_a_label_never_seen_in_training_gets_no_opinion_of_the_trees(table):
    data, _ = table
    assert not fit_boosted_trees(data, 0).held_out[:, 2].any()


@pytest.mark.parametrize("fit", FITS)
def test_a_single_label_is_learnt_too(table, fit):
    data, labels = table
    one = data._replace(
        train_labels=data.train_labels[:, :1], tuning_labels=data.tuning_labels[:, :1]
    )
    scores = fit(one, 0)
    assert scores.held_out.shape == (100, 1)
    assert macro_auroc(labels[:, :1], scores.held_out) > 0.9


def test_scaling_knows_train_alone(table):
    data, _ = table
    changed = data._replace(held_out=data.held_out * 1000)
    train, tuning, held_out = scale(data)
    assert train.shape[1] == 5  # four columns and one flag
    np.testing.assert_allclose(train[:, :4].mean(axis=0), 0, atol=0.05)
    assert (scale(changed)[1] == tuning).all()
    assert np.abs(scale(changed)[2]).max() <= CLIP
    assert (held_out[:, 4] == np.isnan(data.held_out[:, 1])).all()


def test_an_empty_column_becomes_zeros_with_a_flag(table):
    data, _ = table
    train = data.train.copy()
    train[:, 3] = np.nan
    scaled, _, _ = scale(data._replace(train=train))
    assert not scaled[:, 3].any()
    assert scaled[:, 5].all()


@pytest.mark.parametrize("fit", FITS)
def test_an_empty_column_stops_no_learner(table, fit):
    data, labels = table
    train = data.train.copy()
    train[:, 3] = np.nan
    scores = fit(data._replace(train=train), 0)
    assert macro_auroc(labels[:, :2], scores.held_out[:, :2]) > 0.9


def test_an_infinite_feature_is_refused(table):
    data, _ = table
    held_out = data.held_out.copy()
    held_out[0, 0] = np.inf
    with pytest.raises(ValueError, match="infinite"):
        scale(data._replace(held_out=held_out))
