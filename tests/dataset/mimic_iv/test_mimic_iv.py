"""From the folders to the store: nothing half-written, everything said."""

import hashlib
import json
from itertools import pairwise

import numpy as np
import pytest

from ecgkt.__main__ import main
from ecgkt.dataset.mimic_iv.mimic_iv import prepare_mimic_iv
from ecgkt.dataset.mimic_iv.options import MimicOptions
from ecgkt.dataset.store import open_store
from ecgkt.errors import EcgktError


def prepared(mimic, name="store", **options):
    chosen = MimicOptions(**{"min_positives": 1, **options})
    prepare_mimic_iv(mimic.folders(), mimic.root / name, options=chosen)
    return open_store(mimic.root / name)


def test_store_holds_what_the_folders_say(mimic):
    mimic.fill_waveforms()
    mimic.write()
    store = prepared(mimic)
    assert store.records["record_id"].tolist() == ["5001", "5002", "5003"]
    assert store.is_labelled.tolist() == [True, True, True]
    assert store.names == ("I48", "I480", "I50", "I502", "I5022", "I509")
    assert store.labels.tolist()[0] == [0, 0, 1, 1, 1, 0]
    assert store.labs.values["Potassium"].tolist() == [4, 4, 4]
    assert store.vitals.shape == (3, 6)
    assert store.signals.shape == (3, 8, 1000)
    assert np.ptp(store.millivolts(np.array([0]))) > 0.5
    assert store.manifest["window_hours"] == 1
    assert store.manifest["labs"]["Potassium"]["upper"] == 5.1


def test_manifest_and_store_are_the_same_every_time(mimic):
    mimic.fill_waveforms()
    mimic.write()
    first, second = prepared(mimic, "one"), prepared(mimic, "two")
    assert first.manifest == second.manifest


def test_patient_without_laboratory_stays_and_is_named(mimic):
    mimic.rows["hosp/labevents"].pop(1)
    mimic.write()
    source = mimic.source()
    assert len(source.records) == 3
    assert source.notes["patients_without_laboratory"] == [1002]
    step = next(
        one for one in source.notes["flow"] if one["step"] == "patient has laboratory"
    )
    assert (step["n_patients"], step["dropped"]) == (2, 1)


def test_folders_without_an_emergency_department_are_enough(mimic):
    folders = mimic.folders
    mimic.folders = lambda: folders(ed=None)
    mimic.write()
    source = mimic.source()
    assert source.records["stay"].tolist() == [2001, 2002, -1]
    assert source.vitals.isna().all(axis=None)


def test_steps_of_the_flow_add_up(mimic):
    mimic.write()
    steps = mimic.source().notes["flow"]
    gone = [one for one in steps if one["kind"] == "exclusion"]
    for before, after in pairwise(gone):
        assert after["n_records"] == before["n_records"] - after["dropped"]
    splits = [one for one in steps if one["kind"] == "split"]
    assert sum(one["n_records"] for one in splits) == gone[-1]["n_records"]
    for one in (one for one in steps if one["kind"] == "context"):
        assert one["n_records"] + one["dropped"] == gone[-1]["n_records"]


def test_no_laboratory_near_any_ecg_gives_empty_tables(mimic):
    mimic.rows["hosp/labevents"].clear()
    mimic.fill_waveforms()
    mimic.write()
    store = prepared(mimic)
    assert store.labs.values.shape == (3, 0)
    assert store.manifest["labs"] == {}


def test_no_frequent_diagnosis_gives_a_store_without_labels(mimic):
    mimic.fill_waveforms()
    mimic.write()
    store = prepared(mimic, min_positives=9)
    assert store.labels.shape == (3, 0)
    assert store.is_labelled.all()


def test_failure_leaves_nothing_behind(mimic):
    mimic.lab(1001, 4.0, valueuom="furlongs")
    mimic.fill_waveforms()
    mimic.write()
    before = sorted(mimic.root.rglob("*"))
    with pytest.raises(EcgktError, match="furlongs"):
        prepared(mimic)
    assert sorted(mimic.root.rglob("*")) == before


def test_existing_store_is_refused_before_anything_is_read(mimic):
    (mimic.root / "store").mkdir()
    with pytest.raises(EcgktError, match="exists already"):
        prepared(mimic)


def command(mimic, *more):
    root = mimic.root
    parts = ("--ecg", root / "ecg", "--hosp", root / "hosp", "--ed", root / "ed")
    words = map(str, ("prepare", "mimic-iv", *parts, "--out", root / "store", *more))
    return main(list(words))


def test_command_prepares_and_says_the_flow(mimic, capsys):
    mimic.rows["hosp/labevents"].pop(1)
    mimic.fill_waveforms()
    mimic.write()
    options = ("--window", "6h", "--min-positives", "2", "--limits", "sex")
    assert command(mimic, *options, "--monitor", "60m") == 0
    manifest = json.loads((mimic.root / "store" / "manifest.json").read_bytes())
    assert manifest["options"] == {
        **{"window": "6h", "limits": "sex", "monitor": "60m", "min_positives": 2},
        **{"min_lab_rows": 1, "unknown_units": "refuse", "triage": False},
    }
    said = capsys.readouterr().err
    assert "labelled: 3 ECGs of 3 patients" in said
    assert "1 patients without laboratory: 1002" in said


@pytest.mark.parametrize(
    ("spoil", "complaint"),
    [
        (lambda m: (m.root / "hosp/labevents.csv.gz").unlink(), "expected labevents"),
        (lambda m: (m.root / "ed/edstays.csv.gz").write_bytes(b"x"), "edstays"),
    ],
)
def test_command_ends_with_1_and_one_line(mimic, capsys, spoil, complaint):
    mimic.write()
    spoil(mimic)
    assert command(mimic) == 1
    said = capsys.readouterr().err
    assert complaint in said
    assert said.count("\n") == 1


def test_number_below_one_is_refused(mimic, capsys):
    mimic.write()
    assert command(mimic, "--min-positives", "0") == 1
    assert "must be at least 1" in capsys.readouterr().err


def test_hash_of_a_subject_is_sha_256(mimic):
    mimic.write()
    fold = mimic.source().records["fold"][0]
    digest = hashlib.sha256(b"1001").hexdigest()
    assert fold == int(digest[:16], 16) % 20
