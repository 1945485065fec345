"""Models whose explanations are known, and the tiny one of the app."""

import pytest
import torch
from torch import nn

from ecgkt.bundle.classifier import load_bundle
from ecgkt.config import InputConfig
from ecgkt.explain.app_scores import AppScores
from ecgkt.measure.beat_features import FEATURES
from ecgkt.preprocess.model_input import model_input
from tests.builders.lab_heads import invented_heads


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
    parts = bundle.model, bundle.input_config, bundle.decision
    return AppScores(*parts, heads, signal).eval()
