"""From a finished run to a second opinion that the reader accepts."""

import json
import shutil
from dataclasses import replace

import numpy as np
import pytest

from ecgkt.bundle.second_opinion import load_second_opinion
from ecgkt.dataset.store import open_store
from ecgkt.errors import CheckpointError
from ecgkt.evaluation.calibration import fit_platt_all
from ecgkt.evaluation.fit_decision import with_thresholds
from ecgkt.models.imn import ImnConfig
from ecgkt.pipeline.reader import Reader
from ecgkt.pipeline.second_opinion import read_second_opinion
from ecgkt.release import second_opinion as module
from ecgkt.release.second_opinion import release_second_opinion
from ecgkt.results.document import load_document
from ecgkt.results.second_opinion import SecondOpinionTable
from ecgkt.training.recipes.recipes import Recipe
from ecgkt.training.recipes.second_opinion import SECOND_OPINION
from ecgkt.training.stages.second_opinion import train_second_opinion

SETTINGS = replace(
    SECOND_OPINION,
    model=ImnConfig(channels=(8, 12), n_features=6),
    recipe=Recipe(epochs=1, batch_size=16, precision="float32", threads=1),
    teacher_weight=0.0,
)


@pytest.fixture(scope="module")
def run(small_store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("exact") / "run"
    train_second_opinion(open_store(small_store), folder, settings=SETTINGS)
    return folder


@pytest.fixture
def model(tiny_model, tmp_path):
    shutil.copytree(tiny_model, tmp_path / "model")
    return tmp_path / "model"


def test_second_opinion_joins_the_model_and_its_figures_the_results(
    run, small_store, model, record
):
    document = release_second_opinion(run, small_store, out=model)
    table = load_document(model / "results" / "exact.json", SecondOpinionTable)
    reader = Reader.load(model)
    assert table.second.sha256 == reader.second.identity.sha256
    assert table.model.sha256 == reader.bundle.identity.sha256
    assert table.second.taught_by is None
    assert set(table.splits) == {"tuning", "held_out"}
    assert len(table.labels) == 71
    assert document["sums"]["largest_remainder"] < 2e-4
    opinion = read_second_opinion(reader.second, record, "NORM")
    assert opinion.model.sha256 == table.second.sha256
    assert reader.read(record).diagnoses


def test_shipped_weights_are_the_ones_judged(run, small_store, model):
    document = release_second_opinion(run, small_store, out=model)
    again = release_second_opinion(run, small_store, out=model)
    assert document == again
    text = json.loads((model / "exact.json").read_text())
    assert text["weights_sha256"] == document["second"]["sha256"]


def test_run_of_another_stage_or_store_is_refused(run, small_store, model, tmp_path):
    for change, message in (
        ({"stage": "diagnose"}, "expected a run of stage exact"),
        ({"data_hash": "b" * 64}, "another store"),
    ):
        other = tmp_path / message.replace(" ", "-")
        shutil.copytree(run, other)
        settings = json.loads((other / "config.json").read_text())
        (other / "config.json").write_text(json.dumps(settings | change))
        with pytest.raises(CheckpointError, match=message):
            release_second_opinion(other, small_store, out=model)
    assert not (model / "exact.json").exists()


def test_unfinished_run_is_refused(run, small_store, model, tmp_path):
    shutil.copytree(run, tmp_path / "run")
    (tmp_path / "run" / "DONE").unlink()
    with pytest.raises(CheckpointError, match="finished run"):
        release_second_opinion(tmp_path / "run", small_store, out=model)


def test_calibration_never_changes_an_order(answers):
    logits, labels = answers
    scale = with_thresholds(fit_platt_all(logits, labels), logits, labels)
    assert all(slope > 0 for slope, _ in scale.platt)
    order = np.argsort(logits[:, 4], kind="stable")
    assert (np.diff(scale.calibrate(logits)[order, 4]) >= 0).all()


def test_second_opinion_of_another_model_is_refused(run, small_store, model):
    release_second_opinion(run, small_store, out=model)
    with pytest.raises(CheckpointError, match=module.DOCUMENT_FILE):
        load_second_opinion(model, "b" * 64)
