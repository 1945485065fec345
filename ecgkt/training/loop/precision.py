"""bf16 autocast, where the device computes it fast."""

import torch

PRECISIONS = ("auto", "bf16", "float32")


def is_half(device: str, precision: str = "auto") -> bool:
    """
    Say whether steps are computed in bfloat16.

    Parameters
    ----------
    device : str
        "cpu" or "cuda".
    precision : str
        One of `PRECISIONS`. "auto": on CUDA, and on CPUs with AVX-512 BF16. Elsewhere
        oneDNN imitates bfloat16: on a Zen 3 a step took 2.1 s instead of 0.1 s.

    Returns
    -------
    bool

    Raises
    ------
    ValueError
        If the precision is none of them.
    """
    if precision not in PRECISIONS:
        raise ValueError(
            f"precision is one of {', '.join(PRECISIONS)}, not {precision!r}"
        )
    if precision != "auto":
        return precision == "bf16"
    return device != "cpu" or bool(torch.cpu._is_avx512_bf16_supported())


def autocast(device: str, precision: str = "auto") -> torch.autocast:
    """Return the context in which steps and validations are computed; see `is_half`."""
    return torch.autocast(
        device, dtype=torch.bfloat16, enabled=is_half(device, precision)
    )
