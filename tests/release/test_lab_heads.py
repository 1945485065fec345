import json
import shutil

import numpy as np
import pandas as pd
import pytest

from ecgkt.__main__ import main
from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.lab_heads import load_lab_heads
from ecgkt.dataset.store import SCHEMA, open_store
from ecgkt.errors import EcgktError
from ecgkt.measure.beat_features import FEATURES
from ecgkt.release.lab_heads import bundle_labs
from ecgkt.simulate.example import EXAMPLES, simulate_example
from ecgkt.studies.labs.judge_heads import judge_heads
from ecgkt.studies.labs.normal_flags import judge_normal
from ecgkt.training.lab_heads.data import collect
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

N_PATIENTS = 30
ROWS = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]
STATEMENT = "NORM"
LABS = {"Creatinine": (0.5, 1.2, "mg/dL"), "Sodium": (133.0, 145.0, "mEq/L")}


def write_store(folder, *, has_labs=True, window=24.0, statement=STATEMENT):
    """Two simulated ECGs of each invented patient, and two labs within the hour."""
    folder.mkdir()
    rng = np.random.default_rng(0)
    n, kinds = 2 * N_PATIENTS, list(EXAMPLES)
    shapes = [simulate_example(kind, fs=100.0).signal[ROWS] for kind in kinds]
    noise = rng.normal(scale=0.02, size=(n, 8, 1000))
    signals = np.stack([shapes[i % len(kinds)] for i in range(n)]) + noise
    np.save(folder / "signals.npy", np.round(1000 * signals).astype(np.int16))
    pd.DataFrame(
        {
            "record_id": [str(i) for i in range(n)],
            "patient_id": np.repeat(np.arange(N_PATIENTS), 2),
            "split": np.where(np.arange(n) < n // 2, "train", "tuning"),
        }
    ).to_parquet(folder / "records.parquet")
    pd.DataFrame({statement: np.where(np.arange(n) % 3, np.nan, 100.0)}).to_parquet(
        folder / "statements.parquet"
    )
    middle = [(low + high) / 2 for low, high, _unit in LABS.values()]
    values = np.array(middle) * rng.choice([0.4, 1.0, 1.6], size=(n, len(LABS)))
    limits = np.array([one[:2] for one in LABS.values()]).T
    states = (values > limits[1]).astype(float) - (values < limits[0])
    tables = {"values": values, "hours": 0 * values + 0.5, "states": states}
    for name, table in tables.items():
        if has_labs:
            frame = pd.DataFrame(table.astype(np.float32), columns=[*LABS])
            frame.to_parquet(folder / f"lab_{name}.parquet")
    manifest = {
        "schema": SCHEMA,
        "leads": [*INDEPENDENT_LEADS],
        "source": "invented",
        "fs": 100.0,
        "data_hash": "0" * 64,
        "window_hours": window,
        "labs": {
            name: {"lower": low, "upper": high, "unit": unit}
            for name, (low, high, unit) in LABS.items()
        },
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


@pytest.fixture(scope="module")
def shipped(tiny_model, tmp_path_factory):
    """Return the model's folder with heads, the store and the document."""
    home = tmp_path_factory.mktemp("labs")
    store, out = write_store(home / "store"), home / "model"
    shutil.copytree(tiny_model, out)
    return out, store, bundle_labs(store, store, out=out, seeds=(0,))


def test_the_heads_are_written_beside_the_model_with_their_figures(shipped):
    out, _store, judged = shipped
    heads = load_lab_heads(out, load_bundle(out).identity.sha256)
    for target, figures in zip(heads.targets, judged["labs"], strict=True):
        low, high, unit = LABS[target.name]
        assert (target.reference_range, target.unit) == ((low, high), unit)
        for field in ("direction", "n", "positives", "n_patients", "auroc", "readable"):
            assert getattr(target, field) == figures[field]
        assert target.taught_by == "patients"
    assert json.loads((out / "results" / "labs.json").read_text()) == judged


def test_judging_again_gives_the_shipped_document(shipped):
    out, store, judged = shipped
    again = judge_heads(store, folder=out, normal=store, seeds=(0,))
    assert again.document == judged


def test_the_heads_use_the_ecg_alone(shipped):
    out, store, _judged = shipped
    bundle = load_bundle(out)
    heads = load_lab_heads(out, bundle.identity.sha256)
    data = collect(open_store(store), bundle, window_hours=6.0, min_patients=5)
    features = np.concatenate([data.blocks["beat"], data.blocks["leads"]], axis=1)
    assert features.shape[1] == len(FEATURES)
    found = heads.probabilities(data.blocks["embedding"], features)
    assert found.shape == (2 * N_PATIENTS, len(heads.targets))
    assert ((found > 0) & (found < 1)).all()


def test_the_share_of_flagged_normal_ecgs_is_counted_by_hand(shipped):
    out, store, judged = shipped
    bundle = load_bundle(out)
    heads = load_lab_heads(out, bundle.identity.sha256)
    data = collect(open_store(store), bundle, window_hours=6.0, min_patients=5)
    rows = np.arange(2 * N_PATIENTS)
    rows = rows[(rows >= N_PATIENTS) & (rows % 3 == 0)]
    features = np.concatenate([data.blocks["beat"], data.blocks["leads"]], axis=1)
    found = heads.shifts(data.blocks["embedding"][rows], features[rows])
    readable = np.array([target.readable for target in heads.targets])
    flags = (found.low > 1) & (found.ratio >= 2) & readable
    assert judged["normal"]["n_ecgs"] == len(rows)
    assert judged["normal"]["flagged_per_ecg"]["max"] == flags.sum(axis=1).max()
    for target, figures, share in zip(
        heads.targets, judged["labs"], flags.mean(axis=0), strict=True
    ):
        assert target.flagged_of_normal == figures["flagged_of_normal"]
        assert target.flagged_of_normal == pytest.approx(share, abs=1e-4)
        low, high = target.flagged_of_normal_ci
        assert low <= target.flagged_of_normal <= high


def test_a_store_without_normal_ecgs_is_refused(shipped, tmp_path):
    out, *_ = shipped
    heads = load_lab_heads(out, load_bundle(out).identity.sha256)
    with pytest.raises(EcgktError, match="expected a store of prepare ptb-xl"):
        judge_normal(
            heads, write_store(tmp_path / "mimic", statement="I10"), load_bundle(out)
        )


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"has_labs": False}, "expected a store with laboratory values"),
        ({"window": 1.0}, "--window 24h"),
    ],
)
def test_a_store_that_cannot_serve_is_refused(tiny_model, tmp_path, change, message):
    store = open_store(write_store(tmp_path / "store", **change))
    with pytest.raises(EcgktError, match=message):
        collect(store, load_bundle(tiny_model), window_hours=6.0, min_patients=5)


def test_too_few_patients_are_refused(tiny_model, shipped):
    bundle, store = load_bundle(tiny_model), open_store(shipped[1])
    with pytest.raises(EcgktError, match="no laboratory value has 31 patients"):
        collect(store, bundle, window_hours=6.0, min_patients=31)


def test_commands_refuse_a_folder_that_is_no_store(tmp_path, capsys):
    absent = str(tmp_path / "absent")
    for words in (["evaluate", "labs"], ["bundle-labs", "--normal", absent]):
        assert main([*words, "--store", absent]) == 1
        assert "no prepared store" in capsys.readouterr().err
