"""Evaluation mode without weight gradients for the time of an explanation."""

from collections.abc import Iterator
from contextlib import contextmanager

from torch import nn


@contextmanager
def frozen_eval(model: nn.Module) -> Iterator[nn.Module]:
    """
    Put a model into evaluation mode without weight gradients, and back afterwards.

    Without weight gradients a backward pass costs a third less, and no weight's
    ``grad`` is touched.

    Parameters
    ----------
    model : torch.nn.Module
        Any.

    Yields
    ------
    torch.nn.Module
        The same.
    """
    modes = [(module, module.training) for module in model.modules()]
    wanted = [(weight, weight.requires_grad) for weight in model.parameters()]
    model.eval()
    for weight, _ in wanted:
        weight.requires_grad_(False)
    try:
        yield model
    finally:
        for module, training in modes:
            module.training = training
        for weight, has_gradient in wanted:
            weight.requires_grad_(has_gradient)
