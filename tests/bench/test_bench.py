"""Measurements: they run, and say beside what they stand."""

import shutil
import sys
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from unittest.mock import MagicMock

import numpy as np
import pandas as pd
import pytest
from scipy.io import savemat

from ecgkt.bench.bench import measure
from ecgkt.bench.peer import measure_peer
from ecgkt.bench.timing import median_ms
from ecgkt.bundle.delineator import load_delineator
from ecgkt.errors import EcgktError
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.plotting.layouts import LAYOUTS
from ecgkt.results.model_card import BUNDLED
from ecgkt.serving.client import ServingClient
from ecgkt.simulate.example import simulate_example
from ecgkt.training.inputs.simulated_waves import simulate_marked
from ecgkt.types.explanation import METHODS


def test_median_counts_calls_after_a_warm_up():
    calls = []
    assert median_ms(lambda: calls.append(1), repeats=3) >= 0
    assert len(calls) == 4


@pytest.mark.parametrize("what", ["prepare", "train", "app"])
def test_missing_source_is_named(what):
    with pytest.raises(EcgktError, match=f"bench {what} needs a path"):
        measure(what, None)


def test_inference_is_measured_by_threads(tiny_model, monkeypatch):
    monkeypatch.setattr("ecgkt.bench.inference.BUNDLED", tiny_model)
    monkeypatch.setattr("ecgkt.bench.inference.REPEATS", 2)
    document = measure("inference", None)
    assert document["schema"] == "ecgkt.bench/2"
    assert set(document["by_threads"]) == {"1", "2"}
    for figures in document["by_threads"].values():
        assert figures["network_ms"] > 0
        assert figures["reading_ms"] > 0


def test_sheet_is_measured_beside_its_limits(monkeypatch):
    monkeypatch.setattr("ecgkt.bench.sheet.REPEATS", 1)
    document = measure("sheet", None)
    assert document["n_samples"] == 5000
    assert set(document["by_layout"]) == set(document["with_map"]) == set(LAYOUTS)
    for layout, figures in document["by_layout"].items():
        assert figures["build_ms"] > 0
        assert 0 < figures["kilobytes"] < document["limits"]["kilobytes"]
        assert document["with_map"][layout]["kilobytes"] > figures["kilobytes"]


def test_measurements_are_timed_with_and_without_the_delineator(monkeypatch):
    monkeypatch.setattr("ecgkt.bench.measurements.REPEATS", 1)
    document = measure("measure", None)
    assert document["target_ms"] == 150
    assert document["all_ms"] > document["without_delineator_ms"] > 0
    assert document["delineator_ms"] > 0
    assert document["peer"]["name"] == "NeuroKit2"


def test_peer_that_is_absent_says_how_to_get_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "neurokit2", None)
    found = measure_peer(np.zeros((12, 5000), np.float32), 500.0, None, None)
    assert found["state"] == "not installed: pip install 'ecgkt[peer]'"


def test_peer_is_counted_on_the_same_marks(monkeypatch):
    """A peer that finds each QRS and T where they are, and no P."""
    record = simulate_marked((9, 0))
    lead = record.leads[1].waves
    fs = record.record.fs

    def delineate(_clean, _peaks, **_choices):
        keys = {"R": lead["qrs"], "T": lead["t"], "P": np.full((2, 2), np.nan)}
        return None, {
            f"ECG_{key}_{side}": (waves[:, column] * fs).tolist()
            for key, waves in keys.items()
            for column, side in enumerate(("Onsets", "Offsets"))
        }

    peer = SimpleNamespace(
        __version__="0",
        ecg_clean=lambda trace, **_choices: trace,
        ecg_peaks=lambda *_, **_choices: (None, {"ECG_R_Peaks": []}),
        ecg_delineate=delineate,
    )
    monkeypatch.setitem(sys.modules, "neurokit2", peer)
    monkeypatch.setattr("ecgkt.bench.peer.read_ludb", lambda _folder: [record])
    signal, delineator = record.record.signal, load_delineator(BUNDLED)
    marked = measure_peer(signal, fs, delineator, Path("marked"))["marked"]
    assert marked["n_records"] == 1
    assert marked["peer"]["qrs"]["sensitivity"] > 0.9
    assert marked["peer"]["p"]["sensitivity"] in (0.0, None)
    assert marked["ours"]["qrs"]["sensitivity"] > 0.9


