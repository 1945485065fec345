"""A course is one patient over time: what happened is measured, and nothing else."""

from itertools import pairwise

import numpy as np
import pytest

from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.simulate.course import COURSES, simulate_course
from ecgkt.types.record import SIMULATED


@pytest.mark.parametrize("name", list(COURSES))
def test_recordings_of_a_course_are_one_simulated_patient_in_time(name):
    records = simulate_course(name)
    assert len(records) == len(COURSES[name].steps) >= 2
    assert {(r.age, r.sex, r.fs) for r in records} == {(61.0, "female", 500.0)}
    assert all(SIMULATED in record.warnings for record in records)
    times = [record.recorded_at for record in records]
    assert all(a < b for a, b in pairwise(times))
    again = simulate_course(name)
    assert all(
        np.array_equal(a.signal, b.signal) for a, b in zip(records, again, strict=True)
    )


def test_unknown_course_is_refused():
    with pytest.raises(ValueError, match="choose one of new-lbbb"):
        simulate_course("nothing")


def values(record, name):
    return measure_ecg(record.signal, record.fs, None).values[name].value


def test_potassium_raises_t_and_treatment_lowers_it():
    before, peak, _, after = (
        values(record, "t_v3_mv") for record in simulate_course("hyperkalaemia")
    )
    assert peak > before + 0.2
    assert abs(after - before) < 0.1


def test_nothing_happens_to_who_is_recorded_twice():
    first, second = simulate_course("no-change")
    assert not np.array_equal(first.signal, second.signal)
    for name in ("axis_degrees", "t_v3_mv", "sokolow_lyon_mv"):
        limit = {"axis_degrees": 15, "t_v3_mv": 0.1, "sokolow_lyon_mv": 0.5}[name]
        assert abs(values(first, name) - values(second, name)) < limit
