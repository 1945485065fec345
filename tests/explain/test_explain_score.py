from dataclasses import replace

import numpy as np
import pytest

from ecgkt.explain.explain_score import (
    FLAT,
    completeness_gap,
    explain_score,
    is_deletion_passed,
)
from ecgkt.explain.map_figures import in_bins
from ecgkt.types.explanation import METHODS, ExplanationRequest, TargetName

IMI = TargetName("statement", "IMI")


@pytest.mark.parametrize("method", METHODS)
def test_everything_printed_is_there(method, scores, signal):
    # The untrained model hardly reacts: louder heads bring it above the noise floor.
    scores.statements[0] *= 100
    found = explain_score(scores, signal, ExplanationRequest(IMI, method))
    scores.statements[0] /= 100
    assert found.bands.shape == found.beat_bands.shape == (8, 250)
    assert np.abs(found.bands).max() == pytest.approx(1.0)
    assert sum(found.lead_shares) == pytest.approx(100)
    assert 0 <= found.net_to_abs <= 1
    assert found.agreement[0].method != method
    assert (found.completeness_gap is not None) == (method == "integrated_gradients")
    assert not found.empty_reason


def test_flat_input_has_an_empty_map(scores):
    flat = np.zeros((8, 1000), np.float32)
    found = explain_score(scores, flat, ExplanationRequest(IMI, "integrated_gradients"))
    assert found.empty_reason == FLAT
    assert not found.bands.any()
    assert found.scale == 0
    assert found.lead_shares == (0.0,) * 8
    assert found.net_to_abs is found.deletion_passed is found.completeness_gap is None


@pytest.mark.parametrize("kind", ["superclass", "lab"])
def test_other_kinds_of_targets_are_explained(kind, scores, signal):
    code = "MI" if kind == "superclass" else "Potassium high"
    request = ExplanationRequest(TargetName(kind, code), "gradient_times_signal")
    assert explain_score(scores, signal, request).target.code == code


def test_deletion_check_fails_for_a_map_turned_round(linear, signal):
    truth = signal * linear.weights[1].detach().numpy()
    linear.config = type("Config", (), {"fs": 100.0})
    linear.index = lambda _target: 1
    bins, request = in_bins(truth, 4), ExplanationRequest(IMI, "occlusion", "zero")
    assert is_deletion_passed(linear, signal, bins, request)
    assert not is_deletion_passed(linear, signal, -bins, request)
    with pytest.raises(ValueError, match="a map of 250 bins"):
        is_deletion_passed(linear, signal, bins[:, :9], request)


def test_gap_without_a_change_is_not_defined():
    assert completeness_gap(np.ones((1, 2), np.float32), 0.0) is None


def test_a_spike_lights_its_own_bin(linear):
    signal = np.zeros((8, 1000), np.float32)
    signal[4, 403] = 1.0
    linear.config = type("Config", (), {"fs": 100.0})
    linear.index = lambda _target: 1
    request = ExplanationRequest(IMI, "gradient_times_signal", baseline="zero")
    found = replace(explain_score_of(linear, signal, request))
    assert np.argwhere(found.bands).tolist() == [[4, 100]]


def explain_score_of(model, signal, request):
    import ecgkt.explain.explain_score as module

    names = module.PARTNER, module.SECOND_PARTNER
    try:
        module.SECOND_PARTNER = "integrated_gradients"
        return explain_score(model, signal, request)
    finally:
        module.PARTNER, module.SECOND_PARTNER = names
