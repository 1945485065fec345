from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgkt.explain.app_scores import AppScores, group_logits
from ecgkt.measure.beat_features import beat_features
from ecgkt.models.decision import GROUP_RULES, sigmoid
from ecgkt.models.predict import crop_starts, predict_with_embeddings
from ecgkt.types.explanation import TargetName


def test_scores_are_the_log_odds_over_crops_twice_as_dense(
    bundle, heads, scores, signal
):
    config = bundle.input_config
    dense = replace(config, crop_stride=config.map_stride)
    assert len(scores.starts) == len(crop_starts(dense)) == 13
    prediction = predict_with_embeddings(bundle.model, signal[None], dense)
    features = beat_features(signal, 100.0)[None]
    shown = np.concatenate(
        [
            bundle.decision.probabilities(prediction.logits)[0],
            bundle.decision.superclass_probabilities(prediction.logits)[0],
            heads.probabilities(prediction.embeddings, features)[0],
        ]
    )
    with torch.inference_mode():
        found = scores(torch.from_numpy(signal[None]))[0].double().numpy()
    assert found.shape == (71 + 5 + 2,) == (len(scores.targets),)
    assert sigmoid(found) == pytest.approx(shown, abs=2e-6)


def test_row_ignores_the_other_rows(scores, signal):
    pair = torch.from_numpy(np.stack([signal, -signal]))
    with torch.inference_mode():
        assert torch.allclose(scores(pair)[0], scores(pair[:1])[0], atol=1e-5)


def test_gradient_of_a_lab_goes_through_the_embedding_alone(scores, signal):
    column = scores.index(TargetName("lab", "Potassium high"))
    x = torch.from_numpy(signal[None]).requires_grad_()
    (gradient,) = torch.autograd.grad(scores(x)[0, column], x)
    assert gradient.abs().max() > 0


def test_without_heads_there_is_no_lab(bundle, signal):
    parts = bundle.model, bundle.input_config, bundle.decision
    model = AppScores(*parts, None, signal)
    with pytest.raises(ValueError, match="not in list"):
        model.index(TargetName("lab", "Potassium high"))


@pytest.mark.parametrize("rule", sorted(GROUP_RULES))
def test_group_rules_are_those_of_the_decision(rule):
    logits = np.random.default_rng(0).normal(-3, 3, (6, 9))
    found = group_logits(torch.from_numpy(logits), rule).numpy()
    assert found == pytest.approx(GROUP_RULES[rule](logits), rel=1e-6)
