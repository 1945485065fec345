import json
import shutil
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from ecgkt.__main__ import main
from ecgkt.bundle.classifier import load_bundle
from ecgkt.bundle.lab_heads import load_lab_heads
from ecgkt.dataset.store import SCHEMA, open_store
from ecgkt.errors import EcgktError
from ecgkt.measure.beat_features import FEATURES
from ecgkt.models.decision import sigmoid
from ecgkt.release.lab_heads import bundle_labs, fit_heads
from ecgkt.simulate.example import EXAMPLES, simulate_example
from ecgkt.studies.labs.cross_validation import evaluate_labs
from ecgkt.training.lab_heads.data import collect
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

N_PATIENTS = 30
ROWS = [LEADS.index(lead) for lead in INDEPENDENT_LEADS]
LABS = {"Creatinine": (0.5, 1.2, "mg/dL"), "Sodium": (133.0, 145.0, "mEq/L")}


def write_store(folder, *, has_labs=True, window=24.0):
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
            "split": "train",
        }
    ).to_parquet(folder / "records.parquet")
    pd.DataFrame({"I10": np.full(n, np.nan)}).to_parquet(folder / "statements.parquet")
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
    return out, store, bundle_labs(store, out=out, seeds=(0,))


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
    assert evaluate_labs(store, folder=out, seeds=(0,)) == judged


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


def test_the_threshold_calls_as_many_as_there_are(lab_data):
    rng = np.random.default_rng(0)
    scores = rng.normal(size=lab_data.targets.shape)
    judged = [
        {
            **dict(zip(("name", "direction"), name.rsplit(" ", 1), strict=True)),
            **dict.fromkeys(("n", "positives", "n_patients"), 3),
            "auroc": 0.6,
            "auroc_ci": [0.5, 0.7],
            "readable": False,
        }
        for name in lab_data.names
    ]
    limits = {"lower": None, "upper": 2.0, "unit": None}
    manifest = {"labs": dict.fromkeys(lab_data.labs, limits)}
    store = SimpleNamespace(manifest=manifest)
    heads = fit_heads(lab_data, scores, judged, store=store)[0]
    for column, target in enumerate(heads.targets):
        truth = lab_data.targets[:, column]
        known = ~np.isnan(truth)
        p = sigmoid(target.platt[0] * scores[known, column] + target.platt[1])
        assert abs((p >= target.threshold).sum() - truth[known].sum()) <= 1
        assert p.mean() == pytest.approx(truth[known].mean(), abs=0.05)


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
    for words in (["evaluate", "labs"], ["bundle-labs"]):
        assert main([*words, "--store", str(tmp_path / "absent")]) == 1
        assert "no prepared store" in capsys.readouterr().err