def quick_app(monkeypatch):
    """Take browser and server away; return what was uploaded."""
    sent = []

    @contextmanager
    def nothing(*_):
        yield SimpleNamespace(new_page=lambda **_: MagicMock())

    def upload(_page, _address, files):
        sent.append(files)
        return 0.1 * len(sent)

    monkeypatch.setattr("ecgkt.bench.app.REPEATS", 4)
    for name in ("open_browser", "serve_app", "serve_bare_page"):
        monkeypatch.setattr(f"ecgkt.bench.app.{name}", nothing)
    for name in ("upload", "upload_bare"):
        monkeypatch.setattr(f"ecgkt.bench.app.{name}", upload)
    for name in ("explain", "explain_bare", "switch_layout"):
        monkeypatch.setattr(f"ecgkt.bench.app.{name}", lambda *_: 1.0)
    return sent


def test_app_takes_any_record_and_leaves_out_the_first_upload(tmp_path, monkeypatch):
    write_wfdb(simulate_example("normal"), tmp_path, "a")
    values = np.fromfile(tmp_path / "a.dat", "<i2").reshape(-1, 12).T
    savemat(tmp_path / "a.mat", {"val": values}, format="4")
    (tmp_path / "a.dat").unlink()
    header = (tmp_path / "a.hea").read_text()
    (tmp_path / "a.hea").write_text(header.replace("a.dat 16", "a.mat 16+24"))
    sent = quick_app(monkeypatch)
    document = measure("app", tmp_path / "a.hea")
    assert {Path(name).name for name in sent[0]} == {"a.hea", "a.mat"}
    assert document["first_upload_s"] == pytest.approx(0.1)
    times = document["upload_to_result_s"]
    assert times == pytest.approx({"median": 0.35, "p95": 0.485, "max": 0.5})
    bare = document["references"]["bare_streamlit_page"]
    assert set(bare) == {"upload_to_result_s", "click_to_map_s"}


def test_app_needs_a_record_that_is_scored(tmp_path):
    flat = replace(simulate_example("normal"), signal=np.zeros((12, 5000), np.float32))
    write_wfdb(flat, tmp_path, "flat")
    with pytest.raises(EcgktError, match="needs a recording that is scored"):
        measure("app", tmp_path / "flat.hea")


@pytest.mark.slow
def test_explanations_stand_beside_their_limit(tiny_model, monkeypatch):
    with_tiny = partial(ServingClient, model=tiny_model)
    monkeypatch.setattr("ecgkt.bench.explain.ServingClient", with_tiny)
    monkeypatch.setattr("ecgkt.bench.explain.REPEATS", 1)
    document = measure("explain", None)
    assert set(document["by_method"]) == set(METHODS)
    for figures in document["by_method"].values():
        assert figures["limit_s"] == 1.5
        assert figures["within"] == (figures["median_s"] <= 1.5)


def test_prepare_stands_beside_both_references(ptb_xl, tmp_path, monkeypatch):
    monkeypatch.setattr("ecgkt.bench.prepare.N_WFDB", 5)
    table = pd.read_csv(ptb_xl / "ptbxl_database.csv").head(20)
    (tmp_path / "records100" / "00000").mkdir(parents=True)
    table.to_csv(tmp_path / "ptbxl_database.csv", index=False)
    for name in table["filename_lr"]:
        for ending in ("hea", "dat"):
            shutil.copy(ptb_xl / f"{name}.{ending}", tmp_path / f"{name}.{ending}")
    document = measure("prepare", tmp_path)
    assert document["n_records"] == 20
    assert document["records_per_s"] > 0
    assert set(document["references"]) == {"bare_bytes_per_s", "wfdb_rdrecord_per_s"}
    assert document["cpu_ms_per_record"] > 0


def test_mimic_folder_is_known_by_its_record_list(
    mimic_ecg_demo, tmp_path, monkeypatch
):
    monkeypatch.setattr("ecgkt.bench.prepare.N_WFDB", 3)
    monkeypatch.setattr("ecgkt.bench.prepare.N_MIMIC", 20)
    table = pd.read_csv(mimic_ecg_demo / "record_list.csv").head(8)
    table.to_csv(tmp_path / "record_list.csv", index=False)
    for name in table["path"]:
        folder = (tmp_path / name).parent
        shutil.copytree((mimic_ecg_demo / name).parent, folder)
    document = measure("prepare", tmp_path)
    assert document["n_files"] == 8
    assert document["n_records"] == 24
    assert document["records_per_s"] > 0
    assert document["cpu_ms_per_record"] > 0
    assert set(document["references"]) == {
        "bare_bytes_per_s",
        "wfdb_rdrecord_per_s",
        "wfdb_and_resample_per_s",
    }
