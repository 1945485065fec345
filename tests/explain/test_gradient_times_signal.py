import pytest

from ecgkt.explain.gradient_times_signal import gradient_times_signal


def test_it_is_exact_on_a_linear_model(linear, signal):
    found = gradient_times_signal(linear, signal, 1)
    expected = signal * linear.weights[1].detach().numpy()
    assert found == pytest.approx(expected, abs=1e-5)
