"""The study: cross-validation that never judges what it learned, and its document."""

import json

import pytest

from ecgkt.__main__ import main
from ecgkt.errors import EcgktError
from ecgkt.studies.delineation import cross_validation as delineation
from ecgkt.studies.delineation.synthetic_intervals import (
    SAMPLING,
    synthetic_cases,
)
from tests.builders.delineation import QUICK


@pytest.fixture(scope="module")
def four_records(ludb, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ludb")
    (folder / "data").symlink_to(ludb / "data")
    names = (ludb / "RECORDS").read_text().split()[:4]
    (folder / "RECORDS").write_text("\n".join(names))
    return folder


def test_each_record_is_judged_once_and_never_learned_from(
    four_records, tmp_path, monkeypatch
):
    learned, judged = [], []
    train, count = delineation.train_delineate, delineation.count_waves

    def watch_train(records, out, **rest):
        learned.append({one.record.record_id for one in records})
        return train(records, out, **rest)

    def watch_count(tallies, records, delineator):
        judged.append({one.record.record_id for one in records})
        count(tallies, records, delineator)

    monkeypatch.setattr(delineation, "train_delineate", watch_train)
    monkeypatch.setattr(delineation, "count_waves", watch_count)
    document = delineation.cross_validate(four_records, 2, settings=QUICK)
    assert [len(one) for one in judged] == [2, 2]
    assert not judged[0] & judged[1]
    for one, other in zip(learned, judged, strict=True):
        assert not one & other
    assert document["n_records"] == 4
    assert document["folds"] == 2
    assert document["recipe"]["crop"] == QUICK.crop
    assert len(document["data_hash"]) == 64
    assert document["waves"]["qrs"]["marked"] > 300
    assert json.loads(json.dumps(document, allow_nan=False)) == document
    assert "QRS" in delineation.summarise(document)


def test_folds_beyond_the_records_are_refused(four_records):
    with pytest.raises(EcgktError, match="2 to 4 folds"):
        delineation.cross_validate(four_records, 5, settings=QUICK)


def test_command_says_what_is_missing(tmp_path, capsys):
    assert main(["evaluate", "delineation", "--ludb", str(tmp_path)]) == 1
    assert "LUDB's layout" in capsys.readouterr().err


def test_synthetic_set_has_the_property_of_the_cal_signals():
    cases = list(synthetic_cases())
    assert {case.fs for case in cases} == set(SAMPLING)
    assert {case.truth["heart_rate_bpm"] for case in cases} >= {40.0, 150.0}
    one, two, three, avr, avl, avf = cases[0].signal[:6]
    assert (three == 0).all()
    assert avr == pytest.approx(-one)
    assert avl == pytest.approx(one / 2)
    assert avf == pytest.approx(two / 2)
