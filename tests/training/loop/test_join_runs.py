"""Networks trained apart score together as the mean of what each says."""

from dataclasses import replace

import pytest
import torch

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.errors import CheckpointError
from ecgkt.models.build import build_model
from ecgkt.training.loop.finished_run import FinishedRun
from ecgkt.training.loop.join_runs import join_runs

RESIDUAL = ModelConfig(kernels=(5,), channels=((8, 16),), blocks=1)
STATES = ModelConfig(kernels=(), channels=(), blocks=1, state_channels=(12,))
BOTH = ModelConfig(kernels=(9,), channels=((4, 8),), blocks=1, state_channels=(6,))


def finished(tmp_path, config, seed, **changed):
    torch.manual_seed(seed)
    model = build_model(config).eval()
    described = {"architecture": config.to_dict(), "input": InputConfig().to_dict()}
    run = FinishedRun(tmp_path / str(seed), described | changed, model.state_dict(), "")
    return run, model


def test_logits_of_the_joined_network_are_the_mean_over_all_branches(tmp_path):
    runs, models = zip(
        *(finished(tmp_path, c, n) for n, c in enumerate((STATES, BOTH, RESIDUAL))),
        strict=True,
    )
    architecture, tensors = join_runs(runs)
    config = ModelConfig.from_dict(architecture)
    assert config.kernels == (9, 5)
    assert config.state_channels == (12, 6)
    joined = build_model(config).eval()
    joined.load_state_dict(tensors)
    x = torch.randn(3, 8, 250)
    alone = torch.cat([model.branch_logits(x) for model in models])
    torch.testing.assert_close(joined(x), alone.mean(0))


def test_one_run_stays_as_it_is(tmp_path):
    run, _ = finished(tmp_path, BOTH, 0)
    architecture, tensors = join_runs([run])
    assert ModelConfig.from_dict(architecture) == BOTH
    assert tensors.keys() == run.tensors.keys()


def test_runs_that_do_not_fit_are_refused(tmp_path):
    run, _ = finished(tmp_path, RESIDUAL, 0)
    other, _ = finished(tmp_path, replace(RESIDUAL, blocks=2), 1)
    with pytest.raises(CheckpointError, match="expected blocks 1"):
        join_runs([run, other])
    shorter = InputConfig(crop=1.25).to_dict()
    third, _ = finished(tmp_path, RESIDUAL, 2, input=shorter)
    with pytest.raises(CheckpointError, match="sees the signal otherwise"):
        join_runs([run, third])
