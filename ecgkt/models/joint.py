"""ECG and clinical tables in one space: what stage "align" trains."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import torch
from torch import Tensor, nn

from ecgkt.config import Config, ModelConfig
from ecgkt.models.build import Encoder
from ecgkt.models.clinical_encoder import ClinicalEncoder
from ecgkt.models.projector import Projector

FUSED, VIEW = "fused", "view"
"""Names of the pairs beside those of the modalities."""


@dataclass(frozen=True, kw_only=True)
class JointConfig(Config):
    """
    Sizes around the ECG encoder during alignment.

    Attributes
    ----------
    expert_hidden, expert_width : int
        Of each modality's expert.
    projector_hidden, projection : int
        Of the projectors of both sides.
    temperature : float
        Where the learnable temperature of InfoNCE begins.
    """

    expert_hidden: int = 128
    expert_width: int = 64
    projector_hidden: int = 256
    projection: int = 256
    temperature: float = 0.07


class TableBatch(NamedTuple):
    """
    One modality of a batch.

    Attributes
    ----------
    values, missing : torch.Tensor of shape (B, n_columns), float32
        Scaled, 0 where missing; 1 where missing.
    present : torch.Tensor of shape (B,), bool
        Whether the recording has anything of this modality.
    """

    values: Tensor
    missing: Tensor
    present: Tensor


class ProjectionPair(NamedTuple):
    """
    Both sides of one comparison, for the recordings that have both.

    Attributes
    ----------
    rows : torch.Tensor of shape (n,), int64
        Places in the batch.
    ecg, clinical : torch.Tensor of shape (n, D), float32
        Projections; row i of one belongs to row i of the other.
    """

    rows: Tensor
    ecg: Tensor
    clinical: Tensor


class JointModel(nn.Module):
    """
    ECG encoder, one expert per modality, and projectors for every pair of them.

    (B, n_leads, L) -> embedding (B, D) -> per pair (n, D_projection)

    With several modalities there is a pair more: the mean of the experts' features.

    Parameters
    ----------
    model : ModelConfig
        Of the ECG encoder.
    config : JointConfig
        Sizes of the rest.
    columns : mapping of str to int
        Columns of each modality; empty where ECGs are compared with ECGs alone.
    has_views : bool
        Whether two crops of an ECG are compared as well.
    has_temperature : bool
        Whether the loss has a temperature to learn.
    n_regressed : int
        Columns that are predicted from the embedding by a linear layer; 0 for none.
    """

    def __init__(
        self,
        model: ModelConfig,
        config: JointConfig,
        columns: Mapping[str, int],
        *,
        has_views: bool = False,
        has_temperature: bool = False,
        n_regressed: int = 0,
    ) -> None:
        super().__init__()
        self.encoder = Encoder(model)
        n_embedding = sum(self.encoder.widths)

        def projectors(names: list[str], width: int) -> nn.ModuleDict:
            sizes = config.projector_hidden, config.projection
            return nn.ModuleDict({name: Projector(width, *sizes) for name in names})

        hidden, width = config.expert_hidden, config.expert_width
        self.experts = nn.ModuleDict(
            {name: ClinicalEncoder(n, hidden, width) for name, n in columns.items()}
        )
        pairs = [*columns, FUSED] if len(columns) > 1 else [*columns]
        self.ecg_projectors = projectors(
            [*pairs, VIEW] if has_views else pairs, n_embedding
        )
        self.clinical_projectors = projectors(pairs, width)
        self.regressor = nn.Linear(n_embedding, n_regressed) if n_regressed else None
        start = torch.tensor(math.log(config.temperature))
        self.log_temperature = nn.Parameter(start) if has_temperature else None

    def pairs(
        self, embedding: Tensor, tables: Mapping[str, TableBatch]
    ) -> dict[str, ProjectionPair]:
        """
        Project both sides of every pair.

        Parameters
        ----------
        embedding : torch.Tensor of shape (B, D), float32
            What the encoder put out.
        tables : mapping of str to TableBatch
            Every modality.

        Returns
        -------
        dict of str to ProjectionPair
            By modality, and `FUSED`. A recording that lacks a modality is left out
            there, and a pair with fewer than two recordings altogether.
        """
        pairs: dict[str, ProjectionPair] = {}
        total = torch.zeros((), device=embedding.device)
        count = torch.zeros((), device=embedding.device)
        for name, expert in self.experts.items():
            table = tables[name]
            features = expert(table.values, table.missing)
            weight = table.present[:, None].to(features.dtype)
            total, count = total + features * weight, count + weight
            self._add(pairs, name, embedding, features, table.present)
        if FUSED in self.clinical_projectors:
            present = count[:, 0] > 0
            mean = total / count.clamp_min(1)
            self._add(pairs, FUSED, embedding, mean, present)
        return pairs

    def _add(
        self,
        pairs: dict[str, ProjectionPair],
        name: str,
        embedding: Tensor,
        features: Tensor,
        present: Tensor,
    ) -> None:
        rows = present.nonzero()[:, 0]
        if len(rows) < 2:
            return
        ecg = self.ecg_projectors[name](embedding[rows])
        pairs[name] = ProjectionPair(
            rows, ecg, self.clinical_projectors[name](features[rows])
        )

    def views(self, first: Tensor, second: Tensor) -> ProjectionPair:
        """
        Project the embeddings of two crops of the same ECGs.

        Parameters
        ----------
        first, second : torch.Tensor of shape (B, D), float32
            Row i of one belongs to row i of the other.

        Returns
        -------
        ProjectionPair
            Both through the same projector.
        """
        projector = self.ecg_projectors[VIEW]
        rows = torch.arange(len(first), device=first.device)
        both = projector(torch.cat([first, second]))
        return ProjectionPair(rows, both[: len(first)], both[len(first) :])

    def forward(
        self, x: Tensor, tables: Mapping[str, TableBatch]
    ) -> dict[str, ProjectionPair]:
        """Embed a batch of crops in mV and project it with its tables."""
        return self.pairs(self.encoder(x), tables)
