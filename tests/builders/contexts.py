"""A small untrained network for age and sex, a store of people, invented figures."""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from ecgkt.bundle.classifier import Bundle
from ecgkt.dataset.store import StoreFiles
from ecgkt.models.context import ContextConfig, ContextModel, ContextNet
from ecgkt.types.context import (
    Context,
    ContextReading,
    ContextScore,
    ContextValidity,
    Measured,
    StatementValidity,
)
from ecgkt.types.reading import ModelIdentity
from ecgkt.vocab.statements import CODES

STRONG = 2.0
"""Of the last layer: contexts that turn verdicts, as no honest network has them."""
VALIDITY = ContextValidity(
    n_records=2198,
    gain=Measured(0.0003, (-0.0002, 0.0008)),
    statements=tuple(
        StatementValidity(Measured(0.91, (0.88, 0.94)), code != "PSVT")
        for code in CODES
    ),
)
IDENTITY = ModelIdentity(name="tiny-context", version="0", sha256="c" * 64)


def tiny_context(bundle: Bundle) -> ContextModel:
    """Return a network for a model, its last layer drawn and not learned."""
    torch.manual_seed(3)
    n_features = sum(bundle.model.encoder.widths)
    net = ContextNet(ContextConfig(n_features=n_features, width=8, hidden=8))
    with torch.no_grad():
        net.out.normal_(0, STRONG)
    return ContextModel(net=net.eval(), identity=IDENTITY, validity=VALIDITY)


def context_reading(*, lvh: float = 0.9, start_s: float = 0.0) -> ContextReading:
    """Return a second result in which age and sex change one statement or none."""
    scores = tuple(
        ContextScore(
            code=code,
            probability=0.3,
            with_context=0.51 if code == "LVH" and lvh else 0.3,
            threshold=0.4,
            log_odds={"age": lvh if code == "LVH" else 0.0, "sex": 0.0},
            validity=validity,
        )
        for code, validity in zip(CODES, VALIDITY.statements, strict=True)
    )
    return ContextReading(
        model=IDENTITY,
        context=Context(age=63, sex="female"),
        scores=scores,
        attention={"age": (0.1,) * 6 + (0.4,), "sex": (1 / 7,) * 7},
        crop_starts=tuple(start_s + 1.25 * place for place in range(7)),
        crop_s=2.5,
        gain=VALIDITY.gain,
        n_judged=VALIDITY.n_records,
    )


def save_store_of_people(small_store: Path, folder: Path) -> None:
    """Copy the small store and give its people ages and sexes."""
    shutil.copytree(small_store, folder)
    place = StoreFiles(folder).records
    records, rng = pd.read_parquet(place), np.random.default_rng(4)
    ages = rng.uniform(20, 90, len(records)).astype(np.float32)
    records["age"] = np.where(rng.random(len(records)) < 0.1, np.nan, ages)
    records["sex"] = rng.choice(["male", "female"], len(records))
    records.to_parquet(place)


def context_document() -> dict:
    """A document of ecgkt.context-results/1 whose figures are invented."""
    figure = {"value": 0.93, "ci": [0.92, 0.94]}
    gain = {"value": 0.0003, "ci": [-0.0002, 0.0008]}
    macro = {
        "n_labels": 71,
        "alone": figure,
        "with_context": figure,
        "gain": gain,
        "plain_gain": {"value": -0.0001, "ci": [-0.0004, 0.0002]},
    }
    split = {
        "n_records": 2198,
        "n_patients": 1904,
        "all": macro,
        "frequent": macro,
        "within": macro,
        "loss_change": {"value": 0.00002, "ci": [-0.00001, 0.00005]},
        "plain_loss_change": gain,
    }
    labels = [
        {
            "code": code,
            "positives": 60,
            "alone": figure,
            "with_context": figure,
            "gain": gain,
        }
        for code in CODES
    ]
    return {
        "command": "python -m ecgkt bundle-context RUN --store STORE",
        "data_hash": "0" * 64,
        "model": {"sha256": "a" * 64},
        "context": {"sha256": "c" * 64},
        "n_parameters": 50000,
        "splits": {"tuning": split, "held_out": split},
        "labels": labels,
    }
