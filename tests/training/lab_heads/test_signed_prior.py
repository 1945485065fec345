"""Heads drawn towards expected weights: they begin there, and follow the data."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.studies.labs.outside_inputs import NAMES
from ecgkt.training.lab_heads.signed_prior import (
    EXPECTED,
    PRIORS,
    expected_weights,
    fit_towards,
)


@pytest.fixture
def named(lab_data):
    return replace(
        lab_data,
        blocks={**lab_data.blocks, "named": lab_data.blocks["embedding"][:, :3]},
    )


def everyone(data):
    return np.arange(len(data.patients))


def test_data_speak_where_nothing_is_expected(named):
    head = fit_towards(named, "named", np.zeros((3, 8)), everyone(named))
    assert (np.sign(head.weights[0]) == named.signs).all()
    assert np.abs(head.weights[0]).min() > 3 * np.abs(head.weights[1:]).max()


def test_expectation_speaks_where_the_data_do_not(named):
    unknown = replace(named, targets=np.full_like(named.targets, np.nan))
    expected = np.tile([[0.0], [EXPECTED], [-EXPECTED]], 8)
    head = fit_towards(unknown, "named", expected, everyone(named))
    assert head.weights[0] == pytest.approx(0)
    assert head.weights[1] == pytest.approx(-head.weights[2])
    assert (head.weights[1] > 0).all()


def test_scores_of_training_rows_have_one_length(named):
    rows = everyone(named)[::2]
    head = fit_towards(named, "named", np.zeros((3, 8)), rows)
    scores = head.scores(named.blocks["named"][rows])
    assert scores.std(axis=0) == pytest.approx(1)


def test_nothing_is_read_outside_the_rows(named):
    rows = everyone(named)[::2]
    spoiled = named.targets.copy()
    spoiled[1::2] = 1 - spoiled[1::2]
    other = replace(named, targets=spoiled)
    one, two = (
        fit_towards(data, "named", np.zeros((3, 8)), rows) for data in (named, other)
    )
    assert (one.weights == two.weights).all()


def test_every_expected_input_exists():
    used = {name for signs in PRIORS.values() for name in signs}
    assert used <= set(NAMES)
    table = expected_weights(("Albumin low", "Sodium low"), NAMES)
    assert table[NAMES.index("chest_voltage_mv"), 0] == -EXPECTED
    assert (table[:, 1] == 0).all()
