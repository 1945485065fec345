"""Entropies: 0 for the sure, log 2 for the even, summed over groups."""

import numpy as np
import pytest

from ecgkt.models.doubt import binary_entropy, group_doubt


def test_sure_probabilities_have_none_and_even_ones_log_2():
    found = binary_entropy(np.array([0.0, 1.0, 0.5]))
    assert found == pytest.approx([0, 0, np.log(2)], abs=1e-9)


def test_it_is_the_same_for_the_contrary():
    p = np.linspace(0.01, 0.99, 9)
    assert binary_entropy(p) == pytest.approx(binary_entropy(1 - p))


def test_groups_add_up():
    one = group_doubt(np.array([[0.5, 0.5, 0.0], [0.1, 0.0, 1.0]]))
    assert one == pytest.approx([2 * np.log(2), 0.32508], abs=1e-4)
