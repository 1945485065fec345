"""A small store, a small model and answers that fit each other; no real patients."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from numpy.typing import NDArray

from ecgkt.bundle.classifier import save_bundle
from ecgkt.config import InputConfig, ModelConfig
from ecgkt.dataset.store import SCHEMA, StoreFiles
from ecgkt.models.build import build_model
from ecgkt.vocab.leads import INDEPENDENT_LEADS
from ecgkt.vocab.statements import CODES

N_RECORDS = 180
RARE = CODES.index("PSVT")
"""A statement that nobody in the small store carries."""


def save_small_store(folder: Path) -> None:
    """Write 180 records of 90 patients; folds 1-3 train, 9 tuning, 10 held out."""
    files, rng = StoreFiles(folder), np.random.default_rng(8)
    patients = np.repeat(np.arange(N_RECORDS // 2), 2)
    fold = np.array([1, 2, 3, 9, 9, 10, 10])[patients % 7].astype(np.int8)
    split = np.select([fold < 9, fold == 9], ["train", "tuning"], "held_out")
    records = pd.DataFrame({"patient_id": patients, "fold": fold, "split": split})
    records.insert(0, "record_id", np.arange(N_RECORDS).astype(str))
    made = rng.random((N_RECORDS, len(CODES))) < rng.uniform(0.1, 0.6, len(CODES))
    made[:, RARE] = False
    likelihoods = np.where(made, 100.0, np.nan).astype(np.float32)
    signals = rng.normal(0, 300, size=(N_RECORDS, 8, 1000)).astype(np.int16)
    np.save(files.signals, signals)
    records.to_parquet(files.records)
    pd.DataFrame(likelihoods, columns=list(CODES)).to_parquet(files.statements)
    manifest = {
        "schema": SCHEMA,
        "source": "ptb-xl",
        "fs": 100.0,
        "n_samples": 1000,
        "leads": list(INDEPENDENT_LEADS),
        "data_hash": "0" * 64,
    }
    files.manifest.write_text(json.dumps(manifest))


def save_draft(folder: Path) -> None:
    """Write an untrained model, without decision and card."""
    architecture = ModelConfig(kernels=(5,), channels=((8, 16),), blocks=1)
    torch.manual_seed(0)
    config = {
        "name": "small",
        "version": "0",
        "architecture": architecture.to_dict(),
        "input": InputConfig().to_dict(),
    }
    save_bundle(folder, build_model(architecture).state_dict(), config)


def fitting_answers() -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    """Return logits and fitting labels of 400 records; PSVT has no positive."""
    rng = np.random.default_rng(6)
    logits = rng.normal(-1.5, 1.5, size=(400, len(CODES))).astype(np.float32)
    labels = (rng.random(logits.shape) < 1 / (1 + np.exp(-logits))).astype(np.uint8)
    labels[:, RARE] = 0
    return logits, labels
