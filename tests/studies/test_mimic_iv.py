"""From MIMIC-IV's folders to held-out figures: in a row, in pieces, and refused."""

import json
import shutil

import numpy as np
import pytest

from ecgkt.__main__ import main
from ecgkt.config import InputConfig, ModelConfig
from ecgkt.dataset.lab_targets import lab_targets
from ecgkt.dataset.mimic_iv.options import MimicFolders, MimicOptions
from ecgkt.dataset.store import open_store
from ecgkt.errors import EcgktError
from ecgkt.results.statistics.metrics import auroc_and_ap
from ecgkt.simulate.cohort import simulate_cohort
from ecgkt.studies import mimic_iv as module
from ecgkt.studies.mimic_iv import MimicStudy, StudySettings, run_mimic_iv
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.recipes.align import AlignSettings
from ecgkt.training.recipes.diagnose import DiagnoseSettings
from ecgkt.training.recipes.labs import LabSettings
from ecgkt.training.recipes.recipes import Recipe
from ecgkt.training.stages.predict_run import predict_run

STEPS = ("prepare", "align", "diagnose", "labs", "evaluate")
GO_ON = RunLimits(resume=True)


@pytest.fixture(scope="session")
def tiny_stages():
    """One epoch each of a network of two small blocks."""
    model = ModelConfig(kernels=(5,), channels=((8, 16),), blocks=1)
    seen = InputConfig(crop_stride=2.5)
    recipe = Recipe(
        epochs=1, batch_size=16, judge_every=1, precision="float32", threads=1
    )
    return StudySettings(
        align=AlignSettings(model=model, input=seen, recipe=recipe),
        diagnose=DiagnoseSettings(model=model, input=seen, recipe=recipe),
        labs=LabSettings(recipe=recipe, min_records=5),
    )


@pytest.fixture(scope="session")
def simulated(tmp_path_factory, tiny_stages):
    """A simulated cohort of 90 patients and what is asked of it."""
    folder = tmp_path_factory.mktemp("simulated") / "cohort"
    simulate_cohort(90, 3, folder, processes=1)
    folders = MimicFolders(ecg=folder / "ecg", hosp=folder / "hosp", ed=folder / "ed")
    options = MimicOptions(min_positives=10)
    return MimicStudy(folders=folders, options=options, settings=tiny_stages)


@pytest.fixture(scope="session")
def demo(mimic_ecg_demo, mimic_clinical_demo, mimic_ed_demo, tiny_stages):
    folders = MimicFolders(
        ecg=mimic_ecg_demo, hosp=mimic_clinical_demo / "hosp", ed=mimic_ed_demo / "ed"
    )
    options = MimicOptions(min_positives=40, unknown_units="drop")
    return MimicStudy(folders=folders, options=options, settings=tiny_stages)


@pytest.fixture(scope="session")
def straight(simulated, tmp_path_factory):
    """The folder of a study that ran through without a stop."""
    out = tmp_path_factory.mktemp("straight") / "study"
    assert run_mimic_iv(simulated, out).finished == STEPS
    return out


def document_of(out):
    return json.loads((out / "evaluation.json").read_text())


def test_document_holds_flow_models_and_both_tasks(straight):
    document = document_of(straight)
    assert document["schema"] == "ecgkt.mimic-iv/1"
    assert set(document["models"]) == {"align", "diagnose", "labs"}
    assert document["flow"][0]["step"] == "ECGs listed"
    assert document["flow"][-1]["step"] == "held_out"
    for part in ("diagnoses", "labs"):
        judged = document[part]
        assert judged["n_labels"] == len(judged["labels"]) > 0
        assert judged["macro"]["all"]["auroc_ci"] is not None
        assert judged["n_validated"] == 0
        for label in judged["labels"]:
            assert not label["validated"]
            assert label["positives"] < 50
    assert {label["direction"] for label in document["labs"]["labels"]} == {
        "low",
        "high",
    }


def test_figures_are_those_of_the_held_out_recordings_alone(straight):
    document, store = document_of(straight), open_store(straight / "store")
    held_out = store.split("held_out")
    rows = held_out[store.is_labelled[held_out]]
    logits = predict_run(straight / "diagnose", store, rows)
    for place, label in enumerate(document["diagnoses"]["labels"]):
        assert label["name"] == store.names[place]
        truth = store.labels[rows][:, place]
        assert label["positives"] == truth.sum()
        expected = auroc_and_ap(truth, logits[:, place]).auroc[0]
        assert label["auroc"] == (None if np.isnan(expected) else expected)
    names, targets = lab_targets(store)
    for label in document["labs"]["labels"]:
        target = targets[held_out, names.index(f"{label['name']} {label['direction']}")]
        assert label["n"] == (~np.isnan(target)).sum()
        assert label["positives"] == np.nansum(target)


