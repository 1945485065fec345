"""Small untrained models, as the app loads them."""

from pathlib import Path

import torch

from ecgkt.bundle.classifier import save_bundle
from ecgkt.config import InputConfig, ModelConfig
from ecgkt.models.build import build_model
from ecgkt.models.decision import Calibration, Decision
from ecgkt.models.imn import Imn, ImnConfig
from ecgkt.models.second_opinion import SecondOpinion
from ecgkt.types.reading import ModelIdentity
from tests.builders.cards import invented_card


def save_tiny_model(folder: Path) -> None:
    """Write a small untrained model with an invented card."""
    config = ModelConfig(channels=((8, 16), (4, 8)), kernels=(5, 9), blocks=1)
    torch.manual_seed(0)
    save_bundle(
        folder,
        build_model(config).state_dict(),
        {
            "name": "tiny",
            "version": "0.0.0",
            "architecture": config.to_dict(),
            "input": InputConfig().to_dict(),
            "decision": Decision.neutral().to_dict(),
        },
        invented_card(),
    )


def tiny_second_opinion() -> SecondOpinion:
    """Return an untrained second opinion with an invented calibration."""
    torch.manual_seed(0)
    model = Imn(ImnConfig(channels=(8, 12, 16), n_features=6)).eval()
    with torch.no_grad():
        model.bias.normal_()
        model.mixture.normal_()
    return SecondOpinion(
        model=model,
        input_config=InputConfig(crop_stride=2.5),
        calibration=Calibration(platt=((1.7, -0.4),) * 71, thresholds=(0.3,) * 71),
        identity=ModelIdentity(name="tiny-exact", version="0", sha256="0" * 64),
    )
