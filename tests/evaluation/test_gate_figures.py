"""The gates' figures count what was planted, and say it with intervals."""

import numpy as np
import pytest

from ecgkt.evaluation.gate_figures import (
    clipping_figures,
    pacing_figures,
    reversal_figures,
)
from ecgkt.evaluation.shares import share
from ecgkt.preprocess.electrode_swap import SWAPS
from ecgkt.quality.inspected import INDEPENDENT
from ecgkt.simulate.example import simulate_example


@pytest.fixture
def hearts():
    return [
        simulate_example("normal", seed=seed, fs=100.0).signal[INDEPENDENT]
        for seed in range(3)
    ]


def test_share_has_wilsons_interval():
    assert share(np.array([True] * 5 + [False] * 5)) == {
        "n": 10,
        "hits": 5,
        "share": 0.5,
        "ci": [0.2366, 0.7634],
    }
    assert share(np.empty(0, bool))["ci"] is None


def test_planted_exchanges_are_counted(hearts):
    labels = {"NORM": np.array([True, True, False])}
    found = reversal_figures(hearts, 100.0, labels)
    assert found["false_alarms"]["hits"] == 0
    assert found["by_statement"]["NORM"]["any"]["n"] == 2
    assert [one["swap"] for one in found["swaps"]] == list(SWAPS)
    assert found["swaps"][0]["named"]["share"] == 1


def test_planted_cuts_are_counted(hearts):
    found = clipping_figures(hearts, 100.0)
    assert found["false_alarms"]["hits"] == 0
    assert [one["named"]["n"] for one in found["cut"]] == [9, 9]


def test_pacing_is_not_looked_for_at_a_low_rate(hearts):
    found = pacing_figures(hearts, 100.0, np.array([True, False, False]))
    assert found["noted_found"]["hits"] == 0
    assert found["false_alarms"] == share(np.zeros(2, bool))
