import pytest

from ecgkt.explain.smooth_gradients import smooth_gradients


def test_noise_changes_nothing_on_a_linear_model(linear, signal):
    found = smooth_gradients(linear, signal, 1, copies=4)
    expected = signal * linear.weights[1].detach().numpy()
    assert found == pytest.approx(expected, abs=1e-4)
