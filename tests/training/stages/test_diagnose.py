"""Stage "diagnose": it learns, and an interrupted run ends with the same weights."""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from ecgkt.config import InputConfig
from ecgkt.errors import EcgktError
from ecgkt.models.build import build_model
from ecgkt.models.predict import predict_logits
from ecgkt.training.loop.loop import train
from ecgkt.training.loop.run_folder import RunFolder
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.loop.tuning_score import macro_auroc
from ecgkt.training.recipes.recipes import Augmentation
from ecgkt.training.stages.diagnose import DiagnoseTask, train_diagnose


def weights(run: Path) -> str:
    return hashlib.sha256((run / "model.safetensors").read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def whole(store, settings, tmp_path_factory):
    run = tmp_path_factory.mktemp("whole") / "run"
    result = train_diagnose(store, run, settings=settings)
    assert result.is_finished
    return run


def test_run_folder_says_what_it_was(whole, store):
    config = json.loads((whole / "config.json").read_text())
    assert config["data_hash"] == store.manifest["data_hash"]
    assert config["recipe"]["epochs"] == 4
    done = json.loads((whole / "DONE").read_text())
    assert done["sha256"]["model.safetensors"] == weights(whole)
    log = [json.loads(line) for line in (whole / "log.jsonl").read_text().splitlines()]
    assert [entry["epoch"] for entry in log] == [1.0, 2.0, 3.0, 4.0]


def test_same_seed_gives_the_same_weights(whole, store, settings, tmp_path):
    train_diagnose(store, tmp_path / "run", settings=settings)
    assert weights(tmp_path / "run") == weights(whole)


def test_other_seed_gives_other_weights(whole, store, settings, tmp_path):
    train_diagnose(store, tmp_path / "run", settings=settings, seed=1)
    assert weights(tmp_path / "run") != weights(whole)


def test_run_stopped_again_and_again_ends_with_the_same_weights(
    whole, store, settings, tmp_path
):
    calls, is_finished = 0, False
    while not is_finished:
        # A budget of nothing still does one step, so that the run gets on.
        result = train_diagnose(
            store, tmp_path / "run", settings=settings, limits=RunLimits(calls > 0, 0)
        )
        calls, is_finished = calls + 1, result.is_finished
    assert calls == 16
    assert weights(tmp_path / "run") == weights(whole)


def test_damaged_checkpoint_gives_way_to_the_one_before(
    whole, store, settings, tmp_path, caplog
):
    run = tmp_path / "run"
    for resume in (False, True, True):
        train_diagnose(store, run, settings=settings, limits=RunLimits(resume, 0))
    newest = sorted(run.glob("step-*.pt"))[-1]
    content = bytearray(newest.read_bytes())
    content[len(content) // 2] ^= 1
    newest.write_bytes(content)
    train_diagnose(store, run, settings=settings, limits=RunLimits(True))
    assert "is damaged" in caplog.text
    assert weights(run) == weights(whole)


def test_unfinished_run_is_not_continued_unasked(store, settings, tmp_path):
    train_diagnose(store, tmp_path, settings=settings, limits=RunLimits(False, 0))
    with pytest.raises(EcgktError, match="unfinished run: add --resume"):
        train_diagnose(store, tmp_path, settings=settings)


def test_other_settings_do_not_continue_a_run(store, settings, tmp_path):
    train_diagnose(store, tmp_path, settings=settings, limits=RunLimits(False, 0))
    other = replace(settings, augmentation=Augmentation(mixup=0.0))
    with pytest.raises(EcgktError, match="begun with another augmentation"):
        train_diagnose(store, tmp_path, settings=other, limits=RunLimits(True))


def test_finished_run_is_not_overwritten(whole, store, settings):
    with pytest.raises(EcgktError, match="is finished"):
        train_diagnose(store, whole, settings=settings, limits=RunLimits(True))


def test_second_run_in_the_folder_is_refused(store, settings, tmp_path):
    class Nested:
        n_items = 64

        def loss(self, model, rows, rng):
            train_diagnose(store, tmp_path, settings=settings, limits=RunLimits(True))

        def validate(self, model):
            raise AssertionError

    run = RunFolder(tmp_path, {}, resume=False)
    with pytest.raises(EcgktError, match="another run is training"):
        train(torch.nn.Linear(1, 1), Nested(), run, recipe=settings.recipe, seed=0)
    run.close()


def test_folder_that_cannot_be_written_is_named_before_training(
    store, settings, tmp_path
):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(EcgktError, match="cannot write to"):
        train_diagnose(store, tmp_path / "file" / "run", settings=settings)


def test_full_disk_leaves_older_checkpoints_whole(
    store, settings, tmp_path, monkeypatch
):
    train_diagnose(store, tmp_path, settings=settings, limits=RunLimits(False, 0))
    before = {path.name: path.read_bytes() for path in tmp_path.glob("step-*.pt")}

    def full(_handle):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("ecgkt.files.os.fsync", full)
        with pytest.raises((EcgktError, OSError), match="No space left on device"):
            train_diagnose(
                store, tmp_path, settings=settings, limits=RunLimits(True, 0)
            )
    assert {
        path.name: path.read_bytes() for path in tmp_path.glob("step-*.pt")
    } == before


def test_planted_statement_is_learned_and_shuffled_labels_are_not(
    store, settings, tmp_path
):
    recipe = replace(settings.recipe, epochs=25, judge_every=25, ema_decay=0.9)
    longer = replace(settings, recipe=recipe)
    scores = {}
    for is_shuffled in (False, True):
        run = tmp_path / str(is_shuffled)
        train_diagnose(store, run, settings=longer, shuffle_labels=is_shuffled)
        model = build_model(settings.model)
        model.load_state_dict(load_file(run / "model.safetensors"))
        task = DiagnoseTask(
            store, input_config=InputConfig(), augmentation=Augmentation()
        )
        logits = predict_logits(model, task.prepared.whole(task.tuning), InputConfig())
        scores[is_shuffled] = macro_auroc(task.tuning_labels[:, :1], logits[:, :1])
    assert scores[False] == 1.0
    assert scores[True] < 0.9


@pytest.mark.slow
def test_killed_run_goes_on_to_the_same_weights(whole, store, settings, tmp_path):
    """SIGKILL at several moments, then SIGTERM, which ends cleanly."""
    run = tmp_path / "run"
    np.save(tmp_path / "signals.npy", store.signals)
    np.save(tmp_path / "likelihoods.npy", store.likelihoods)
    store.records.to_parquet(tmp_path / "records.parquet")
    program = f"""
import json, sys
import numpy as np, pandas as pd
from pathlib import Path
from dataclasses import replace
from ecgkt.config import Config, ModelConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.training.loop.stage import RunLimits
from ecgkt.training.recipes.diagnose import DiagnoseSettings
from ecgkt.training.recipes.recipes import Recipe
from ecgkt.training.stages.diagnose import train_diagnose
folder = Path({str(tmp_path)!r})
store = PreparedStore(signals=np.load(folder / "signals.npy"),
    records=pd.read_parquet(folder / "records.parquet"),
    likelihoods=np.load(folder / "likelihoods.npy"), names={store.names!r},
    manifest={store.manifest!r})
settings = DiagnoseSettings(model=ModelConfig.from_dict({settings.model.to_dict()!r}),
    recipe=Recipe.from_dict({settings.recipe.to_dict()!r}))
print("ready", flush=True)
train_diagnose(store, folder / "run", settings=settings, limits=RunLimits(True))
"""
    root = Path(__file__).parents[3]
    env = {**os.environ, "PYTHONPATH": str(root)}
    for number, pause in (
        (signal.SIGKILL, 0.15),
        (signal.SIGKILL, 0.4),
        (signal.SIGTERM, 0.2),
    ):
        child = subprocess.Popen(
            [sys.executable, "-c", program],
            stdout=subprocess.PIPE,
            env=env,
            stderr=subprocess.DEVNULL,
        )
        assert child.stdout.readline() == b"ready\n"
        time.sleep(pause)
        child.send_signal(number)
        child.wait(60)
        child.stdout.close()
    if not (run / "DONE").exists():
        train_diagnose(store, run, settings=settings, limits=RunLimits(True))
    assert weights(run) == weights(whole)
