"""Abnormalities as targets: known yes, known no, or unknown."""

import numpy as np
import pandas as pd
import pytest

from ecgkt.dataset.lab_targets import has_enough_cases, lab_targets
from ecgkt.dataset.store import LabTables, PreparedStore

NAN = np.nan


def store(states, hours=None, **manifest):
    frame = pd.DataFrame(states, dtype="float32")
    distance = pd.DataFrame(hours or 0 * frame, dtype="float32")
    return PreparedStore(
        signals=np.zeros((len(frame), 8, 10), np.int16),
        records=pd.DataFrame({"patient_id": range(len(frame))}),
        likelihoods=np.zeros((len(frame), 0), np.float32),
        names=(),
        manifest={"source": "x", "window_hours": 24.0, **manifest},
        labs=LabTables(frame, distance, frame),
    )


def test_a_low_value_is_no_high_one_and_an_unmeasured_one_is_neither():
    names, targets = lab_targets(store({"K": [-1, 0, 1, NAN]}))
    assert names == ("K low", "K high")
    assert targets.dtype == np.float32
    np.testing.assert_array_equal(targets, [[1, 0], [0, 0], [0, 1], [NAN, NAN]])


def test_directions_of_one_lab_stand_together():
    names, targets = lab_targets(store({"K": [1, 0], "Na": [-1, NAN]}))
    assert names == ("K low", "K high", "Na low", "Na high")
    np.testing.assert_array_equal(targets, [[0, 1, 1, 0], [0, 0, NAN, NAN]])


def test_values_beyond_the_hours_are_unknown_on_either_side():
    made = store({"K": [1, 1, 1, 1]}, {"K": [-6.0, 6.0, -6.01, 6.01]})
    _, targets = lab_targets(made, hours=6)
    assert np.isnan(targets[:, 1]).tolist() == [False, False, True, True]
    assert not np.isnan(lab_targets(made)[1]).any()


@pytest.mark.parametrize(
    ("manifest", "hours", "complaint"),
    [
        ({}, 25, "looked within 24.0 h only"),
        ({"monitor_hours": 1.0}, 1, "no window to narrow"),
    ],
)
def test_window_that_the_store_does_not_have_is_refused(manifest, hours, complaint):
    with pytest.raises(ValueError, match=complaint):
        lab_targets(store({"K": [0]}, **manifest), hours=hours)


def test_store_without_labs_is_refused():
    import dataclasses

    with pytest.raises(ValueError, match="a store of x has no labs"):
        lab_targets(dataclasses.replace(store({"K": [0]}), labs=None))


@pytest.mark.parametrize(
    ("least", "expected"),
    [
        ({}, [True, True, False, False]),
        ({"min_records": 2}, [True, True, False, False]),
        ({"min_records": 3}, [False, False, False, False]),
        ({"min_patients": 2}, [True, False, False, False]),
    ],
)
def test_targets_need_enough_cases_on_each_side(least, expected):
    targets = np.array(
        [
            [1, 1, 1, NAN],
            [0, 1, 1, NAN],
            [1, 0, 1, NAN],
            [0, 0, NAN, NAN],
        ],
        np.float32,
    )
    kept = has_enough_cases(targets, np.array([1, 1, 2, 2]), **least)
    assert kept.tolist() == expected


def test_patients_and_rows_must_agree():
    with pytest.raises(ValueError, match="2 rows of targets, 3 patients"):
        has_enough_cases(np.zeros((2, 1), np.float32), np.zeros(3, np.int64))
