import numpy as np
import pytest

from ecgkt.explain.deletion import LEVELS, patch_curves, patch_order, random_orders
from ecgkt.explain.map_figures import in_bins


def test_the_strongest_patch_comes_first():
    found = np.zeros((8, 250), np.float32)
    found[2, 14] = 3
    found[1, 2] = -3
    order = patch_order(found)
    assert order[0] == 2 * 250 + 14
    assert order[-1] == 250 + 2
    assert sorted(order.tolist()) == list(range(2000))


def test_true_order_beats_random_ones_on_a_linear_model(linear, signal):
    truth = signal * linear.weights[1].detach().numpy()
    orders = [patch_order(in_bins(truth, 4)), *random_orders(2000, 3, seed=1)]
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
    (order,) = random_orders(2000, 1, seed=2)
    base = np.full_like(signal, 0.2)
    curves = patch_curves(linear, signal, 0, [order], baseline=base, fs=100.0)
    weights = linear.weights[0].detach().numpy()
    values = []
    for level in LEVELS:
        changed = signal.copy()
        for patch in order[: int(np.ceil(level * 2000))]:
            lead, place = divmod(int(patch), 250)
            changed[lead, 4 * place : 4 * place + 4] = 0.2
        values.append((changed * weights).sum())
    assert curves.deletion[0] == pytest.approx(np.mean(values), abs=1e-2)
    assert not curves.insertion.size
