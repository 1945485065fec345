import numpy as np
import pytest

from ecgkt.explain.integrated_gradients import integrated_gradients


def test_it_is_exact_on_a_linear_model(linear, signal):
    found = integrated_gradients(linear, signal, 1, baseline=0 * signal, steps=4)
    expected = signal * linear.weights[1].detach().numpy()
    assert found == pytest.approx(expected, abs=1e-5)


def test_it_starts_at_the_baseline(linear, signal):
    base = np.full_like(signal, 0.1)
    found = integrated_gradients(linear, signal, 0, baseline=base, steps=4)
    expected = (signal - base) * linear.weights[0].detach().numpy()
    assert found == pytest.approx(expected, abs=1e-5)


def test_more_steps_come_nearer_to_the_change_of_the_score(scores, signal):
    import torch

    with torch.inference_mode():
        pair = torch.from_numpy(np.stack([signal, np.zeros_like(signal)]))
        whole, without = scores(pair)[:, 3].tolist()
    change = whole - without
    zero = np.zeros_like(signal)
    gaps = [
        abs(
            integrated_gradients(scores, signal, 3, baseline=zero, steps=n).sum()
            - change
        )
        for n in (2, 32)
    ]
    assert gaps[1] < gaps[0]
    assert gaps[1] <= 0.02 * abs(change)
