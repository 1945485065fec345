"""Stage "delineate": where P, QRS and T are, from marked and from simulated beats."""

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Unpack

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Generator, Tensor, nn

from ecgkt.bundle.delineator import pack_delineator
from ecgkt.dataset.ludb import MarkedRecord
from ecgkt.models.unet import WaveUNet
from ecgkt.training.inputs.simulated_waves import simulate_marked
from ecgkt.training.inputs.wave_crops import WaveBatch, draw_crops, make_traces
from ecgkt.training.loop.loop import TrainResult, Validation
from ecgkt.training.loop.stage import RunOptions, Work, describe_run, run_stage
from ecgkt.training.recipes.delineate import (
    DELINEATE,
    DelineateSettings,
    WaveAugmentation,
)

VALIDATION_SEED = 1_000_000
"""Simulated recordings of the validation are of other seeds than those trained on."""
N_VALIDATION = 12
STILL = WaveAugmentation(stretch=0.0, gain_sd=0.0, flip=0.0, disturbed=0.0, smooth=0.0)


class DelineateTask:
    """
    Crops, masks and the loss of stage "delineate".

    Parameters
    ----------
    records : sequence of MarkedRecord
        Real recordings to learn from.
    settings : DelineateSettings
        Crops and simulated beats.
    seed : int
        Of the simulated recordings.
    device : str
        "cpu" or "cuda".
    """

    def __init__(
        self,
        records: Sequence[MarkedRecord],
        settings: DelineateSettings,
        *,
        seed: int = 0,
        device: str = "cpu",
    ) -> None:
        self.settings, self.device = settings, device
        self.real = make_traces(records)
        n_simulated = settings.n_simulated if settings.simulated_share else 0
        self.simulated = make_traces(
            [simulate_marked((seed, number)) for number in range(n_simulated)]
        )
        extra = round(settings.simulated_share * len(self.real)) if n_simulated else 0
        self.n_items = len(self.real) + extra
        apart = [simulate_marked((VALIDATION_SEED, n)) for n in range(N_VALIDATION)]
        self.validation = self._draw(
            make_traces(apart),
            np.random.default_rng(VALIDATION_SEED),
            n_leads=12,
            how=STILL,
        )

    def loss(self, model: nn.Module, rows: NDArray[np.int64], rng: Generator) -> Tensor:
        """Return cross-entropy and overlap loss of one batch, where marks are known."""
        draws = np.random.default_rng(int(torch.randint(2**62, (1,), generator=rng)))
        traces = [
            self.real[row]
            if row < len(self.real)
            else self.simulated[int(draws.integers(len(self.simulated)))]
            for row in rows.tolist()
        ]
        n_leads = int(draws.choice(self.settings.lead_counts))
        how = self.settings.augmentation
        batch = self._draw(traces, draws, n_leads=n_leads, how=how)
        signals, names, masks, known = (
            torch.from_numpy(part).to(self.device) for part in batch
        )
        logits = model(signals, names).float()
        return wave_loss(logits, masks, known, self.settings.overlap_weight)

    def _draw(
        self,
        traces: Sequence[Any],
        rng: np.random.Generator,
        *,
        n_leads: int,
        how: WaveAugmentation,
    ) -> WaveBatch:
        return draw_crops(
            traces,
            rng,
            n_leads=n_leads,
            length=self.settings.crop,
            fs=self.settings.model.fs,
            augmentation=how,
        )

    @torch.inference_mode()
    def validate(self, model: nn.Module) -> Validation:
        """Return the mean overlap (Jaccard) of the masks of simulated recordings."""
        signals, names, masks, known = map(torch.from_numpy, self.validation)
        model.eval()
        predicted = (
            model(signals.to(self.device), names.to(self.device)).float().cpu() > 0
        )
        true = masks > 0.5
        both = ((predicted & true) * known).sum((0, 1, 3))
        either = ((predicted | true) * known).sum((0, 1, 3))
        overlap = (both / either.clamp(min=1)).tolist()
        details = dict(zip(("p", "qrs", "t"), overlap, strict=True))
        return Validation(float(np.mean(overlap)), details)


def wave_loss(
    logits: Tensor, masks: Tensor, known: Tensor, overlap_weight: float
) -> Tensor:
    """
    Compare masks: cross-entropy per sample and soft Jaccard per wave.

    Parameters
    ----------
    logits, masks : torch.Tensor of shape (B, n_leads, n_waves, L)
        Predicted and true; the truth in 0-1.
    known : torch.Tensor of shape (B, n_leads, 1, L)
        1 where the truth is known.
    overlap_weight : float
        Of the second part.

    Returns
    -------
    torch.Tensor, scalar

    References
    ----------
    .. [1] Hedayat et al., ECG-DelNet, arXiv:2005.05236: soft Jaccard
       1 - (sum py + e) / (sum p + sum y - sum py + e). Departs from it: cross-entropy
       is added, whose 0.5 is the median of uncertain boundaries.
    """
    each = nn.functional.binary_cross_entropy_with_logits(
        logits, masks, reduction="none"
    )
    weight = known.expand_as(each)
    entropy = (each * weight).sum() / weight.sum().clamp(min=1)
    predicted = torch.sigmoid(logits) * known
    true = masks * known
    both = (predicted * true).sum((0, 1, 3))
    either = predicted.sum((0, 1, 3)) + true.sum((0, 1, 3)) - both
    overlap = 1 - (both + 1) / (either + 1)
    return entropy + overlap_weight * overlap.mean()


def train_delineate(
    records: Sequence[MarkedRecord],
    out: Path,
    *,
    settings: DelineateSettings = DELINEATE,
    **options: Unpack[RunOptions],
) -> TrainResult:
    """
    Run, or go on with, stage "delineate".

    Parameters
    ----------
    records : sequence of MarkedRecord
        All are learned from; what is to be evaluated is left out by the caller.
    out : pathlib.Path
        Run folder; ends with the delineator's two files, as they are shipped, and DONE.
    settings : DelineateSettings
        Architecture and recipe.
    **options
        As in `RunOptions`; the seed is that of the simulated beats, too.

    Returns
    -------
    TrainResult
        The score is the overlap with simulated masks.

    Raises
    ------
    EcgktError
        If the run folder cannot be used.
    """
    subject = {
        "n_records": len(records),
        "data_hash": hash_records(records),
        "architecture": settings.model.to_dict(),
        "recipe": settings.recipe.to_dict(),
        "augmentation": settings.augmentation.to_dict(),
        "crop": settings.crop,
        "lead_counts": list(settings.lead_counts),
        "simulated": [settings.n_simulated, settings.simulated_share],
        "overlap_weight": settings.overlap_weight,
    }
    described = describe_run("delineate", subject, settings.recipe, options)

    def build(seed: int, device: str) -> Work:
        model = WaveUNet(settings.model).to(device)
        task = DelineateTask(records, settings, seed=seed, device=device)

        def artefacts() -> dict[str, bytes]:
            return pack_delineator(model.state_dict(), settings.model, described)

        return Work(model, task, "simulated_overlap", artefacts)

    return run_stage(out, described, build, recipe=settings.recipe, options=options)


def hash_records(records: Sequence[MarkedRecord]) -> str:
    """Return the sha256 of signals and marks, in their order."""
    digest = hashlib.sha256()
    for marked in records:
        digest.update(marked.record.signal.tobytes())
        for lead in marked.leads:
            for name, pairs in sorted(lead.waves.items()):
                digest.update(name.encode() + pairs.tobytes())
    return digest.hexdigest()
