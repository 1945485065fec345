"""A cohort is a function of its seed, whole or not there, and read like real data."""

import gzip
import hashlib

import numpy as np
import pandas as pd
import pytest

from ecgkt.__main__ import main
from ecgkt.dataset.store import open_store
from ecgkt.errors import EcgktError
from ecgkt.simulate import cohort as module
from ecgkt.simulate.cohort import simulate_cohort
from ecgkt.types.record import SIMULATED


def digests(folder):
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    out = tmp_path_factory.mktemp("cohort") / "sim"
    simulate_cohort(60, 3, out, 0.2, processes=1)
    return out


def test_bytes_do_not_depend_on_the_number_of_processes(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 17)
    simulate_cohort(60, 3, tmp_path / "again", 0.2, processes=2)
    assert digests(tmp_path / "again") == digests(folder)


def test_more_patients_leave_the_first_as_they_were(folder, tmp_path):
    simulate_cohort(20, 3, tmp_path / "fewer", processes=1)
    few, many = digests(tmp_path / "fewer"), digests(folder)
    recordings = [name for name in few if name.endswith(".dat")]
    assert recordings
    assert all(few[name] == many[name] for name in recordings)


def test_another_seed_is_another_cohort(folder, tmp_path):
    simulate_cohort(5, 4, tmp_path / "other", processes=1)
    one = next((tmp_path / "other").rglob("*.dat"))
    assert (
        one.read_bytes() != (folder / one.relative_to(tmp_path / "other")).read_bytes()
    )


def test_every_recording_has_its_truth_and_says_that_it_is_simulated(folder):
    latents = pd.read_csv(folder / "truth/latents.csv.gz", dtype={"record_id": str})
    listed = pd.read_csv(folder / "ecg/record_list.csv", dtype=str)
    assert latents["record_id"].tolist() == listed["study_id"].tolist()
    assert np.isfinite(latents.drop(columns="record_id").to_numpy(float)).all()
    for path in listed["path"]:
        assert f"# {SIMULATED}" in (folder / "ecg" / f"{path}.hea").read_text()
    assert SIMULATED in (folder / "README.txt").read_text()


def test_the_asked_share_has_masks(folder):
    listed = pd.read_csv(folder / "ecg/record_list.csv", dtype=str)
    masks = {path.stem for path in (folder / "truth/masks").glob("*.npz")}
    assert masks <= set(listed["study_id"])
    assert len(masks) / len(listed) == pytest.approx(0.2, abs=0.12)


def test_the_reader_of_real_data_prepares_it(folder, tmp_path):
    command = [
        "prepare",
        "mimic-iv",
        "--min-positives",
        "8",
        "--out",
        str(tmp_path / "s"),
    ]
    for part in ("ecg", "hosp", "ed"):
        command += [f"--{part}", str(folder / part)]
    assert main(command) == 0
    store = open_store(tmp_path / "s")
    latents = pd.read_csv(folder / "truth/latents.csv.gz", dtype={"record_id": str})
    assert sorted(store.records["record_id"]) == sorted(latents["record_id"])
    assert store.labs is not None
    known = store.labs.values["Potassium"].notna()
    assert 0.2 < known.mean() < 0.8
    truth = latents.set_index("record_id").loc[store.records["record_id"]]
    difference = store.labs.values["Potassium"].to_numpy() - truth["lab_potassium"]
    assert np.nanmax(np.abs(difference)) < 1.0
    age = store.records["age"].to_numpy()
    assert np.abs(age - np.minimum(truth["age"], 90)).max() <= 6


@pytest.mark.parametrize(
    ("patients", "seed", "share", "message"),
    [
        (0, 1, 0.0, "expected 1 to 400,000 patients, got 0"),
        (5, -1, 0.0, "expected a seed of 0 or more, got -1"),
        (5, 1, 1.5, "expected a share of masks from 0 to 1, got 1.5"),
    ],
)
def test_a_wrong_number_is_refused(tmp_path, patients, seed, share, message):
    with pytest.raises(EcgktError, match=message):
        simulate_cohort(patients, seed, tmp_path / "x", share)
    assert not list(tmp_path.iterdir())


def test_an_existing_folder_is_not_touched(tmp_path):
    (tmp_path / "mine").mkdir()
    with pytest.raises(EcgktError, match="exists already"):
        simulate_cohort(5, 1, tmp_path / "mine")
    assert not list((tmp_path / "mine").iterdir())


def test_nothing_half_written_is_left(tmp_path, monkeypatch):
    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr(module, "write_table", fail)
    with pytest.raises(OSError, match="disk full"):
        simulate_cohort(3, 1, tmp_path / "out", processes=1)
    assert not list(tmp_path.iterdir())


def test_the_command_writes_a_cohort(tmp_path, capsys):
    command = [
        "simulate",
        "--patients",
        "4",
        "--seed",
        "1",
        "--out",
        str(tmp_path / "c"),
    ]
    assert main(command) == 0
    assert "simulated recordings of 4 patients" in capsys.readouterr().out
    with gzip.open(tmp_path / "c/hosp/patients.csv.gz", "rt") as file:
        assert len(file.readlines()) == 5
