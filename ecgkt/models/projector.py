"""From an embedding to the space in which both sides are compared."""

from torch import Tensor, nn


class Projector(nn.Module):
    """
    Two layers, thrown away after alignment.

    (B, D_in) -> (B, D_hidden) -> (B, D_out)

    References
    ----------
    .. [1] Bardes, Ponce and LeCun, "VICReg", ICLR 2022. Published widths of 8192 need
       larger batches than a processor takes.
    """

    def __init__(self, n_in: int, n_hidden: int, n_out: int) -> None:
        super().__init__()
        self.layers = nn.Sequential(
            nn.Linear(n_in, n_hidden, bias=False),
            nn.BatchNorm1d(n_hidden),
            nn.ReLU(),
            nn.Linear(n_hidden, n_out),
        )

    def forward(self, x: Tensor) -> Tensor:
        """Project a batch of embeddings."""
        projected: Tensor = self.layers(x)
        return projected
