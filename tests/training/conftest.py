"""Small stores of noise and small recipes, so that a run takes seconds."""

import numpy as np
import pandas as pd
import pytest
import torch

from ecgkt.config import ModelConfig
from ecgkt.dataset.store import LabTables, PreparedStore
from ecgkt.models.joint import JointConfig
from ecgkt.training.recipes.align import AlignSettings
from ecgkt.training.recipes.diagnose import DiagnoseSettings
from ecgkt.training.recipes.recipes import Augmentation, Recipe
from ecgkt.vocab.statements import CODES


@pytest.fixture(autouse=True)
def keep_thread_count():
    before = torch.get_num_threads()
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def store() -> PreparedStore:
    """Ninety-six recordings; statement 0 is a lasting shift of lead II."""
    rng = np.random.default_rng(0)
    n = 96
    likelihoods = np.full((n, len(CODES)), np.nan, np.float32)
    likelihoods[::2, 0] = 100
    likelihoods[::3, 1] = 0
    signals = rng.normal(0, 100, (n, 8, 1000)).astype(np.int16)
    signals[::2, 1, ::4] += 800
    splits = np.repeat(["train", "tuning", "held_out"], [64, 16, 16])
    records = pd.DataFrame(
        {
            "record_id": np.arange(n).astype(str),
            "patient_id": np.arange(n),
            "split": splits,
        }
    )
    manifest = {"data_hash": "a" * 64, "source": "noise", "fs": 100.0}
    return PreparedStore(
        signals=signals,
        records=records,
        likelihoods=likelihoods,
        names=CODES,
        manifest=manifest,
    )


@pytest.fixture(scope="session")
def hospital() -> PreparedStore:
    """
    One hundred and sixty recordings of 80 patients, as a hospital would have them.

    Statement "A" comes with spikes in lead II, and so do high potassium and a fast
    pulse; "B" with a high potassium alone. Every eighth recording has no diagnoses.
    """
    rng = np.random.default_rng(1)
    n = 160
    is_ill = rng.random(n) < 0.5
    signals = rng.normal(0, 100, (n, 8, 1000)).astype(np.int16)
    signals[is_ill, 1, ::4] += 800
    potassium = np.where(is_ill, 6.0, 4.2) + rng.normal(0, 0.2, n)
    potassium[rng.random(n) < 0.3] = np.nan
    sodium = rng.normal(140, 4, n)
    sodium[rng.random(n) < 0.3] = np.nan
    values = pd.DataFrame({"Potassium": potassium, "Sodium": sodium}, dtype="float32")
    states = values.apply(lambda one: one.where(one.isna(), 0.0))
    states["Potassium"] += (values["Potassium"] > 5.1).astype("float32")
    states["Sodium"] -= (values["Sodium"] < 135).astype("float32")
    hours = values.apply(lambda one: one.where(one.isna(), 0.5))
    pulse = np.where(is_ill, 110, 70) + rng.normal(0, 5, n)
    pulse[::5] = np.nan
    likelihoods = np.full((n, 2), np.nan, np.float32)
    likelihoods[is_ill, 0] = 100
    likelihoods[potassium > 5.1, 1] = 100
    patients = np.arange(n) // 2
    records = pd.DataFrame(
        {
            "record_id": [f"r{place}" for place in range(n)],
            "patient_id": 1000 + patients,
            "split": np.where(
                patients < 60, "train", np.where(patients < 70, "tuning", "held_out")
            ),
            "age": rng.uniform(30, 80, n).astype("float32"),
            "sex": np.where(patients % 2, "female", "male"),
            "height": rng.normal(170, 8, n).astype("float32"),
            "weight": np.where(rng.random(n) < 0.5, np.nan, 75.0 + is_ill),
            "stay": np.where(np.arange(n) % 4 < 2, patients, -1),
            "is_labelled": np.arange(n) % 8 != 7,
        }
    )
    manifest = {"data_hash": "b" * 64, "source": "noise", "fs": 100.0}
    manifest["window_hours"] = 1.0
    return PreparedStore(
        signals=signals,
        records=records,
        likelihoods=likelihoods,
        names=("A", "B"),
        manifest=manifest,
        labs=LabTables(values, hours, states),
        vitals=pd.DataFrame({"heart_rate": pulse}, dtype="float32"),
    )


RECIPE = Recipe(epochs=4, batch_size=16, judge_every=1, precision="float32", threads=1)


@pytest.fixture(scope="session")
def settings() -> DiagnoseSettings:
    model = ModelConfig(kernels=(5, 9), channels=((8, 16), (4, 8)), blocks=1)
    return DiagnoseSettings(model=model, recipe=RECIPE)


@pytest.fixture(scope="session")
def align_settings(settings) -> AlignSettings:
    return AlignSettings(
        model=settings.model,
        recipe=RECIPE,
        augmentation=Augmentation(mixup=0.0),
        joint=JointConfig(
            expert_hidden=16, expert_width=8, projector_hidden=16, projection=16
        ),
    )
