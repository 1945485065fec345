"""What holds for every method; each file of its own tests what holds for it alone."""

import copy

import numpy as np
import pytest
import torch

from ecgkt.explain.baselines import baseline_for, baseline_signal
from ecgkt.explain.methods import attribute
from ecgkt.types.explanation import METHODS, TargetName

STATEMENT = TargetName("statement", "IMI")


def map_of(method, scores, signal, column, *, kind="contrast"):
    baseline = baseline_for(signal, 100.0, kind, scores.targets[column])
    return attribute(method, scores, signal, column, baseline=baseline)


@pytest.mark.parametrize("method", METHODS)
def test_map_has_the_shape_of_the_signal(method, scores, signal):
    found = map_of(method, scores, signal, 3)
    assert found.shape == signal.shape == (8, 1000)
    assert found.dtype == np.float32
    assert np.isfinite(found).all()
    assert np.abs(found).max() > 0


@pytest.mark.parametrize("method", METHODS)
def test_map_is_zero_at_the_baseline(method, scores, signal):
    line = baseline_signal(signal, 100.0, "line")
    flat = np.zeros_like(signal)
    assert not map_of(method, scores, flat, 3, kind="zero").any()
    # A line that is its own line: what the second median leaves unchanged.
    for _ in range(20):
        line = baseline_signal(line, 100.0, "line")
    still = baseline_signal(line, 100.0, "line")
    if np.array_equal(still, line):
        assert not map_of(method, scores, line, 3, kind="line").any()


@pytest.mark.parametrize("method", METHODS)
def test_other_signals_and_targets_have_other_maps(method, scores, signal):
    found = map_of(method, scores, signal, 3)
    assert not np.allclose(found, map_of(method, scores, -signal, 3))
    lab = scores.index(TargetName("lab", "Potassium high"))
    for column in (scores.index(STATEMENT), 73, lab):
        assert not np.allclose(found, map_of(method, scores, signal, column))


@pytest.mark.parametrize("method", METHODS)
def test_model_and_random_numbers_stay_as_they_were(method, scores, signal):
    scores.train()
    before = copy.deepcopy(scores.state_dict())
    state = torch.random.get_rng_state()
    hooks = [len(m._forward_hooks) for m in scores.modules()]
    map_of(method, scores, signal, 3)
    assert scores.training
    assert scores.model.training
    assert all(weight.requires_grad for weight in scores.parameters())
    assert all(weight.grad is None for weight in scores.parameters())
    for name, value in scores.state_dict().items():
        assert torch.equal(value, before[name]), name
    assert torch.equal(state, torch.random.get_rng_state())
    assert hooks == [len(m._forward_hooks) for m in scores.modules()]


@pytest.mark.parametrize("method", METHODS)
def test_same_signal_has_the_same_map(method, scores, signal):
    assert np.array_equal(
        map_of(method, scores, signal, 3), map_of(method, scores, signal, 3)
    )


def test_unknown_method_is_refused(scores, signal):
    with pytest.raises(ValueError, match="guided"):
        map_of("guided", scores, signal, 3)
