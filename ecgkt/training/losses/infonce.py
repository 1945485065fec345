"""InfoNCE with several positives: pairs of one stay attract, all others repel."""

import torch
from torch import Tensor

from ecgkt.training.losses.pairs import check_pairs


def infonce(a: Tensor, b: Tensor, groups: Tensor, log_temperature: Tensor) -> Tensor:
    """
    Ask of each row to find its partners among all rows of the other side.

    Parameters
    ----------
    a, b : torch.Tensor of shape (n, D), float32
        Projections of both sides; row i of one belongs to row i of the other.
    groups : torch.Tensor of shape (n,), integer
        Rows of equal number are partners: ECGs of one stay share their tables.
    log_temperature : torch.Tensor
        Natural logarithm of the temperature, a scalar; may be learnt.

    Returns
    -------
    torch.Tensor
        A scalar, the same with `a` and `b` exchanged.

    Raises
    ------
    ValueError
        If the shapes differ, are not (n, D), or there are fewer than two rows.

    References
    ----------
    .. [1] Zhang et al., "CognitionCapturer", arXiv 2412.10489: the mean over positives
       of log-softmax. Here both directions count half.
    """
    check_pairs(a, b)
    if groups.shape != a.shape[:1]:
        message = f"expected ({len(a)},) groups, got {tuple(groups.shape)}"
        raise ValueError(message)
    left = torch.nn.functional.normalize(a, dim=1)
    right = torch.nn.functional.normalize(b, dim=1)
    similarity = left @ right.T / log_temperature.exp()
    positives = (groups[:, None] == groups[None, :]).to(similarity.dtype)
    share = positives / positives.sum(1, keepdim=True)
    forth = -(share * similarity.log_softmax(1)).sum(1).mean()
    # `share` is symmetric: both rows of a pair have as many partners.
    back = -(share * similarity.T.log_softmax(1)).sum(1).mean()
    return (forth + back) / 2
