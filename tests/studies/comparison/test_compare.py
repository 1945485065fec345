import json
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from ecgkt.config import ModelConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.results.comparison import CompareTable
from ecgkt.results.document import load_document
from ecgkt.studies.comparison.arms import ARMS
from ecgkt.studies.comparison.compare import compare
from ecgkt.studies.comparison.options import CompareOptions
from ecgkt.studies.comparison.workbench import ArmRecipes
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.recipes.comparison import ARM_ALIGN, ARM_DIAGNOSE

SPLITS = np.repeat(["train", "tuning", "held_out"], [90, 30, 40])
FILES = ("summary.json", "arms.csv", "arms.svg")


@pytest.fixture(scope="module")
def store():
    """A hundred and sixty patients; label A stands in the ECG, B in the weight."""
    rng = np.random.default_rng(0)
    n = len(SPLITS)
    likelihoods = np.full((n, 3), np.nan, np.float32)
    likelihoods[::2, 0] = 100
    likelihoods[::3, 1] = 100
    likelihoods[[0, 100, 130], 2] = 100  # too rare to judge
    signals = rng.normal(0, 50, (n, 8, 1000)).astype(np.int16)
    signals[:, :, ::80] += 1000
    signals[::2, 1, ::4] += 300
    weight = rng.normal(80, 5, n)
    weight[::3] += 25
    weight[rng.random(n) < 0.3] = np.nan
    records = pd.DataFrame(
        {
            "record_id": np.arange(n).astype(str),
            "patient_id": np.arange(n),
            "split": SPLITS,
            "age": rng.normal(60, 10, n),
            "sex": rng.choice(["male", "female"], n),
            "height": np.nan,
            "weight": weight,
        }
    )
    manifest = {"data_hash": "a" * 64, "source": "noise", "fs": 100.0}
    return PreparedStore(
        signals=signals,
        records=records,
        likelihoods=likelihoods,
        names=("A", "B", "C"),
        manifest=manifest,
    )


@pytest.fixture(scope="module")
def recipes():
    model = ModelConfig(kernels=(5,), channels=((4, 8),), blocks=1, n_outputs=3)
    small = {
        "epochs": 1,
        "batch_size": 16,
        "judge_every": 1,
        "threads": 1,
        "min_steps": 0,
    }
    stage_1 = replace(ARM_ALIGN.recipe, **small)
    align = replace(ARM_ALIGN, model=model, recipe=stage_1)
    stage_2 = replace(ARM_DIAGNOSE.recipe, **small)
    return ArmRecipes(
        align=align, diagnose=replace(ARM_DIAGNOSE, model=model, recipe=stage_2)
    )


@pytest.fixture(scope="module")
def options(tmp_path_factory):
    path = tmp_path_factory.mktemp("truth") / "latents.csv.gz"
    latents = np.random.default_rng(1).normal(size=(len(SPLITS), 2))
    frame = pd.DataFrame(latents, columns=["potassium", "gain"])
    frame.insert(0, "record_id", np.arange(len(SPLITS)).astype(str))
    frame.to_csv(path, index=False)
    return CompareOptions(seeds=2, fractions=(0.5, 1.0), truth=path, n_draws=40)


@pytest.fixture(scope="module")
def finished(store, recipes, options, tmp_path_factory):
    out = tmp_path_factory.mktemp("compare") / "whole"
    result = compare(store, out, options=options, recipes=recipes, command="python")
    return out, result


def test_every_arm_is_run_and_judged_on_the_same_labels(finished):
    out, result = finished
    table = load_document(out / "summary.json", CompareTable)
    few, all_labels = table.fractions
    assert result.n_done == result.n_jobs
    assert list(few.arms) == ["sig", "ours", "multi", "ceiling", "ssl"]
    assert list(all_labels.arms) == list(ARMS)
    assert (table.n_labels, table.n_labels_left_out) == (2, 1)
    assert [one.name for one in all_labels.labels] == ["A", "B"]
    assert table.simulated
    for arm in all_labels.arms.values():
        assert len(arm.seeds_auroc) == 2
        assert np.mean(arm.seeds_auroc) == pytest.approx(arm.auroc, abs=1e-4)
        low, high = arm.auroc_ci
        assert 0 <= low <= high <= 1
        assert sum(arm.chosen.values()) == 2
    assert few.n_ecgs == pytest.approx(45, abs=5)
    assert all_labels.n_ecgs == 90


def test_what_stands_in_the_table_alone_is_found_there(finished):
    all_labels = load_document(finished[0] / "summary.json", CompareTable).fractions[1]
    label = next(one for one in all_labels.labels if one.name == "B")
    assert label.auroc["tab"] > 0.8
    assert abs(label.auroc["feat"] - 0.5) < 0.25


def test_differences_are_those_of_the_arms(finished):
    for one in load_document(finished[0] / "summary.json", CompareTable).fractions:
        arms = one.arms
        difference = arms["ours"].auroc - arms["sig"].auroc
        assert one.ours_minus_sig.value == pytest.approx(difference, abs=2e-5)
        assert one.ceiling_minus_sig is not None
        assert one.gap_closed is not None
        low, _high = one.multi_minus_sig.ci
        assert one.gap_closed.defined == (low > 0)


