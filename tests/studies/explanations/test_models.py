import numpy as np
import pytest
import torch

from ecgkt.bundle.classifier import load_bundle
from ecgkt.config import InputConfig, ModelConfig
from ecgkt.errors import EcgktError
from ecgkt.models.build import build_model
from ecgkt.preprocess.model_input import model_input
from ecgkt.studies.explanations.models import gather_models, randomise
from ecgkt.types.explanation import TargetName
from tests.builders.lab_heads import invented_heads
from tests.builders.runs import finished_run

LAB = TargetName("lab", "Potassium high")


@pytest.fixture(scope="module")
def bundle(tiny_model):
    return load_bundle(tiny_model)


def test_only_the_last_layers_become_random(bundle):
    before = {k: v.clone() for k, v in bundle.model.state_dict().items()}
    other = randomise(bundle.model, only_last=True).state_dict()
    for name, value in bundle.model.state_dict().items():
        assert torch.equal(value, before[name]), name
    changed = {
        name for name, value in before.items() if not torch.equal(value, other[name])
    }
    assert {name for name in changed if name.startswith("heads.")}
    inside = {name for name in changed if "branches" in name}
    assert inside
    assert all(".stages.1." in name for name in inside)
    assert not any("stem" in name for name in changed)


def test_every_weight_of_a_state_space_network_is_drawn_anew():
    config = ModelConfig(kernels=(), channels=(), state_channels=(6,), state_blocks=2)
    model = build_model(config)
    before = model.state_dict()
    last = randomise(model, only_last=True).state_dict()
    changed = {name for name in before if not torch.equal(before[name], last[name])}
    inside = {name for name in changed if name.startswith("encoder.")}
    assert inside
    assert all(".stages.1." in name for name in inside)
    whole = randomise(model, only_last=False).state_dict()
    kept = {name for name in before if torch.equal(before[name], whole[name])}
    constant = ("log_damping", "norm.", "stem.1.", "num_batches_tracked")
    assert all(any(part in name for part in constant) for name in kept), kept


def test_all_layers_become_random(bundle):
    other = randomise(bundle.model, only_last=False).state_dict()
    before = bundle.model.state_dict()
    assert not torch.equal(
        other["encoder.branches.0.stem.0.weight"],
        before["encoder.branches.0.stem.0.weight"],
    )


def test_runs_are_sorted_by_their_labels(bundle, tmp_path, record):
    runs = [
        finished_run(tmp_path / "a", bundle),
        finished_run(tmp_path / "b", bundle, shuffle_labels=True),
    ]
    models = gather_models(bundle, None, runs)
    assert (len(models.seeds), len(models.shuffled)) == (1, 1)
    assert models.shuffled[0].epochs == 3
    signal = model_input(record, InputConfig())
    x = torch.from_numpy(signal[None])
    with torch.inference_mode():
        mine, other = (
            models.scores(signal)(x),
            models.scores(signal, models.seeds[0])(x),
        )
    assert np.allclose(mine, other, atol=1e-6)
    assert LAB not in models.scores(signal).targets


def test_runs_of_one_seed_are_averaged(bundle, tmp_path):
    runs = [
        finished_run(tmp_path / "a", bundle),
        finished_run(tmp_path / "b", bundle, recipe={"epochs": 2}),
        finished_run(tmp_path / "c", bundle, seed=2),
        finished_run(tmp_path / "d", bundle, shuffle_labels=True),
    ]
    models = gather_models(bundle, None, runs)
    assert [(it.seed, it.epochs) for it in models.seeds] == [(1, 2), (2, 3)]
    assert len(models.shuffled) == 1
    pair, alone = (len(it.model.encoder.branches) for it in models.seeds)
    assert pair == 2 * alone
    shorter = InputConfig(crop=1.25).to_dict()
    other = finished_run(tmp_path / "e", bundle, input=shorter)
    with pytest.raises(EcgktError, match="sees the signal otherwise"):
        gather_models(bundle, None, [runs[0], other])


def test_random_copies_have_random_laboratory_heads(bundle, tmp_path, record):
    heads = invented_heads(sum(bundle.model.encoder.widths))
    seed = finished_run(tmp_path / "a", bundle)
    models = gather_models(bundle, heads, [seed])
    signal = model_input(record, InputConfig())

    def weights(other):
        return models.scores(signal, other).lab_scores.get_buffer("weights").numpy()

    own, last, lost = (
        weights(other) for other in (None, models.last_random, models.all_random)
    )
    assert np.allclose(own, heads.weights[: len(own)])
    assert np.array_equal(last, lost)
    assert abs(np.corrcoef(own.ravel(), last.ravel())[0, 1]) < 0.3
    assert last.std() == pytest.approx(own.std(), rel=0.2)
    assert LAB not in models.scores(signal, models.seeds[0]).targets


def test_run_of_another_stage_is_refused(bundle, tmp_path):
    with pytest.raises(EcgktError, match="71 statements"):
        gather_models(
            bundle, None, [finished_run(tmp_path / "a", bundle, stage="align")]
        )
