"""Encoders of clinical tables: scaled values beside flags of what is missing."""

import torch
from torch import Tensor, nn


class ClinicalEncoder(nn.Module):
    """
    Expert for one modality.

    (B, n_columns) values and missing flags -> (B, D_hidden) -> (B, D)

    References
    ----------
    .. [1] Zhang et al., "CognitionCapturer", arXiv 2412.10489: one expert per modality
       (Linear, GELU, Linear, LayerNorm).
    """

    def __init__(self, n_columns: int, n_hidden: int, n_features: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(2 * n_columns, n_hidden),
            nn.GELU(),
            nn.Linear(n_hidden, n_features),
            nn.LayerNorm(n_features),
        )

    def forward(self, values: Tensor, missing: Tensor) -> Tensor:
        """Encode scaled values, 0 where missing, and flags, 1 where missing."""
        features: Tensor = self.layers(torch.cat([values, missing], dim=1))
        return features


class StaticEncoder(nn.Module):
    """
    Encoder of a whole table for late fusion.

    (B, n_columns) values and missing flags -> 128 -> 128 -> (B, 128)

    References
    ----------
    .. [1] The static encoder of MDS-ED, arXiv 2407.17856: three layers of 128 with
       batch norm and dropout 0.5.
    """

    n_features = 128

    def __init__(self, n_columns: int, dropout: float = 0.5) -> None:
        super().__init__()
        layers: list[nn.Module] = []
        width = 2 * n_columns
        for _ in range(3):
            layers += [
                nn.Linear(width, self.n_features, bias=False),
                nn.BatchNorm1d(self.n_features),
                nn.ReLU(),
                nn.Dropout(dropout),
            ]
            width = self.n_features
        self.layers = nn.Sequential(*layers)

    def forward(self, values: Tensor, missing: Tensor) -> Tensor:
        """Encode scaled values, 0 where missing, and flags, 1 where missing."""
        features: Tensor = self.layers(torch.cat([values, missing], dim=1))
        return features
