"""Stage "delineate" on a handful of simulated records."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from ecgkt.bundle.delineator import load_delineator
from ecgkt.models.unet import DelineatorConfig
from ecgkt.training.inputs.simulated_waves import simulate_marked
from ecgkt.training.recipes.delineate import DELINEATE
from ecgkt.training.stages.delineate import DelineateTask, train_delineate, wave_loss

QUICK = replace(
    DELINEATE,
    model=DelineatorConfig(channels=(6, 8, 12), kernel=7),
    recipe=replace(
        DELINEATE.recipe,
        epochs=25,
        batch_size=4,
        judge_every=5,
        precision="float32",
        threads=1,
    ),
    crop=512,
    lead_counts=(3,),
    n_simulated=4,
)


@pytest.fixture(scope="module")
def records():
    return [simulate_marked((77, number)) for number in range(4)]


def test_a_short_run_learns_and_ends_with_a_delineator(records, tmp_path):
    result = train_delineate(records, tmp_path / "run", settings=QUICK)
    assert result.is_finished
    log = (tmp_path / "run" / "log.jsonl").read_text().splitlines()
    first, last = (json.loads(log[place]) for place in (0, -1))
    assert last["loss"] < first["loss"]
    delineator = load_delineator(tmp_path / "run")
    masks = delineator(records[0].record.signal, 500.0, range(12))
    assert masks.shape == (12, 3, 2500)


def test_only_marked_samples_count():
    torch.manual_seed(0)
    logits, masks = torch.randn(1, 2, 3, 32), torch.zeros(1, 2, 3, 32)
    known = torch.ones(1, 2, 1, 32)
    known[..., 16:] = 0
    changed = logits.clone()
    changed[..., 16:] = 9.0
    assert torch.equal(
        wave_loss(logits, masks, known, 0.5), wave_loss(changed, masks, known, 0.5)
    )


def test_right_masks_cost_less_than_wrong_ones():
    masks = (torch.rand(1, 2, 3, 64) > 0.5).float()
    known = torch.ones(1, 2, 1, 64)
    right = wave_loss((2 * masks - 1) * 8, masks, known, 0.5)
    wrong = wave_loss((1 - 2 * masks) * 8, masks, known, 0.5)
    assert float(right) < 0.01
    assert float(wrong) > 5


def test_jaccard_of_certain_masks_is_the_textbooks():
    masks = torch.zeros(1, 1, 3, 10)
    masks[..., 2:6] = 1
    said = torch.full_like(masks, -50.0)
    said[..., 4:8] = 50.0
    known = torch.ones(1, 1, 1, 10)
    with_overlap = wave_loss(said, masks, known, 1.0) - wave_loss(
        said, masks, known, 0.0
    )
    assert float(with_overlap) == pytest.approx(1 - 3 / 7, abs=1e-5)


def test_batches_are_a_function_of_the_generator(records):
    task = DelineateTask(records, QUICK)
    net = torch.nn.Module()
    net.forward = lambda x, _names: torch.zeros(*x.shape[:2], 3, x.shape[2])
    rows = np.arange(4)
    losses = [
        float(task.loss(net, rows, torch.Generator().manual_seed(seed)))
        for seed in (1, 1, 2)
    ]
    assert losses[0] == losses[1] != losses[2]
