from dataclasses import replace

import numpy as np
import pytest

from ecgkt.models.familiarity import (
    fit_familiarity,
    from_steps,
    to_steps,
    with_limit,
)
from ecgkt.models.predict import Prediction
from tests.builders.familiarities import WIDTH, usual, usual_prediction


def test_limit_leaves_the_wanted_share_of_clean_ecgs_above():
    clean = usual_prediction(seed=1)
    fitted = with_limit(usual(), clean, 0.02)
    assert fitted.alarm_share == pytest.approx(0.02)
    assert (fitted.scores(clean) > fitted.limit).mean() == fitted.alarm_share
    others = fitted.scores(usual_prediction(seed=2)) > fitted.limit
    assert others.mean() < 0.06


def test_embedding_outside_the_axes_is_told_and_one_far_along_them_is_not():
    fitted = with_limit(usual(), usual_prediction(seed=1), 0.02)
    clean = usual_prediction(50, seed=3)
    direction = np.linalg.svd(fitted.axes)[2][-1] * fitted.scale
    away = clean._replace(embeddings=clean.embeddings + 3 * direction)
    assert (fitted.scores(away) > fitted.limit).all()
    along = clean._replace(embeddings=clean.embeddings + fitted.axes[0] * fitted.scale)
    assert (fitted.scores(along) > fitted.limit).mean() < 0.1


def test_model_that_answers_nothing_raises_the_score_and_one_that_does_lowers_none():
    fitted, clean = usual(), usual_prediction(50, seed=3)
    silent = clean._replace(logits=clean.logits - 8)
    loud = clean._replace(logits=clean.logits + 8)
    assert (fitted.scores(silent) > fitted.scores(clean)).all()
    assert (fitted.scores(loud) <= fitted.scores(clean)).all()


def test_score_of_one_ecg_does_not_depend_on_its_neighbours():
    fitted, clean = usual(), usual_prediction(5, seed=3)
    alone = Prediction(clean.logits[2:3], clean.embeddings[2:3])
    assert fitted.scores(alone)[0] == pytest.approx(fitted.scores(clean)[2])


def test_rounded_axes_are_rounded_once():
    axes = usual().axes
    assert np.array_equal(from_steps(*to_steps(axes)), axes)
    assert np.allclose(axes @ axes.T, np.eye(len(axes)), atol=0.03)


def test_too_few_ecgs_are_refused():
    with pytest.raises(ValueError, match="three ECGs"):
        fit_familiarity(usual_prediction(2))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"scale": np.ones(WIDTH + 1)}, "shape"),
        ({"axes": np.ones((2, WIDTH - 1))}, "expected axes"),
        ({"limit": np.nan}, "finite"),
        ({"silence": (0.0, 0.0)}, "positive"),
    ],
)
def test_parts_that_do_not_fit_are_refused(change, message):
    with pytest.raises(ValueError, match=message):
        replace(usual(), **change)
