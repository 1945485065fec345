"""When an adapter counts as better: one figure gains and the other does not lose."""

from dataclasses import replace

import pytest

from ecgkt.results.document import Figure
from tests.builders.adapters import measured


@pytest.mark.parametrize(
    ("auroc", "loss", "is_better"),
    [
        ((0.01, 0.03), (-0.02, -0.01), True),
        ((0.01, 0.03), (-0.02, 0.01), True),
        ((-0.01, 0.03), (-0.02, -0.01), True),
        ((-0.01, 0.03), (-0.02, 0.01), False),
        ((0.01, 0.03), (0.01, 0.02), False),
        ((-0.03, -0.01), (-0.02, -0.01), False),
    ],
)
def test_better_needs_a_gain_and_no_loss(auroc, loss, is_better):
    assert measured(auroc=auroc, loss=loss).is_better is is_better


def test_what_has_no_interval_is_not_better():
    without = replace(measured(), auroc_gain=Figure(value=None, ci=None))
    assert not without.is_better