def test_csv_and_figure_tell_the_same(finished):
    out, _ = finished
    rows = pd.read_csv(out / "arms.csv")
    table = load_document(out / "summary.json", CompareTable)
    assert len(rows) == 2 * (5 + 10)
    chosen = rows.query("fraction == 1 and arm == 'ours' and metric == 'auroc'")
    assert chosen["value"].item() == table.fractions[1].arms["ours"].auroc
    figure = (out / "arms.svg").read_text(encoding="utf-8")
    assert "simulated cohort" in figure
    assert f"{table.fractions[1].arms['ours'].auroc:.3f}" in figure
    assert (out / "summary.json").stat().st_size < 150_000


def test_an_interrupted_comparison_ends_as_an_uninterrupted_one(
    store, recipes, options, finished, tmp_path
):
    out = tmp_path / "pieces"
    settings = {"options": options, "recipes": recipes, "command": "python"}
    begun = compare(store, out, limits=RunLimits(time_budget=0.0), **settings)
    assert begun.table is None
    assert begun.n_done == 0
    with pytest.raises(EcgktError, match="add --resume"):
        compare(store, out, **settings)
    budgets = iter([0.03] * 200)
    result = begun
    pieces = 0
    while result.table is None:
        limits = RunLimits(resume=True, time_budget=next(budgets))
        result, pieces = compare(store, out, limits=limits, **settings), pieces + 1
    assert pieces > 1
    for name in FILES:
        assert (out / name).read_bytes() == (finished[0] / name).read_bytes()
    with pytest.raises(EcgktError, match="is finished"):
        compare(store, out, limits=RunLimits(resume=True), **settings)


def test_another_setting_in_the_same_folder_is_refused(
    store, recipes, options, tmp_path
):
    arguments = {"recipes": recipes, "limits": RunLimits(True, 0.0)}
    compare(store, tmp_path / "out", options=options, **arguments)
    with pytest.raises(EcgktError, match="begun with another seeds"):
        compare(store, tmp_path / "out", options=replace(options, seeds=3), **arguments)


def test_folds_judge_every_ecg_and_the_constant_predictor_is_worthless(
    store, recipes, tmp_path
):
    options = CompareOptions(
        seeds=2, fractions=(1.0,), arms=("sig", "tab"), folds=3, n_draws=20
    )
    result = compare(store, tmp_path / "out", options=options, recipes=recipes)
    table = load_document(tmp_path / "out" / "summary.json", CompareTable)
    assert result.n_jobs == 2 * 3 * 4
    assert table.folds == 3
    assert not table.simulated
    assert table.constant["auroc"] == 0.5
    assert table.constant["auroc_uncentred"] != 0.5
    assert table.fractions[0].labels[0].positives == 80
    assert table.fractions[0].ours_minus_sig is None
    assert sum(table.fractions[0].arms["tab"].chosen.values()) == 6


def test_the_document_is_json_of_the_contract(finished):
    document = json.loads((finished[0] / "summary.json").read_text())
    assert document["schema"] == "ecgkt.compare/1"
    assert document["seeds"] == [0, 1]
    assert set(document["fractions"][0]["gap_closed"]) == {"value", "ci", "defined"}


def test_the_longer_reference_sees_as_many_crops_as_ours_in_both_stages(finished):
    runs = finished[0] / "runs" / "seed-0"

    def crops(name):
        return json.loads((runs / name / "DONE").read_text())["crops_seen"]

    for fraction in ("0.5", "1"):
        both = crops("ours-stage-1") + crops(f"ours-table_kept-{fraction}")
        longer = crops(f"sig-equal_compute-{fraction}")
        assert both <= longer < both + 16
        assert longer == crops(f"multi-equal_compute-{fraction}")
        assert crops(f"sig-short-{fraction}") == crops(f"ours-staged-{fraction}")


def test_table_is_met_in_stage_2_by_ours_alone_and_latents_by_the_ceiling(finished):
    runs = finished[0] / "runs" / "seed-0"
    configs = {
        folder.parent.name: json.loads(folder.read_text())
        for folder in runs.glob("*/config.json")
    }
    meets = {name for name, one in configs.items() if one.get("table_weight")}
    second = {name for name in meets if "stage-1" not in name}
    latents = {name for name, one in configs.items() if one.get("latents")}
    fractions = ("0.5", "1")
    taught = {
        f"ceiling-{variant}-{one}"
        for variant in ("taught", "taught_mixed")
        for one in fractions
    }
    assert latents - {"ceiling-stage-1"} == taught
    assert second - taught == {
        f"ours-{variant}-{one}"
        for variant in ("table_kept", "table_mixed")
        for one in fractions
    }
    mixed = {name for name, one in configs.items() if one.get("own_label") == 0.5}
    assert mixed == {name for name in second if "mixed" in name}
    assert taught < second
    started = {name.split("-")[0] for name in configs if "head_start" in configs[name]}
    assert started == {"ours", "ssl", "perm", "ceiling"}
