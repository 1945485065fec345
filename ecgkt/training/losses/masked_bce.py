"""Cross-entropy where some labels are unknown."""

import torch
from torch import Tensor


def masked_bce(logits: Tensor, targets: Tensor, mask: Tensor | None = None) -> Tensor:
    """
    Average the cross-entropy per output over its known labels, then over the outputs.

    Parameters
    ----------
    logits : torch.Tensor of shape (B, n_outputs), float32
    targets : torch.Tensor of shape (B, n_outputs), float32
        In 0-1; NaN where unknown.
    mask : torch.Tensor of shape (B, n_outputs), optional
        1 where a label counts; those of NaN never do. None: all others do.

    Returns
    -------
    torch.Tensor
        A scalar; an output without a known label adds 0, and unknown labels have no
        gradient.

    Raises
    ------
    ValueError
        If the shapes differ.

    References
    ----------
    .. [1] CardioLab, arXiv 2411.14886. Here each output weighs the same, however many
       of its labels are known.
    """
    shapes = {
        logits.shape,
        targets.shape,
        targets.shape if mask is None else mask.shape,
    }
    if logits.ndim != 2 or len(shapes) > 1:
        found = ", ".join(str(tuple(shape)) for shape in shapes)
        raise ValueError(f"expected equal (B, n_outputs) shapes, got {found}")
    known = ~torch.isnan(targets)
    if mask is not None:
        known = known & (mask > 0)
    entropy = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, torch.where(known, targets, 0.0), reduction="none"
    )
    total = torch.where(known, entropy, 0.0).sum(0)
    return (total / known.sum(0).clamp_min(1)).mean()
