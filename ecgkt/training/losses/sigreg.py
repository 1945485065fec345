"""LeJEPA: equal pairs, and projections that look normal from every side (SIGReg)."""

import torch
from torch import Generator, Tensor

from ecgkt.training.losses.pairs import check_pairs

WEIGHT = 0.1
"""Of SIGReg against the distance of pairs, as published."""
KNOTS, FARTHEST = 17, 3.0
"""Where the characteristic functions are compared, as published."""


def random_directions(n_dimensions: int, n_directions: int, rng: Generator) -> Tensor:
    """
    Draw unit vectors.

    Parameters
    ----------
    n_dimensions, n_directions : int
        Sizes.
    rng : torch.Generator
        Source of the draw.

    Returns
    -------
    torch.Tensor of shape (n_dimensions, n_directions), float32
        Columns of length 1.
    """
    drawn = torch.randn(n_dimensions, n_directions, generator=rng)
    return torch.nn.functional.normalize(drawn, dim=0)


def sigreg(z: Tensor, directions: Tensor) -> Tensor:
    """
    Measure how far projections are from a standard normal distribution.

    Parameters
    ----------
    z : torch.Tensor of shape (n, D), float32
        Projections; the figure grows with n.
    directions : torch.Tensor of shape (D, n_directions), float32
        Unit vectors onto which they are projected.

    Returns
    -------
    torch.Tensor
        The Epps-Pulley statistic, mean over the directions: a scalar of about 1 for
        normal projections.

    Raises
    ------
    ValueError
        If the sizes do not fit.

    References
    ----------
    .. [1] Balestriero and LeCun, "LeJEPA", arXiv 2511.08544, section 4: 17 knots in
       [0, 3], trapezoid rule, weight exp(-t²/2).
    """
    if z.ndim != 2 or directions.ndim != 2 or z.shape[1] != len(directions):
        found = f"{tuple(z.shape)} and {tuple(directions.shape)}"
        raise ValueError(f"expected (n, D) and (D, n_directions), got {found}")
    t = torch.linspace(0, FARTHEST, KNOTS, device=z.device)
    normal = torch.exp(-t.square() / 2)
    # The integrand is even: twice the trapezoid rule over the positive half.
    step = FARTHEST / (KNOTS - 1)
    weights = torch.full_like(t, 2 * step)
    weights[[0, -1]] = step
    angles = (z @ directions).unsqueeze(-1) * t
    error = (angles.cos().mean(0) - normal).square() + angles.sin().mean(0).square()
    return len(z) * (error * normal * weights).sum(-1).mean()


def lejepa(a: Tensor, b: Tensor, directions: Tensor) -> Tensor:
    """
    Weigh the distance of pairs against the shape of both distributions.

    Parameters
    ----------
    a, b : torch.Tensor of shape (n, D), float32
        Projections of both sides; row i of one belongs to row i of the other.
    directions : torch.Tensor of shape (D, n_directions), float32
        Unit vectors, drawn anew for each batch.

    Returns
    -------
    torch.Tensor
        A scalar, the same with `a` and `b` exchanged.

    References
    ----------
    .. [1] Balestriero and LeCun, "LeJEPA", arXiv 2511.08544, equation 6.
    """
    check_pairs(a, b)
    distance = (a - b).square().mean()
    shape = (sigreg(a, directions) + sigreg(b, directions)) / 2
    return (1 - WEIGHT) * distance + WEIGHT * shape
