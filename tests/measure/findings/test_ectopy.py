"""Premature beats in words: each finding marks its own beats."""

import numpy as np
import pytest

from ecgkt.measure.findings.ectopy import every_nth, is_run
from ecgkt.measure.findings.findings import find_findings
from ecgkt.measure.measure_ecg import measure_ecg
from ecgkt.simulate.plant_ectopy import EctopyCase, plant_ectopy
from tests.builders.planted_waves import MASK_FS, planted


def read(fs=250.0, seed=2, **case):
    made = plant_ectopy(EctopyCase(**case), fs=fs, seed=seed)
    found = find_findings(measure_ecg(made.leads, fs, None))
    return made, {one.code: one for one in found}


def test_finding_marks_its_beats_at_their_times():
    made, found = read(order="single")
    one = found["wide_premature"]
    inside = made.premature[made.premature > 0.6]
    assert one.beat_times_s == pytest.approx(inside, abs=0.06)
    assert (one.value, one.unit) == (len(inside), "beats")
    assert len({lead for lead, *_ in one.spans}) > 1
    for time in one.beat_times_s:
        assert any(first < time < last for _, first, last in one.spans)


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        ({"order": "couplet"}, {"wide_premature", "couplet"}),
        ({"order": "run"}, {"wide_premature", "wide_run"}),
        ({"order": "bigeminy"}, {"wide_premature", "bigeminy"}),
        ({"order": "trigeminy"}, {"wide_premature", "trigeminy"}),
        (
            {"order": "single", "coupling": 0.5, "rate": 50.0},
            {"wide_premature", "interpolated"},
        ),
        ({"order": "single", "is_atrial": True}, {"narrow_premature"}),
        ({"order": "bigeminy", "is_atrial": True}, {"narrow_premature", "bigeminy"}),
        ({"order": "none"}, set()),
    ],
    ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
)
def test_order_has_its_finding(case, codes):
    _, found = read(**case)
    ordered = {"couplet", "wide_run", "bigeminy", "trigeminy", "interpolated"}
    ordered |= {"wide_premature", "narrow_premature"}
    assert set(found) & ordered == codes
    assert all(found[code].beat_times_s for code in codes)


def test_bigeminy_counts_the_beats_of_its_kind():
    _, found = read(order="bigeminy", is_atrial=True)
    assert found["bigeminy"].value == found["narrow_premature"].value


def test_p_is_spoken_of_only_where_it_was_looked_for():
    record, masks, _ = planted("pvc")
    seen = find_findings(measure_ecg(record.signal, 500.0, masks, mask_fs=MASK_FS))
    (one,) = [one for one in seen if one.code == "wide_premature"]
    assert "no P before any" in one.text
    assert "compensatory pause after each" in one.text
    _, found = read(order="single")
    assert " P " not in found["wide_premature"].text


def test_run_is_fast():
    _, fast = read(order="run", coupling=0.5)
    assert "wide_run" in fast
    _, slow = read(order="run", coupling=0.9, rate=60.0)
    assert "wide_run" not in slow
    assert not is_run([])


def test_beats_keep_an_order_from_three_on():
    assert every_nth([2, 4], 2) == frozenset()
    assert every_nth([0, 2, 4, 6, 9], 2) == {0, 2, 4, 6}
    assert every_nth([1, 4, 7, 8], 3) == {1, 4, 7}


def test_nothing_is_said_of_premature_beats_where_too_few_beats_are():
    made = plant_ectopy(EctopyCase(order="none", rate=50.0), fs=250.0, seed=1)
    found = measure_ecg(made.leads[:, :1000], 250.0, None)
    assert len(found.peaks) < 5
    assert found.values["wide_premature_beats"].state == "not_measurable"
    assert not any("premature" in one.code for one in find_findings(found))
    assert np.isfinite(found.values["heart_rate_bpm"].value)
