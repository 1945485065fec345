"""Models whose explanations are known, and the tiny one of the app."""

import numpy as np
import pytest
import torch
from torch import nn

from ecgkt.checkpoint import load_bundle
from ecgkt.config import InputConfig
from ecgkt.explain.app_scores import AppScores, LabPart
from ecgkt.measure.beats import FEATURES, beat_features
from ecgkt.models.lab_head import LabHeads, LabTarget, Scaling
from ecgkt.preprocess.model_input import model_input


class Linear(nn.Module):
    """(B, 8, n) -> (B, 2): a weighted sum of the samples."""

    def __init__(self, n_samples=1000):
        super().__init__()
        generator = torch.Generator().manual_seed(0)
        self.weights = nn.Parameter(torch.randn(2, 8, n_samples, generator=generator))

    def forward(self, x):
        return torch.einsum("bln,tln->bt", x, self.weights)


@pytest.fixture
def linear():
    return Linear()


@pytest.fixture
def signal(record):
    """What the model sees of the synthetic recording, (8, 1000)."""
    return model_input(record, InputConfig())


def invented_heads(n_embedding, n_targets=2):
    rng = np.random.default_rng(0)
    columns = (0, 6)
    size = n_embedding + len(columns)
    targets = tuple(
        LabTarget(
            name="Potassium",
            direction=direction,
            unit="mEq/L",
            reference_range=(3.3, 5.1),
            platt=(1.5, -0.2),
            threshold=0.5,
            n=100,
            positives=20,
            n_patients=50,
            auroc=0.7,
            auroc_ci=(0.6, 0.8),
            readable=True,
        )
        for direction in ("low", "high")[:n_targets]
    )
    scaling = Scaling(
        typical=np.zeros(size),
        lower=np.full(size, -100.0),
        upper=np.full(size, 100.0),
        mean=rng.normal(size=size),
        scale=np.full(size, 2.0),
    )
    return LabHeads(
        targets=targets,
        columns=columns,
        scaling=scaling,
        weights=rng.normal(size=(size, n_targets)) / np.sqrt(size),
    )


@pytest.fixture(scope="session")
def bundle(tiny_model):
    return load_bundle(tiny_model)


@pytest.fixture(scope="session")
def heads(bundle):
    assert len(FEATURES) > 6
    return invented_heads(sum(bundle.model.encoder.widths))


@pytest.fixture
def scores(bundle, heads, signal):
    """The tiny model with its laboratory heads on the synthetic recording."""
    labs = LabPart(heads, beat_features(signal, bundle.input_config.fs))
    model = AppScores(bundle.model, bundle.input_config, bundle.decision, labs)
    return model.eval()
