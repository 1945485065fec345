"""Tensors as they are stored: one safetensors file and its hash."""

import hashlib
from collections.abc import Mapping

import torch
from safetensors.torch import save as serialise_tensors
from torch import Tensor


def pack_weights(state: Mapping[str, Tensor], *, half_from: float) -> tuple[bytes, str]:
    """
    Bring weights into the form in which they are stored.

    Parameters
    ----------
    state : mapping of str to torch.Tensor
        What ``model.state_dict()`` gives, on any device.
    half_from : float
        Tensors of so many numbers or more become float16; infinity keeps all as they
        are.

    Returns
    -------
    bytes and str
        Content of a safetensors file, and its sha256.
    """
    weights = serialise_tensors(
        {name: _stored(name, tensor, half_from) for name, tensor in state.items()}
    )
    return weights, hashlib.sha256(weights).hexdigest()


def _stored(name: str, tensor: Tensor, half_from: float) -> Tensor:
    tensor = tensor.detach().cpu().contiguous().clone()
    if tensor.is_floating_point() and tensor.numel() >= half_from:
        tensor = tensor.half()
    if not bool(torch.isfinite(tensor).all()):
        raise ValueError(f"weight {name} is not finite as {tensor.dtype}")
    return tensor
