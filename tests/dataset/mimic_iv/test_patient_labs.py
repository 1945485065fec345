"""Laboratory values beside a library: whose, when, in which unit, and no others."""

import pytest

from ecgkt.__main__ import main
from ecgkt.dataset.mimic_iv.patient_labs import write_patient_labs
from ecgkt.errors import EcgktError
from ecgkt.results.document import load_document
from ecgkt.results.patient_labs import PatientLabs


def documents(mimic, days=7.0):
    mimic.write()
    written = write_patient_labs(mimic.root / "ecg", mimic.root / "hosp", days=days)
    paths = sorted((mimic.root / "ecg" / "patients").glob("*.json"))
    return written, {path.stem: load_document(path, PatientLabs) for path in paths}


def test_values_near_an_ecg_are_written_by_patient_in_order(mimic):
    mimic.ecg("991", 1001, day="2150-05-06")
    mimic.rows["hosp/labevents"].clear()
    mimic.lab(1001, 5.5, "13:00:00")
    mimic.lab(1001, 4.5, "11:00:00")
    mimic.lab(1001, 9.9, "12:00:00", day="2150-05-20")
    mimic.lab(1002, 4.0, "12:00:00")
    written, found = documents(mimic)
    assert written.n_with_labs == len(found) >= 1
    (series,) = found["p1001"].labs
    assert (series.name, series.values) == ("Potassium", (4.5, 5.5))
    assert [time.hour for time in series.times] == [11, 13]
    assert series.low < series.high


def test_a_value_at_the_edge_counts_and_one_beyond_does_not(mimic):
    mimic.ecg("991", 1001, "12:00:00")
    mimic.rows["hosp/labevents"].clear()
    mimic.lab(1001, 4.5, "12:00:00", day="2150-05-06")
    mimic.lab(1001, 5.5, "12:00:01", day="2150-05-06")
    _, found = documents(mimic, days=1.0)
    assert found["p1001"].labs[0].values == (4.5,)


def test_nothing_to_compare_is_one_sentence(mimic):
    rows = mimic.rows["ecg/record_list"]
    first = {}
    for row in rows:
        first.setdefault(row[0], row)
    rows[:] = first.values()
    with pytest.raises(EcgktError, match="nothing to compare"):
        documents(mimic)


def test_command_says_how_many_have_values(mimic, capsys):
    mimic.ecg("991", 1001, day="2150-05-06")
    mimic.write()
    folders = [str(mimic.root / "ecg"), "--hosp", str(mimic.root / "hosp")]
    assert main(["prepare", "library", *folders]) == 0
    assert "patients with two ECGs or more" in capsys.readouterr().err
