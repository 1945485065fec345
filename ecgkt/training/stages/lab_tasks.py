"""Stage "labs" in both of its forms: reading an embedding, or changing it."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn

from ecgkt.config import InputConfig
from ecgkt.dataset.store import PreparedStore
from ecgkt.models.build import EcgClassifier
from ecgkt.models.predict import predict_chunks
from ecgkt.training.inputs.augment import augment
from ecgkt.training.inputs.prepared_signals import PreparedSignals
from ecgkt.training.loop.loop import Validation
from ecgkt.training.loop.precision import autocast
from ecgkt.training.loop.tuning_score import masked_macro_auroc
from ecgkt.training.losses.masked_bce import masked_bce
from ecgkt.training.recipes.labs import LabSettings


class ProbeHeads(nn.Module):
    """
    One linear head per branch of a frozen encoder.

    standardised embedding (B, D) -> (n_branches, B, n_outputs)

    Parameters
    ----------
    widths : list of int
        Of the branches.
    n_outputs : int
        Lab targets.
    """

    def __init__(self, widths: list[int], n_outputs: int) -> None:
        super().__init__()
        self.widths = widths
        self.heads = nn.ModuleList(nn.Linear(width, n_outputs) for width in widths)

    def forward(self, embedding: Tensor) -> Tensor:
        """Score a batch of embeddings, each branch by itself."""
        parts = embedding.split(self.widths, dim=1)
        return torch.stack(
            [head(part) for head, part in zip(self.heads, parts, strict=True)]
        )

    @torch.no_grad()
    def fill(self, model: EcgClassifier, mean: Tensor, deviation: Tensor) -> None:
        """Hand the heads to a classifier that does not standardise."""
        means, deviations = mean.split(self.widths), deviation.split(self.widths)
        for place, (own, other) in enumerate(zip(self.heads, model.heads, strict=True)):
            assert isinstance(own, nn.Linear)
            assert isinstance(other, nn.Linear)
            weight = own.weight / deviations[place]
            other.weight.copy_(weight)
            other.bias.copy_(own.bias - weight @ means[place])


class ProbeTask:
    """
    Heads on the embeddings of whole recordings; the encoder is not touched.

    Parameters
    ----------
    prepared : PreparedSignals
        The store's ECGs.
    encoder : torch.nn.Module
        Frozen.
    targets : numpy.ndarray of shape (n_records, n_outputs), float32
        1, 0 or NaN; rows as in the store.
    rows, tuning : numpy.ndarray of int64
        Training and tuning recordings.
    device : str
        "cpu" or "cuda".
    """

    def __init__(
        self,
        prepared: PreparedSignals,
        encoder: nn.Module,
        targets: NDArray[np.float32],
        *,
        rows: NDArray[np.int64],
        tuning: NDArray[np.int64],
        device: str,
    ) -> None:
        self.n_items, self.device = len(rows), device
        self.targets, self.tuning_targets = targets[rows], targets[tuning]
        embedded, self.tuning_embedded = (
            torch.from_numpy(
                predict_chunks(encoder, prepared.chunks(part), prepared.config)
            )
            for part in (rows, tuning)
        )
        self.mean, self.deviation = embedded.mean(0), embedded.std(0).clamp_min(1e-6)
        self.embedded = (embedded - self.mean) / self.deviation

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the masked cross-entropy of one batch, mean over the branches."""
        del rng  # nothing is drawn
        logits = model(self.embedded[rows].to(self.device)).float()
        targets = torch.from_numpy(self.targets[rows]).to(self.device)
        return torch.stack([masked_bce(branch, targets) for branch in logits]).mean()

    @torch.no_grad()
    def validate(self, model: nn.Module) -> Validation:
        """Return the macro AUROC over the known lab targets of the tuning split."""
        embedded = (self.tuning_embedded - self.mean) / self.deviation
        logits = model(embedded.to(self.device)).mean(0).float().cpu().numpy()
        return Validation(masked_macro_auroc(self.tuning_targets, logits))


class JointLabTask:
    """
    Labs and diagnoses together, from random crops; the encoder learns from both.

    Parameters
    ----------
    store : PreparedStore
        Its statements are the diagnoses; unlabelled recordings teach labs alone.
    settings : LabSettings
        Recipe and weights.
    input_config : InputConfig
        Crop length and clipping.
    targets : numpy.ndarray of shape (n_records, n_labs), float32
        1, 0 or NaN; rows as in the store.
    device : str
        "cpu" or "cuda".

    Raises
    ------
    ValueError
        If crops would be mixed: an unknown label cannot.
    """

    def __init__(
        self,
        store: PreparedStore,
        settings: LabSettings,
        input_config: InputConfig,
        targets: NDArray[np.float32],
        *,
        device: str,
    ) -> None:
        if settings.augmentation.mixup:
            raise ValueError("unknown labs cannot be mixed: mixup must be 0")
        self.settings, self.device, self.labs = settings, device, targets
        self.prepared = PreparedSignals(store, input_config)
        self.rows, self.tuning = store.split("train"), store.split("tuning")
        self.n_items = len(self.rows)
        diagnoses = store.labels.astype(np.float32)
        diagnoses[~store.is_labelled] = np.nan
        self.diagnoses = diagnoses

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return the weighted sum of both masked cross-entropies of one batch."""
        assert isinstance(model, EcgClassifier)
        items, n_labs = self.rows[rows], self.labs.shape[1]
        crops = self.prepared.random_crops(items, rng)
        crops = augment(
            crops, self.prepared.config.fs, self.settings.augmentation, rng
        ).to(self.device)
        labs, diagnoses = (
            torch.from_numpy(part[items]).to(self.device)
            for part in (self.labs, self.diagnoses)
        )
        weight = self.settings.diagnosis_weight
        parts = [
            masked_bce(branch[:, :n_labs], labs)
            + weight * masked_bce(branch[:, n_labs:], diagnoses)
            for branch in model.branch_logits(crops).float()
        ]
        return torch.stack(parts).mean()

    def validate(self, model: nn.Module) -> Validation:
        """Return the macro AUROC of the labs; that of the diagnoses is logged."""
        live = self.prepared.config.without_overlap
        with autocast(self.device):
            logits = predict_chunks(model, self.prepared.chunks(self.tuning), live)
        n_labs = self.labs.shape[1]
        labs = masked_macro_auroc(self.labs[self.tuning], logits[:, :n_labs])
        other = masked_macro_auroc(self.diagnoses[self.tuning], logits[:, n_labs:])
        return Validation(labs, {"diagnoses_tuning": other})
