"""The whole study on a few hearts, and the parts that put pairs together."""

import numpy as np
import pytest

from ecgkt.__main__ import main
from ecgkt.errors import EcgktError
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.pipeline.reader import Reader
from ecgkt.results.model_card import BUNDLED
from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.simulate.example import simulate_example
from ecgkt.simulate.repeats import simulate_repeats
from ecgkt.studies.repeatability.differences import differences
from ecgkt.studies.repeatability.pairs import (
    at_rate,
    close_recordings,
    half_pairs,
    mimic_recordings,
)
from ecgkt.studies.repeatability.study import Data, evaluate_repeatability, summarise
from tests.builders.readings import planted_reading


@pytest.fixture(scope="module")
def reader():
    return Reader.load(BUNDLED)


@pytest.fixture
def listed(tmp_path):
    """Three recordings of one patient, 20 minutes and 5 hours apart, and two others."""
    rows = (
        ("100", "1", "2150-01-01 10:00:00"),
        ("100", "2", "2150-01-01 10:20:00"),
        ("100", "3", "2150-01-01 15:20:00"),
        ("200", "4", "2150-01-01 10:00:00"),
        ("300", "5", "2150-01-01 10:01:00"),
    )
    lines = ["subject_id,study_id,file_name,ecg_time,path"]
    for place, (subject, study, time) in enumerate(rows):
        write_wfdb(simulate_example("normal", seed=place), tmp_path, study)
        lines.append(f"{subject},{study},{study},{time},{study}")
    (tmp_path / "record_list.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


def test_only_what_follows_within_the_hour_is_a_repeat(listed):
    (pair,) = close_recordings(listed)
    assert (pair[0], pair[1].stem, pair[2].stem) == ("100", "1", "2")
    assert [person for person, _ in mimic_recordings(listed, 2)] == ["100", "200"]


def test_a_missing_list_is_one_sentence(tmp_path):
    with pytest.raises(EcgktError, match="with subject_id"):
        close_recordings(tmp_path)
    (tmp_path / "record_list.csv").write_text("a,b\n1,2\n", "utf-8")
    with pytest.raises(EcgktError, match="with subject_id"):
        close_recordings(tmp_path)


def test_halves_share_no_sample_and_are_measured(reader):
    record = simulate_example("normal", seed=4)
    (pair,) = half_pairs(reader, iter([("a", record)]))
    assert pair.first.record.duration_s == pair.second.record.duration_s == 5.0
    changes = differences(pair.first, pair.second)
    assert abs(changes["qrs_ms"]) < 10
    assert not pair.first.diagnoses


def test_differences_leave_out_what_one_lacks_and_turn_angles():
    before, after = (planted_reading(axis_degrees=angle) for angle in (170.0, -170.0))
    found = differences(before, after)
    assert found["axis_degrees"] == 20.0
    lacking = dict(after.measurements)
    del lacking["qrs_ms"]
    assert "wide_premature_beats" not in found
    assert {name for name, change in found.items() if change} == {"axis_degrees"}


def test_a_gap_does_not_stop_a_lower_rate():
    record = simulate_repeats(0, 1)[0]
    signal = record.signal.copy()
    signal[3, 100:110] = np.nan
    object.__setattr__(record, "signal", signal)
    assert at_rate(record, 100.0).n_samples == 1000
    assert at_rate(record, record.fs) is record


@pytest.mark.slow
def test_study_gives_a_document_that_the_page_can_read(capsys):
    said = []
    data = Data(ludb=None, mimic=None, store=None)
    document = evaluate_repeatability(data, say=said.append, n_hearts=12)
    assert main(["evaluate", "repeatability", "--hearts", "1"]) == 0
    assert "From 250 Hz on" in capsys.readouterr().out
    table = RepeatabilityTable.from_dict(document)
    qrs = table.rates["250"]["qrs_ms"]
    assert qrs.by == "simulated"
    assert 0.5 < qrs.limit < 15
    assert 0 < table.measured_limit("heart_rate_bpm", 500, 100).value < 15
    assert table.statement_limit("NORM").value < 3
    assert table.lab_limit("Creatinine", "high") is not None
    assert table.said["simulated"].n == 24
    assert "QRS duration: ±" in summarise(document)
    assert said == ["12 simulated hearts, twice each"]
