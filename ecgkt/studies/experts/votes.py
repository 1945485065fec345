"""Five experts of different kinds, asked about the same ECGs."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import torch
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.bundle.delineator import load_installed
from ecgkt.config import ModelConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.errors import EcgktError
from ecgkt.models.build import Encoder
from ecgkt.models.predict import (
    Prediction,
    predict_chunks,
    predict_with_embeddings,
)
from ecgkt.models.second_opinion import SecondOpinion
from ecgkt.studies.experts.interval_table import interval_table
from ecgkt.studies.experts.noise_features import noise_features
from ecgkt.training.baselines import TableData, fit_boosted_trees, fit_logistic
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.finished_run import fill_encoder, load_run

Floats = NDArray[np.float64]

SPLITS = ("tuning", "held_out")
EXPERTS = {
    "residual": "residual network of the shipped pair",
    "state_space": "state-space network of the shipped pair",
    "exact": "second opinion, whose log-odds are exact sums",
    "intervals": "boosted trees on measured intervals, axes, voltages and beat shapes",
    "simulator": "linear layer on a residual network that saw simulated ECGs alone",
}
"""By name, what they are."""
BESIDE = {"intervals_logistic": "logistic regression on the same measurements"}
"""Measured, but of no vote: another reading of the same numbers."""


@dataclass(frozen=True, kw_only=True)
class Votes:
    """
    What the experts say of one split.

    Attributes
    ----------
    experts : numpy.ndarray of shape (n_experts, n, 71), float64
        Logits before calibration, in the order of `EXPERTS`.
    beside : numpy.ndarray of shape (n, 71), float64
        Of `BESIDE`.
    shipped : numpy.ndarray of shape (n, 71), float64
        Logits of the shipped pair of networks.
    features : numpy.ndarray of shape (n, n_features), float64
        What a gate may know.
    labels : numpy.ndarray of shape (n, 71), int64
        1 where a statement was made.
    patients : numpy.ndarray of shape (n,), int64
        Whose ECG it is.
    """

    experts: Floats
    beside: Floats
    shipped: Floats
    features: Floats
    labels: NDArray[np.int64]
    patients: NDArray[np.int64]

    def of(self, rows: NDArray) -> Self:
        """Return some ECGs, by a mask or by their places."""
        return type(self)(
            experts=self.experts[:, rows],
            beside=self.beside[rows],
            shipped=self.shipped[rows],
            features=self.features[rows],
            labels=self.labels[rows],
            patients=self.patients[rows],
        )


class Panel(NamedTuple):
    """
    Who votes.

    Attributes
    ----------
    bundle : Bundle
        The shipped model, a pair of a residual and a state-space network.
    second : SecondOpinion
        Of the same folder.
    folder : pathlib.Path
        That folder, for its delineator.
    simulated : pathlib.Path
        A run of ``train diagnose --network residual`` on a simulated cohort.
    """

    bundle: Bundle
    second: SecondOpinion
    folder: Path
    simulated: Path


def collect_votes(
    store: PreparedStore, panel: Panel, *, work: Path
) -> dict[str, Votes]:
    """
    Ask every expert about the ECGs that taught none of them.

    Parameters
    ----------
    store : PreparedStore
        PTB-XL; its split "train" teaches the last two experts.
    panel : Panel
        Who votes.
    work : pathlib.Path
        Folder of the measurements, which take an hour; a later call goes on from there.

    Returns
    -------
    dict of str to Votes
        By split.

    Raises
    ------
    EcgktError
        If the model is no such pair, or the run is of another kind.
    """
    installed = load_installed(panel.folder)
    rows = {split: store.split(split) for split in ("train", *SPLITS)}
    tables = {
        split: interval_table(store, places, installed, work=work)
        for split, places in rows.items()
    }
    taught = _taught_encoder(panel.simulated, store.manifest["source"])
    signals = PreparedSignals(store, panel.bundle.input_config)
    embedded = {
        split: predict_chunks(taught, signals.chunks(places), panel.bundle.input_config)
        for split, places in rows.items()
    }
    labels = {split: store.labels[places] for split, places in rows.items()}
    trees, logistic = (
        fit(_table(tables, labels), 0) for fit in (fit_boosted_trees, fit_logistic)
    )
    probe = fit_logistic(_table(embedded, labels), 0)
    found = {}
    for place, split in enumerate(SPLITS):
        seen = _read(panel.bundle, signals, rows[split])
        exact = predict_chunks(
            panel.second.model,
            PreparedSignals(store, panel.second.input_config).chunks(rows[split]),
            panel.second.input_config,
        )
        pair = _pair_logits(panel.bundle, seen.embeddings)
        experts = np.stack([*pair, exact, trees[place], probe[place]])
        found[split] = Votes(
            experts=experts.astype(np.float64),
            beside=logistic[place].astype(np.float64),
            shipped=seen.logits.astype(np.float64),
            features=noise_features(store, rows[split]),
            labels=labels[split].astype(np.int64),
            patients=store.records["patient_id"].to_numpy(np.int64)[rows[split]],
        )
    return found


def _table(
    parts: dict[str, NDArray[np.float32]], labels: dict[str, NDArray]
) -> TableData:
    return TableData(
        parts["train"],
        parts["tuning"],
        parts["held_out"],
        labels["train"],
        labels["tuning"],
    )


def _taught_encoder(run: Path, source: str) -> torch.nn.Module:
    """Return the encoder of a run on another source, in evaluation mode."""
    finished = load_run(run)
    if finished.config["source"] == source:
        raise EcgktError(f"expected a run on simulated ECGs in {run}, found {source}")
    config = ModelConfig.from_dict(finished.config["architecture"])
    encoder = Encoder(config)
    fill_encoder(encoder, finished, config)
    return encoder.eval()


def _read(bundle: Bundle, signals: PreparedSignals, rows: NDArray) -> Prediction:
    parts = [
        predict_with_embeddings(bundle.model, chunk, bundle.input_config)
        for chunk in signals.chunks(rows)
    ]
    return Prediction(*map(np.concatenate, zip(*parts, strict=True)))


def _pair_logits(
    bundle: Bundle, embeddings: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Ask the heads of both networks apart: (2, n, 71)."""
    with torch.inference_mode():
        logits = bundle.model.head_logits(torch.from_numpy(embeddings)).numpy()
    if len(logits) != 2:
        raise EcgktError(f"expected a pair of networks, found {len(logits)}")
    found: NDArray[np.float32] = logits
    return found