def test_interrupted_study_goes_on_to_the_same_result(
    simulated, straight, tmp_path, monkeypatch
):
    out = tmp_path / "study"
    no_time = RunLimits(time_budget=0)
    assert run_mimic_iv(simulated, out, limits=no_time).finished == ("prepare",)
    teach = module.train_diagnose

    def brief(*arguments, **named):
        named["limits"] = RunLimits(resume=True, time_budget=1e-9)
        return teach(*arguments, **named)

    with monkeypatch.context() as patch:
        patch.setattr(module, "train_diagnose", brief)
        progress = run_mimic_iv(simulated, out, limits=GO_ON)
    assert progress.finished == ("prepare", "align")
    assert progress.document is None
    assert list((out / "diagnose").glob("step-*.pt"))
    progress = run_mimic_iv(simulated, out, limits=GO_ON)
    assert progress.finished == STEPS
    assert progress.document == document_of(straight)


def test_finished_steps_are_not_done_again(simulated, straight, monkeypatch):
    def again(*_arguments, **_named):
        raise AssertionError("done twice")

    for name in ("prepare_mimic_iv", "train_align", "train_diagnose", "train_labs"):
        monkeypatch.setattr(module, name, again)
    monkeypatch.setattr(module, "evaluate_mimic_iv", again)
    progress = run_mimic_iv(simulated, straight, limits=GO_ON)
    assert progress.finished == STEPS
    assert progress.document == document_of(straight)


def test_lost_evaluation_is_made_again_from_the_runs(simulated, straight, tmp_path):
    out = tmp_path / "study"
    shutil.copytree(straight, out)
    (out / "evaluation.json").unlink()
    progress = run_mimic_iv(simulated, out, limits=GO_ON)
    assert progress.document == document_of(straight)


def test_folder_in_use_needs_resume(simulated, straight):
    with pytest.raises(EcgktError, match="add --resume or choose another"):
        run_mimic_iv(simulated, straight)


def test_other_options_do_not_continue_a_study(simulated, straight):
    other = simulated._replace(seed=1, options=MimicOptions(min_positives=11))
    with pytest.raises(EcgktError, match="begun with another options, seed"):
        run_mimic_iv(other, straight, limits=GO_ON)


def test_folder_with_other_files_is_refused(simulated, tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(EcgktError, match="holds other files"):
        run_mimic_iv(simulated, tmp_path)


def test_run_of_another_store_is_refused(simulated, straight, tmp_path):
    out = tmp_path / "study"
    shutil.copytree(straight, out)
    config = json.loads((out / "align" / "config.json").read_text())
    config["data_hash"] = "0" * 64
    (out / "align" / "config.json").write_text(json.dumps(config))
    with pytest.raises(EcgktError, match="was trained on another store"):
        run_mimic_iv(simulated, out, limits=GO_ON)


def test_real_demo_runs_from_end_to_end(demo, tmp_path):
    progress = run_mimic_iv(demo, tmp_path / "study")
    assert progress.finished == STEPS
    document = progress.document
    assert document["flow"][0]["n_records"] == 659
    assert document["flow"][0]["n_patients"] == 92
    (held_out,) = [one for one in document["flow"] if one["step"] == "held_out"]
    assert document["labs"]["n_records"] == held_out["n_records"] == 26
    assert document["labs"]["n_patients"] == 4
    assert document["diagnoses"]["n_records"] <= 26
    assert document["diagnoses"]["n_labels"] > 10


def test_command_prepares_and_says_how_to_go_on(simulated, tmp_path, capsys):
    folders = simulated.folders
    stated = ["--ecg", folders.ecg, "--hosp", folders.hosp, "--ed", folders.ed]
    others = ["--min-positives", 10, "--time-budget", 0, "--out", tmp_path / "study"]
    command = ["train", "mimic-iv", *map(str, [*stated, *others])]
    assert main(command) == 0
    assert "prepare done; stopped, go on with --resume" in capsys.readouterr().err
    assert open_store(tmp_path / "study" / "store").manifest["n_patients"] == 90
    assert main(command) == 1
    assert "add --resume or choose another" in capsys.readouterr().err
