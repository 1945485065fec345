"""What two batches of projections must fulfil to be aligned."""

from torch import Tensor


def check_pairs(a: Tensor, b: Tensor) -> None:
    """
    Refuse batches that are no pairs.

    Parameters
    ----------
    a, b : torch.Tensor of shape (n, D)
        Projections of both sides; row i of one belongs to row i of the other.

    Raises
    ------
    ValueError
        If the shapes differ, are not (n, D), or there are fewer than two rows.
    """
    if a.ndim != 2 or a.shape != b.shape or len(a) < 2:
        found = f"{tuple(a.shape)} and {tuple(b.shape)}"
        raise ValueError(
            f"expected two (n, D) tensors with n of at least 2, got {found}"
        )
