"""Stage 2 may go on predicting the table; what it makes of the ECG needs none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import torch

from ecgkt.errors import CheckpointError, EcgktError
from ecgkt.models.build import build_model
from ecgkt.models.predict import predict_logits
from ecgkt.preprocess.model_input import prepare_leads
from ecgkt.training.distillation.table_retention import TableRetentionLoss
from ecgkt.training.inputs.label_fraction import labelled_rows
from ecgkt.training.loop.finished_run import fill_encoder, load_run
from ecgkt.training.recipes.diagnose import DiagnoseSettings
from ecgkt.training.recipes.recipes import Augmentation
from ecgkt.training.stages.align import train_align
from ecgkt.training.stages.diagnose import DiagnoseTask, train_diagnose
from ecgkt.training.stages.latents import scale_latents, train_latents
from ecgkt.training.stages.predict_run import predict_run


@pytest.fixture(scope="module")
def aligned(hospital, align_settings, tmp_path_factory):
    run = tmp_path_factory.mktemp("aligned") / "run"
    train_align(hospital, run, settings=replace(align_settings, table_weight=1.0))
    return run


@pytest.fixture(scope="module")
def memory(hospital, aligned):
    return TableRetentionLoss.of_alignment(hospital, load_run(aligned), "cpu")


@pytest.fixture
def remembering(settings):
    plain = replace(settings.recipe, epochs=8)
    return replace(settings, recipe=plain, augmentation=Augmentation(mixup=0.0))


def test_loss_is_the_mean_square_over_known_values(memory):
    rows = np.arange(6)
    embedding = torch.randn(6, memory.weight.shape[1])
    predicted = embedding @ memory.weight.T + memory.bias
    values, missing = (part[rows] for part in memory.table)
    squares = [
        (float(predicted[row, column]) - float(values[row, column])) ** 2
        for row in range(6)
        for column in range(values.shape[1])
        if not missing[row, column]
    ]
    found = memory.loss(embedding, rows)
    assert 0 < len(squares) < values.size
    assert float(found) == pytest.approx(np.mean(squares), rel=1e-4)


def test_unknown_values_have_no_gradient(memory):
    missing = memory.table.missing.copy()
    missing[:] = 1
    missing[0, 0] = 0
    memory.table, before = memory.table._replace(missing=missing), memory.table
    embedding = torch.randn(2, memory.weight.shape[1], requires_grad=True)
    memory.loss(embedding, np.array([0, 1])).backward()
    memory.table = before
    assert embedding.grad[0].abs().sum() > 0
    assert (embedding.grad[1] == 0).all()


def test_stage_2_keeps_the_table_in_view(hospital, remembering, aligned, tmp_path):
    missed = {}
    for weight in (0.0, 5.0):
        run = tmp_path / str(weight)
        wanted = replace(remembering, table_weight=weight)
        train_diagnose(hospital, run, settings=wanted, init=aligned)
        bare = replace(hospital, labs=None, vitals=None)
        assert predict_run(run, bare, np.arange(4)).shape == (4, 2)
        missed[weight] = _missed(hospital, run, aligned, remembering)
    assert missed[5.0] < missed[0.0]


def _missed(store, run, aligned, settings: DiagnoseSettings):
    model = build_model(settings.model)
    fill_encoder(model.encoder, load_run(run), settings.model)
    rows = store.split("train")
    leads = prepare_leads(store.millivolts(rows), settings.input)
    embedding = predict_logits(model.encoder, leads, settings.input)
    memory = TableRetentionLoss.of_alignment(store, load_run(aligned), "cpu")
    return float(memory.loss(torch.from_numpy(embedding), rows))


def test_a_table_needs_an_alignment_that_predicted_it(
    hospital, remembering, align_settings, tmp_path
):
    wanted = replace(remembering, table_weight=1.0)
    with pytest.raises(EcgktError, match="the table needs an alignment"):
        train_diagnose(hospital, tmp_path / "run", settings=wanted)
    train_align(hospital, tmp_path / "plain", settings=align_settings)
    with pytest.raises(CheckpointError, match="an alignment with a table weight"):
        train_diagnose(
            hospital, tmp_path / "run", settings=wanted, init=tmp_path / "plain"
        )


def test_mixed_ecgs_have_no_table(remembering):
    with pytest.raises(ValueError, match="mixup must be 0"):
        replace(remembering, table_weight=1.0, augmentation=Augmentation(mixup=0.2))


@pytest.fixture(scope="module")
def taught(hospital, align_settings, tmp_path_factory):
    """An encoder taught three latents, the latents, and its run."""
    run = tmp_path_factory.mktemp("taught") / "run"
    drawn = np.random.default_rng(0).normal(size=(len(hospital.records), 3))
    ids = hospital.records["record_id"].astype(str)
    latents = pd.DataFrame(drawn, index=ids, columns=["a", "b", "c"])
    train_latents(hospital, run, latents=latents, settings=align_settings)
    return scale_latents(latents, hospital)[1], run


def test_memory_of_latents_is_the_layer_that_was_taught(hospital, taught, settings):
    latents, run = taught
    start = load_run(run)
    memory = TableRetentionLoss.of_latents(latents, start, "cpu")
    model = build_model(replace(settings.model, n_outputs=3)).eval()
    model.load_state_dict(start.tensors)
    rows = np.arange(5)
    crops = torch.randn(5, 8, 200)
    with torch.no_grad():
        embedding, predicted = model.encoder(crops), model(crops)
    missed = (predicted - torch.from_numpy(latents[rows])).square().mean()
    assert float(memory.loss(embedding, rows)) == pytest.approx(float(missed), rel=1e-4)


def test_stage_2_may_keep_latents_in_view(hospital, remembering, taught, tmp_path):
    latents, run = taught
    wanted = replace(remembering, table_weight=1.0, teacher=True)
    few = {"settings": wanted, "init": run, "fraction": 0.5}
    train_diagnose(hospital, tmp_path / "run", latents=latents, **few)
    config = load_run(tmp_path / "run").config
    assert len(config["latents"]) == 64
    with pytest.raises(CheckpointError, match=r"taught 2 latents in .*, found 3"):
        train_diagnose(hospital, tmp_path / "other", latents=latents[:, :2], **few)


def test_own_label_is_mixed_with_what_the_teacher_says(hospital, taught, remembering):
    latents, run = taught
    memory = TableRetentionLoss.of_latents(latents, load_run(run), "cpu")
    model = build_model(replace(remembering.model, n_outputs=len(hospital.names)))
    found = []
    for own_label in (1.0, 0.0, 0.25):
        task = DiagnoseTask(
            hospital,
            input_config=remembering.input,
            augmentation=remembering.augmentation,
        )
        hard = task.labels
        task.ask_teacher(memory, model, own_label=own_label)
        assert task.n_items == len(task.labels) == len(hospital.split("train"))
        found.append(task.labels)
    kept, soft, mixed = found
    places = np.searchsorted(hospital.split("train"), labelled_rows(hospital))
    assert (kept[places] == hard).all()
    assert not np.isin(soft[places], (0.0, 1.0)).any()
    expected = 0.25 * hard + 0.75 * soft[places]
    assert mixed[places] == pytest.approx(expected, abs=1e-6)


def test_weight_of_the_own_label_is_a_share(remembering):
    with pytest.raises(ValueError, match="own_label must be in 0-1, got 2"):
        replace(remembering, own_label=2)
