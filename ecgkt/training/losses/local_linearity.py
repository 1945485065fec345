"""Whether a weight map still holds for an ECG a little way off."""

import torch
from torch import Generator, Tensor

from ecgkt.models.imn import Course, Imn


def towards_nearest(crops: Tensor, rng: Generator) -> Tensor:
    """
    Move each crop a random part of the way to its nearest neighbour in the batch.

    Parameters
    ----------
    crops : torch.Tensor of shape (B, n_leads, L), float32
        At least two.
    rng : torch.Generator
        Source of the draws.

    Returns
    -------
    torch.Tensor of shape (B, n_leads, L), float32
        x + u * (x_nn - x), u uniform in 0-1.
    """
    flat = crops.flatten(1)
    distances = torch.cdist(flat, flat)
    distances.fill_diagonal_(torch.inf)
    nearest = crops[distances.argmin(1)]
    share = torch.rand(len(crops), 1, 1, generator=rng).to(crops.device)
    return crops + share * (nearest - crops)


def local_linearity(model: Imn, course: Course, moved: Tensor) -> Tensor:
    """
    Compare the model at moved crops with the old weight maps applied to them.

    Parameters
    ----------
    model : Imn
        The network.
    course : Course
        Of the crops before they were moved.
    moved : torch.Tensor of shape (B, n_leads, L), float32
        What `towards_nearest` made of them, mV.

    Returns
    -------
    torch.Tensor
        Mean of |f(x') - (W(x) x' + b)|, a scalar.

    References
    ----------
    .. [1] "ECG-IMN", arXiv:2602.09566, the second phase of its training.
    """
    there = model.course(moved)
    predicted = model.logits(course.features, there.scaled)
    logits = model.logits(there.features, there.scaled)
    return (logits - predicted).abs().mean()
