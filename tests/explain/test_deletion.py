import numpy as np
import pytest

from ecgkt.explain.deletion import LEVELS, patch_curves, patch_order, random_orders


def test_the_strongest_patch_comes_first():
    found = np.zeros((8, 1000), np.float32)
    found[2, 57] = 3
    found[1, 10] = -3
    order = patch_order(found, 100.0)
    assert order[0] == 2 * 200 + 57 // 5
    assert order[-1] == 200 + 2
    assert sorted(order.tolist()) == list(range(1600))


def test_true_order_beats_random_ones_on_a_linear_model(linear, signal):
    truth = signal * linear.weights[1].detach().numpy()
    orders = [patch_order(truth, 100.0), *random_orders(1600, 3, seed=1)]
    curves = patch_curves(
        linear,
        signal,
        1,
        orders,
        baseline=np.zeros_like(signal),
        fs=100.0,
        with_insertion=True,
    )
    assert curves.deletion[0] < curves.deletion[1:].min()
    assert curves.insertion[0] > curves.insertion[1:].max()


def test_curve_is_the_mean_of_the_plain_way(linear, signal):
    (order,) = random_orders(1600, 1, seed=2)
    base = np.full_like(signal, 0.2)
    curves = patch_curves(linear, signal, 0, [order], baseline=base, fs=100.0)
    weights = linear.weights[0].detach().numpy()
    values = []
    for level in LEVELS:
        changed = signal.copy()
        for patch in order[: int(np.ceil(level * 1600))]:
            lead, place = divmod(int(patch), 200)
            changed[lead, 5 * place : 5 * place + 5] = 0.2
        values.append((changed * weights).sum())
    assert curves.deletion[0] == pytest.approx(np.mean(values), abs=1e-2)
    assert not curves.insertion.size
