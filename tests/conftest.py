"""What many tests need: a synthetic record, a tiny model, and real data if there."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ecgkt.simulate.example import simulate_example
from ecgkt.types.record import EcgRecord
from tests.builders.cards import invented_card
from tests.builders.slow import pytest_collection_modifyitems  # noqa: F401

ROOT = Path(__file__).parents[1]

PACKED = ROOT.parent / "shared" / "data"


@pytest.fixture
def record() -> EcgRecord:
    """One seeded synthetic recording: 500 Hz, 10 s, an adult."""
    return simulate_example("normal", seed=7, fs=500.0)


def unpacked(name: str) -> Path:
    """Restore one packed data set into the user's cache, once, or skip the test."""
    if not (PACKED / "unpack.py").exists():
        pytest.skip("needs ../shared/data, which this checkout does not have beside it")
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache"))
    target = home / "ecgkt-tests" / "data"
    target.mkdir(parents=True, exist_ok=True)
    if not (target / f"{name}.complete").exists():
        command = [sys.executable, str(PACKED / "unpack.py"), str(target), name]
        subprocess.run(command, check=True, capture_output=True)
        (target / f"{name}.complete").touch()
    return target / name


@pytest.fixture(scope="session")
def ptb_xl() -> Path:
    return unpacked("ptb-xl")


@pytest.fixture(scope="session")
def mimic_ecg_demo() -> Path:
    return unpacked("mimic-iv-ecg-demo")


@pytest.fixture(scope="session")
def mimic_clinical_demo() -> Path:
    return unpacked("mimic-iv-clinical-demo")


@pytest.fixture(scope="session")
def mimic_ed_demo() -> Path:
    return unpacked("mimic-iv-ed-demo")


@pytest.fixture(scope="session")
def ludb() -> Path:
    return unpacked("ludb-odd")


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small untrained model with an invented card."""
    import torch

    from ecgkt.bundle.classifier import save_bundle
    from ecgkt.config import InputConfig, ModelConfig
    from ecgkt.models.build import build_model
    from ecgkt.models.decision import Decision

    config = ModelConfig(channels=((8, 16), (4, 8)), kernels=(5, 9), blocks=1)
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("tiny") / "model"
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
    return folder


@pytest.fixture
def second_opinion():
    """Return an untrained second opinion with an invented calibration."""
    import torch

    from ecgkt.config import InputConfig
    from ecgkt.models.decision import Calibration
    from ecgkt.models.imn import Imn, ImnConfig
    from ecgkt.models.second_opinion import SecondOpinion
    from ecgkt.types.reading import ModelIdentity

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


@pytest.fixture
def labs_by_diagnosis() -> dict:
    """A document of ecgkt.labs-by-diagnosis/1 whose figures are invented."""

    def pair(name: str, ratio: float, low: float, high: float) -> dict:
        return {
            "name": name,
            "direction": "high",
            "ratio": ratio,
            "low": low,
            "high": high,
            "prevalence_with": 0.25 * ratio,
            "prevalence_without": 0.25,
            "patients_with": 19,
            "patients_without": 80,
        }

    pairs = [
        pair("Urea Nitrogen", 1.25, 0.75, 2.0),
        pair("Sodium", 1.5, 1.125, 2.25),
        pair("Creatinine", 2.0, 1.25, 3.5),
        pair("INR(PT)", 0.5, 0.25, 0.75),
    ]
    statement = {"code": "AFIB", "n_ecgs": 96, "n_patients": 21, "n_pairs": 53}
    arms = ("lab_head", "diagnoses", "positives", "diagnoses_and_embedding", "constant")
    aurocs = dict(zip(arms, (0.5625, 0.53125, 0.515625, 0.546875, 0.5), strict=True))
    gain = {"value": 0.03125, "ci": [0.015625, 0.046875]}
    lab = {"name": "Creatinine", "direction": "high", "n_patients": 88}
    return {
        "schema": "ecgkt.labs-by-diagnosis/1",
        "command": "python -m ecgkt evaluate labs-by-diagnosis --store STORE --json",
        "model": {"sha256": "0" * 64},
        "store": {"source": "invented", "data_hash": "0" * 64},
        "n_ecgs": 657,
        "n_patients": 92,
        "window_hours": 6.0,
        "n_draws": 1000,
        "min_patients": 8,
        "min_cases": 5,
        "rules": {"diagnoses": "An invented rule."},
        "n_pairs": 106,
        "n_pairs_measured": 4,
        "n_pairs_excluding_one": 3,
        "by_chance": {
            "n_deals": 50,
            "measured_mean": 3.5,
            "excluding_mean": 1.25,
            "excluding_max": 2,
            "deals_reaching_share": 0,
        },
        "statements": [
            {**statement, "pairs": pairs},
            {**statement, "code": "WPW", "n_ecgs": 2, "n_patients": 1, "pairs": []},
        ],
        "cohort": {
            "folds": 10,
            "repeats": 5,
            "seeds": [0, 1, 2, 3, 4],
            "n_targets": 1,
            "mean_auroc": aurocs,
            "mean_auroc_ci": {
                name: [v - 0.025, v + 0.025] for name, v in aurocs.items()
            },
            "differences": [{"of": "lab_head", "less": "diagnoses", **gain}],
            "labs": [
                {
                    **lab,
                    "lab_head_auroc": 0.6875,
                    "diagnoses_auroc": 0.625,
                    "difference": {"value": 0.0625, "ci": [-0.03125, 0.15625]},
                }
            ],
        },
    }
