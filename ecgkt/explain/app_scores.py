"""What the networks say, as one differentiable function of the whole signal."""

from dataclasses import replace

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from ecgkt.config import InputConfig
from ecgkt.measure.beat_features import beat_features
from ecgkt.models.build import EcgClassifier
from ecgkt.models.decision import SUPERCLASS_MEMBERS, Decision
from ecgkt.models.lab_head import LabHeads
from ecgkt.models.predict import crop_starts
from ecgkt.types.explanation import TargetName
from ecgkt.types.record import Signal
from ecgkt.vocab.statements import CODES, SUPERCLASSES


class AppScores(nn.Module):
    """
    Log odds behind every probability that the app shows, by the networks alone.

    (B, 8, n_samples) -> crops (B * n_crops, 8, L) -> (B, n_targets)

    The crops are those of a map. Where they lie twice as dense as those of a reading, a
    score is that of other crops than the shown one: 0.02 to 0.09 apart on eight ECGs.

    Parameters
    ----------
    model : EcgClassifier
        It pools the logits of all crops.
    config : InputConfig
        Crop lengths.
    decision : Decision
        Calibration and rule of the super-classes, for the networks alone.
    heads : LabHeads or None
        Without them there are no laboratory targets.
    signal : numpy.ndarray of shape (8, n_samples), float32
        The recording, mV. Its beat features, which the laboratory heads take, are held
        fixed: the gradient goes through the embedding alone, so a map of a lab says
        nothing of what moved these features.
    """

    def __init__(
        self,
        model: EcgClassifier,
        config: InputConfig,
        decision: Decision,
        heads: LabHeads | None,
        signal: Signal,
    ) -> None:
        super().__init__()
        self.model, self.config, self.rule = model, config, decision.superclass_rule
        self.starts = crop_starts(replace(config, crop_stride=config.map_stride))
        self.targets = [TargetName("statement", code) for code in CODES]
        self.targets += [TargetName("superclass", code) for code in SUPERCLASSES]
        self.register_buffer("statements", _pairs(decision.statements.platt))
        self.register_buffer("superclasses", _pairs(decision.superclasses.platt))
        self.lab_scores: _LabScores | None = None
        if heads is not None:
            self.lab_scores = _LabScores(heads, beat_features(signal, config.fs))
            self.targets += map(TargetName.of_lab, heads.targets)

    def index(self, target: TargetName) -> int:
        """Return the column of a target; ValueError if this model has no such score."""
        return self.targets.index(target)

    @property
    def last_stages(self) -> list[nn.Module]:
        """What each branch of the encoder ends with, before it pools over time."""
        branches = self.model.encoder.branches
        return [branch.get_submodule("stages") for branch in branches]

    def crops(self, signals: Tensor) -> Tensor:
        """Cut (B, 8, n_samples) into (n_crops * B, 8, L), crop by crop."""
        length = self.config.crop_samples
        return torch.cat([signals[:, :, s : s + length] for s in self.starts])

    def forward(self, x: Tensor) -> Tensor:
        """Score whole recordings in mV."""
        B, n_crops = len(x), len(self.starts)
        embeddings = self.model.encoder(self.crops(x))
        parts = embeddings.split(self.model.encoder.widths, dim=1)
        each = [h(part) for h, part in zip(self.model.heads, parts, strict=True)]
        logits = self.model.pool(torch.stack(each).mean(0).reshape(n_crops, B, -1))
        slopes, shifts = self.get_buffer("statements")
        calibrated = logits * slopes + shifts
        scores = [calibrated, self._superclass_logits(calibrated)]
        if self.lab_scores is not None:
            mean = embeddings.reshape(n_crops, B, -1).mean(0)
            scores.append(self.lab_scores(mean))
        return torch.cat(scores, dim=1)

    def _superclass_logits(self, calibrated: Tensor) -> Tensor:
        scores = [
            group_logits(calibrated[:, list(m)], self.rule) for m in SUPERCLASS_MEMBERS
        ]
        slopes, shifts = self.get_buffer("superclasses")
        return torch.stack(scores, dim=1) * slopes + shifts


class _LabScores(nn.Module):
    """(B, D) -> (B, n_labs): `LabHeads.scores`, calibrated, with fixed features."""

    def __init__(self, heads: LabHeads, features: NDArray[np.floating]) -> None:
        super().__init__()
        n, scaling = heads.n_embedding, heads.scaling
        fixed = np.concatenate([np.zeros(n), features[list(heads.columns)]])
        measured = scaling.apply(fixed[None])[0, n:] @ heads.weights[n:].astype(float)
        for name in ("lower", "upper", "mean", "scale"):
            self.register_buffer(name, _tensor(getattr(scaling, name)[:n]))
        self.register_buffer("weights", _tensor(heads.weights[:n]))
        self.register_buffer("measured", _tensor(measured))
        self.register_buffer("platt", _pairs(tuple(t.platt for t in heads.targets)))

    def forward(self, embeddings: Tensor) -> Tensor:
        part = self.get_buffer
        cut = torch.minimum(torch.maximum(embeddings, part("lower")), part("upper"))
        scaled = (cut - part("mean")) / part("scale")
        slopes, shifts = part("platt")
        return (scaled @ part("weights") + part("measured")) * slopes + shifts


def group_logits(calibrated: Tensor, rule: str) -> Tensor:
    """Score one group as `group_scores` does, (B, n_members) -> (B,)."""
    if rule == "max":
        return calibrated.amax(dim=1)
    if rule == "logsumexp":
        return calibrated.logsumexp(dim=1)
    none = nn.functional.softplus(calibrated).sum(dim=1)
    none = none.clamp_min(torch.finfo(none.dtype).tiny)
    return none + torch.log(-torch.expm1(-none))


def _pairs(platt: tuple[tuple[float, float], ...]) -> Tensor:
    return _tensor(np.asarray(platt, dtype=float).T)


def _tensor(values: NDArray[np.floating]) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(values, dtype=np.float32))
