"""What a score adds: its formula, its order, and what cannot be a shift."""

from dataclasses import asdict, replace

import numpy as np
import pytest

from ecgkt.models.lab_shift import LabShift
from tests.builders.lab_heads import SHIFT, invented_heads


def test_ratio_interval_and_percentile_are_those_of_the_written_out_formula():
    found = SHIFT.of(np.array([1.0]))
    error = np.sqrt(0.04 + 2 * 0.005 + 0.01)
    assert found.ratio[0] == pytest.approx(np.exp(1.6))
    assert found.low[0] == pytest.approx(np.exp(1.6 - 1.959964 * error))
    assert found.high[0] == pytest.approx(np.exp(1.6 + 1.959964 * error))
    assert found.percentile[0] == pytest.approx(75 + 25 / 3)


def test_order_of_ecgs_is_that_of_the_probabilities():
    heads, rng = invented_heads(4), np.random.default_rng(0)
    inputs = rng.normal(size=(30, 4)), rng.normal(size=(30, 9))
    found, probabilities = heads.shifts(*inputs), heads.probabilities(*inputs)
    assert found.ratio.shape == probabilities.shape
    for ratio, probability in zip(found.ratio.T, probabilities.T, strict=True):
        assert (np.argsort(ratio) == np.argsort(probability)).all()


def test_shift_survives_json():
    assert LabShift.from_dict(asdict(SHIFT)) == SHIFT


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"slope": 0.0}, "slope must be positive"),
        ({"covariance": (0.1, 0.5, 0.1)}, "expected a covariance"),
        ({"quantiles": (1.0, 0.0)}, "ascending quantiles"),
    ],
)
def test_what_is_no_shift_is_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        replace(SHIFT, **changes)
