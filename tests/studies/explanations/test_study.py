"""The whole study on a tiny store and a tiny model."""

import json

import numpy as np
import pandas as pd
import pytest
import torch
from captum.metrics import infidelity

from ecgkt.bundle.classifier import load_bundle
from ecgkt.config import InputConfig
from ecgkt.dataset.store import SCHEMA, StoreFiles
from ecgkt.errors import EcgktError
from ecgkt.preprocess.model_input import model_input
from ecgkt.results.explanations import ExplanationTable
from ecgkt.simulate.example import simulate_example
from ecgkt.studies.explanations import cases as explanation_cases
from ecgkt.studies.explanations import study as explanations
from ecgkt.studies.explanations.checks import Case, Checker, mean, patch_taker
from ecgkt.studies.explanations.models import gather_models
from ecgkt.studies.explanations.simulated_causes import FACTORS, Planted
from ecgkt.studies.explanations.study import ExplanationStudy, judge_explanations
from ecgkt.types.explanation import TargetName
from ecgkt.vocab.leads import INDEPENDENT_LEADS
from ecgkt.vocab.statements import CODES
from tests.builders.runs import finished_run

EXAMPLES = ("normal", "lbbb", "lvh", "af", "rbbb", "inferior-ste")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    """Folder of six simulated ECGs that carry every statement, all held out."""
    folder = tmp_path_factory.mktemp("store")
    files = StoreFiles(folder)
    leads = [
        model_input(simulate_example(name, seed=1, fs=500.0), InputConfig())
        for name in EXAMPLES
    ]
    np.save(files.signals, np.round(1000 * np.stack(leads)).astype(np.int16))
    n = len(EXAMPLES)
    records = {
        "record_id": list(map(str, range(n))),
        "patient_id": range(n),
        "fold": 10,
        "split": "held_out",
    }
    pd.DataFrame(records).to_parquet(files.records)
    made = np.full((n, len(CODES)), 100, np.float32)
    pd.DataFrame(made, columns=list(CODES)).to_parquet(files.statements)
    manifest = {
        "schema": SCHEMA,
        "source": "ptb-xl",
        "fs": 100.0,
        "n_samples": 1000,
        "leads": list(INDEPENDENT_LEADS),
        "data_hash": "1" * 64,
    }
    files.manifest.write_text(json.dumps(manifest))
    return folder


@pytest.fixture
def models(tiny_model):
    return gather_models(load_bundle(tiny_model), None, [])


@pytest.mark.slow
def test_study_measures_and_goes_on_where_it_stopped(
    store, tiny_model, tmp_path, monkeypatch
):
    monkeypatch.setattr(explanation_cases, "N_STATEMENTS", 2)
    bundle = load_bundle(tiny_model)
    study = ExplanationStudy(
        store=store,
        model=tiny_model,
        runs=(
            finished_run(tmp_path / "seed", bundle),
            finished_run(tmp_path / "lost", bundle, shuffle_labels=True),
        ),
        n_ecgs=1,
        methods=("gradient_times_signal", "grad_cam"),
        work=tmp_path / "work",
    )
    found = judge_explanations(study)
    assert found["model"]["sha256"] == bundle.identity.sha256
    table = ExplanationTable.from_dict(found)
    names = [method.name for method in table.methods]
    assert sorted(names) == ["grad_cam", "gradient_times_signal"]
    for method in table.methods:
        # The same weights stand in for another seed and for shuffled labels.
        assert method.seed_rho == pytest.approx(1)
        assert method.shuffled_labels_rho == pytest.approx(1)
        assert 0 <= method.randomisation_rho_all < 1
        for name in ("shift_rho", "infidelity_ratio", "sensitivity_max", "ms_per_map"):
            assert getattr(method, name) is not None, name
        assert "shuffled_labels_rho" in method.by_class[0].fails
    kept = next(study.work.glob("grad_cam-cases-*.jsonl"))
    kept.write_text(kept.read_text()[:-9])  # killed while it wrote a line
    measured = []
    check = Checker.check
    monkeypatch.setattr(
        Checker, "check", lambda *args: measured.append(args) or check(*args)
    )
    again = judge_explanations(study)
    assert len(measured) == 1
    for one, other in zip(found["methods"], again["methods"], strict=True):
        assert one["shift_rho"] == other["shift_rho"]


def test_figures_of_one_case(models, record):
    signal = model_input(record, InputConfig())
    case = Case(TargetName("statement", "IMI"), signal, is_costly=False)
    checker = Checker(models, "line")
    found = checker.check("gradient_times_signal", case, 0)
    assert "infidelity_ratio" not in found
    assert "seed_rho" not in found
    again = checker.check("gradient_times_signal", case, 0)
    for name in set(found) - {"ms_per_map"}:
        assert found[name] == again[name], name


def test_true_map_foretells_occlusions_and_shuffled_one_does_not():
    weights = torch.randn(8, 1000, generator=torch.Generator().manual_seed(0))
    signal = torch.randn(1, 8, 1000, generator=torch.Generator().manual_seed(1))

    def model(x):
        return (x * weights).sum(dim=(1, 2))[:, None]

    take = patch_taker(np.random.default_rng(0), np.zeros((8, 1000), np.float32), 100.0)
    true = signal * weights
    wrong = true.flip(2)
    own, other = (
        infidelity(model, take, signal, one, target=0, n_perturb_samples=20).item()
        for one in (true, wrong)
    )
    assert own < 1e-3 * other


def test_sensitivity_is_measured_for_every_method(models, record):
    case = Case(
        TargetName("statement", "IMI"), model_input(record, InputConfig()), True
    )
    checker = Checker(models, "line")
    for method in ("gradient_times_signal", "grad_cam"):
        found = checker.check(method, case, 0)
        assert 0 < found["sensitivity_max"] < 5


def test_store_of_another_rate_is_refused(models, store):
    from ecgkt.dataset.store import open_store

    opened = open_store(store)
    opened.manifest["fs"] = 250.0
    chosen = explanation_cases.ExplainedClass(TargetName("statement", "IMI"), 0.5)
    with pytest.raises(EcgktError, match="PTB-XL at 100 Hz"):
        explanation_cases.find_cases(models, opened, chosen, 1, {})


def test_only_called_ecgs_are_taken(models, store):
    from ecgkt.dataset.store import open_store

    target = TargetName("statement", "IMI")
    all_of_them = explanation_cases.ExplainedClass(target, 0.0)
    none_of_them = explanation_cases.ExplainedClass(target, 1.0)
    opened, seen = open_store(store), {}
    assert len(explanation_cases.find_cases(models, opened, all_of_them, 3, seen)) == 3
    assert not explanation_cases.find_cases(models, opened, none_of_them, 3, seen)


def test_mean_of_nothing_is_none():
    assert mean([None, None]) is None
    assert mean([None, 2.0, 4.0]) == 3.0


def test_share_of_a_method_is_taken_from_every_class_and_cause(record):
    signal = model_input(record, InputConfig())
    target = TargetName("statement", "IMI")
    cases = explanations.cases_of(
        "occlusion", [(target, signal, place) for place in range(50)], 50
    )
    assert [one.is_costly for one in cases] == [True] * 5 + [False] * 8
    last = [(target, signal, 49)]
    assert len(explanations.cases_of("integrated_gradients", last, 50)) == 1
    mask = np.ones(signal.shape, dtype=bool)
    planted = [
        Planted(factor, signal, mask) for factor in FACTORS[:2] for _ in range(30)
    ]
    found = explanations.planted_of("occlusion", planted, 50)
    assert [one.factor for one in found] == [FACTORS[0]] * 13 + [FACTORS[1]] * 13
