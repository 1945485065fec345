"""The multimodal reference: ECG and table side by side before one linear layer."""

import torch
from torch import Tensor, nn

from ecgkt.config import ModelConfig
from ecgkt.models.build import Encoder
from ecgkt.models.clinical_encoder import StaticEncoder


class FusedClassifier(nn.Module):
    """
    Late fusion.

    (B, n_leads, L) and (B, n_columns) -> (B, D_ecg + 128) -> (B, n_outputs)

    References
    ----------
    .. [1] MDS-ED, arXiv 2407.17856: concatenation, then one linear layer.
    """

    def __init__(self, config: ModelConfig, n_columns: int) -> None:
        super().__init__()
        self.encoder = Encoder(config)
        self.dropout = nn.Dropout(config.dropout)
        self.static = StaticEncoder(n_columns)
        width = sum(self.encoder.widths) + self.static.n_features
        self.head = nn.Linear(width, config.n_outputs)

    def fuse(self, embedding: Tensor, values: Tensor, missing: Tensor) -> Tensor:
        """Score embeddings of ECGs, (B, D_ecg), with their tables."""
        table = self.static(values, missing)
        logits: Tensor = self.head(torch.cat([self.dropout(embedding), table], dim=1))
        return logits

    def forward(self, x: Tensor, values: Tensor, missing: Tensor) -> Tensor:
        """Score a batch of crops in mV with their tables."""
        return self.fuse(self.encoder(x), values, missing)
