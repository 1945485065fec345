"""The loop: best weights kept across interruptions, and rates that come apart."""

from dataclasses import replace

import pytest
import torch

from ecgkt.training.loop.loop import Validation, train
from ecgkt.training.loop.run_folder import RunFolder
from ecgkt.training.loop.schedule import plan_steps, rate, rows_of
from ecgkt.training.recipes.recipes import Recipe

RECIPE = Recipe(
    epochs=6,
    batch_size=4,
    judge_every=1,
    precision="float32",
    threads=1,
    keep_best=True,
)


class Model(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.encoder = torch.nn.Linear(1, 1)
        self.head = torch.nn.Linear(1, 1)

    def forward(self, x):
        return self.head(self.encoder(x))


class Rising:
    """The bias grows for ever; the third look is said to be the best."""

    n_items = 8

    def __init__(self):
        self.seen = []

    def loss(self, model, rows, rng):
        return -model(torch.ones(4, 1)).mean()

    def validate(self, model):
        self.seen.append(model.head.bias.item())
        bias = self.seen[-1]
        return Validation(-abs(bias - self.target), {"bias": bias})

    target = 0.0


def run_all(folder, budget=None, recipe=RECIPE):
    torch.manual_seed(0)
    task, is_finished, resume = Rising(), False, False
    while not is_finished:
        model = Model()
        torch.nn.init.constant_(model.head.bias, -0.006)
        torch.nn.init.constant_(model.encoder.bias, 0.5)
        torch.nn.init.constant_(model.encoder.weight, 0.5)
        torch.nn.init.constant_(model.head.weight, 0.5)
        run = RunFolder(folder, {}, resume=resume)
        result = train(model, task, run, recipe=recipe, seed=0, time_budget=budget)
        run.close()
        is_finished, resume = result.is_finished, True
    return task, model, result


def test_best_judged_weights_are_kept(tmp_path):
    task, model, result = run_all(tmp_path)
    nearest = min(task.seen, key=abs)
    assert model.head.bias.item() == nearest
    assert nearest not in (task.seen[0], task.seen[-1])
    assert result.score == -abs(nearest)


def test_best_weights_survive_interruptions(tmp_path):
    _, whole, _ = run_all(tmp_path / "whole")
    _, parts, _ = run_all(tmp_path / "parts", budget=0)
    assert parts.head.bias.item() == whole.head.bias.item()


def test_a_run_that_no_longer_gains_gives_up(tmp_path):
    patient = replace(RECIPE, epochs=30)
    whole, _, long_result = run_all(tmp_path / "patient", recipe=patient)
    hasty = replace(patient, patience=2)
    short, model, result = run_all(tmp_path / "hasty", recipe=hasty)
    best = min(range(len(whole.seen)), key=lambda place: abs(whole.seen[place]))
    assert len(short.seen) == best + 1 + 2 < len(whole.seen)
    assert result.n_steps < long_result.n_steps == 60
    assert model.head.bias.item() == min(short.seen, key=abs)
    pieces, again, _ = run_all(tmp_path / "pieces", budget=0, recipe=hasty)
    assert len(pieces.seen) == len(short.seen)
    assert again.head.bias.item() == model.head.bias.item()


def test_patience_needs_kept_weights():
    with pytest.raises(ValueError, match="patience is for runs that keep"):
        Recipe(patience=2)


def test_encoder_learns_at_its_own_rate(tmp_path):
    moved = {}
    for share in (1.0, 0.01):
        torch.manual_seed(0)
        model = Model()
        before = model.encoder.bias.item(), model.head.bias.item()
        run = RunFolder(tmp_path / str(share), {}, resume=False)
        recipe = replace(RECIPE, backbone_rate=share, keep_best=False)
        train(model, Rising(), run, recipe=recipe, seed=0)
        run.close()
        after = model.encoder.bias.item(), model.head.bias.item()
        moved[share] = [abs(b - a) for a, b in zip(before, after, strict=True)]
    assert moved[0.01][0] == pytest.approx(moved[1.0][0] / 100, rel=0.1)
    assert moved[0.01][1] == pytest.approx(moved[1.0][1], rel=0.1)


def test_few_recordings_get_the_least_number_of_steps():
    recipe = replace(RECIPE, epochs=10, batch_size=8, min_steps=400, judge_every=2)
    plan = plan_steps(recipe, 20)
    assert (plan.total, plan.validation_interval) == (400, 80)
    assert plan_steps(recipe, 8000).total == 10 * 1000
    with pytest.raises(ValueError, match="at least one recording"):
        plan_steps(recipe, 0)


def test_epoch_meets_each_item_once():
    rows = [row for step in range(5) for row in rows_of(7, step, 20, 4)]
    assert sorted(rows) == list(range(20))
    assert rows != [row for step in range(5, 10) for row in rows_of(7, step, 20, 4)]


def test_rate_warms_up_and_falls_to_a_hundredth():
    recipe = replace(RECIPE, learning_rate=1.0, warm_up=0.1)
    rates = [rate(step, 100, recipe) for step in range(100)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == rates[9] == pytest.approx(1.0)
    assert rates[-1] < 0.012


@pytest.mark.parametrize("n_items", [2, 3, 7, 9, 1000])
def test_small_epochs_have_small_batches_but_never_of_one(n_items):
    recipe = replace(RECIPE, batch_size=256, epoch_steps=4)
    assert 2 <= plan_steps(recipe, n_items).batch_size <= max(2, n_items // 4)
