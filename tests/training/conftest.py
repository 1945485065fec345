"""A small store of noise and a small recipe, so that a run takes seconds."""

import numpy as np
import pandas as pd
import pytest

from ecgkt.config import ModelConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.training.recipes import DiagnoseSettings, Recipe
from ecgkt.vocab import CODES


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
    manifest = {"data_hash": "a" * 64, "source": "noise"}
    return PreparedStore(
        signals=signals,
        records=records,
        likelihoods=likelihoods,
        names=CODES,
        manifest=manifest,
    )


@pytest.fixture(scope="session")
def settings() -> DiagnoseSettings:
    model = ModelConfig(kernels=(5, 9), channels=((8, 16), (4, 8)), blocks=1)
    recipe = Recipe(
        epochs=4, batch_size=16, judge_every=1, precision="float32", threads=1
    )
    return DiagnoseSettings(model=model, recipe=recipe)
