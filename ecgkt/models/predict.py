"""Scoring whole recordings: crops in, mean logits and embeddings out."""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.models.build import EcgClassifier, Encoder, build_model


class Prediction(NamedTuple):
    """
    What one pass through the network gives.

    Attributes
    ----------
    logits : numpy.ndarray of shape (n_records, n_outputs), float32
        Before calibration, over all crops.
    embeddings : numpy.ndarray of shape (n_records, D), float32
        What the encoder puts out, mean over the crops.
    """

    logits: NDArray[np.float32]
    embeddings: NDArray[np.float32]


class Scored(NamedTuple):
    """
    What a whole model says of recordings.

    Attributes
    ----------
    seen : Prediction
        Of its networks alone.
    shown : Prediction
        Of all that scores together, with the same embeddings.
    values : numpy.ndarray of shape (n_records, n_values), float64
        As `measured_values` gives them.
    """

    seen: Prediction
    shown: Prediction
    values: NDArray[np.float64]


class CropPrediction(NamedTuple):
    """
    What one pass through the network gives, crop by crop.

    Attributes
    ----------
    logits : numpy.ndarray of shape (n_records, n_outputs), float32
        Before calibration, over all crops.
    crops : numpy.ndarray of shape (n_records, n_crops, D), float32
        What the encoder puts out for each.
    """

    logits: NDArray[np.float32]
    crops: NDArray[np.float32]


def crop_starts(config: InputConfig) -> list[int]:
    """
    List where the crops of a recording begin.

    Parameters
    ----------
    config : InputConfig
        Lengths and stride.

    Returns
    -------
    list of int
        First samples; the last crop ends at the end of the recording.

    Examples
    --------
    >>> crop_starts(InputConfig(crop_stride=2.5))
    [0, 250, 500, 750]
    """
    stride = config.fs * config.crop_stride
    last = config.n_samples - config.crop_samples
    starts = (round(crop * stride) for crop in range(int(last / stride) + 1))
    return sorted({*starts, last})


@torch.inference_mode()
def predict_logits(
    model: nn.Module,
    signals: NDArray[np.float32],
    config: InputConfig,
    *,
    batch_size: int = 16,
) -> NDArray[np.float32]:
    """
    Score recordings by their crops: the mean, or as a classifier pools them.

    Parameters
    ----------
    model : torch.nn.Module
        Maps (B, n_leads, L) to (B, n_outputs); its mode is left as it was.
    signals : numpy.ndarray of shape (n_records, n_leads, n_samples), float32
        What `model_input` made of the recordings, mV.
    config : InputConfig
        Crop lengths.
    batch_size : int
        Recordings per forward pass.

    Returns
    -------
    numpy.ndarray of shape (n_records, n_outputs), float32
        Logits before calibration.

    Raises
    ------
    ValueError
        If the signals have another length than the configuration says.
    """
    if signals.ndim != 3 or signals.shape[2] != config.n_samples:
        expected = f"(n, leads, {config.n_samples})"
        raise ValueError(f"expected signals {expected}, got {signals.shape}")
    training = model.training
    if training:  # only then: it visits every module
        model.eval()
    starts, length = crop_starts(config), config.crop_samples
    device = next(model.parameters()).device
    results = []
    pool = model.pool if isinstance(model, EcgClassifier) else _mean
    for first in range(0, len(signals), batch_size):
        batch = torch.from_numpy(signals[first : first + batch_size])
        crops = torch.cat([batch[:, :, s : s + length] for s in starts])
        logits = model(crops.to(device)).float().reshape(len(starts), len(batch), -1)
        results.append(pool(logits).cpu().numpy())
    if training:
        model.train()
    return np.concatenate(results)


def _mean(values: torch.Tensor) -> torch.Tensor:
    return values.mean(0)


def predict_chunks(
    model: nn.Module, chunks: Iterable[NDArray[np.float32]], config: InputConfig
) -> NDArray[np.float32]:
    """Score recordings that come a few at a time; see `predict_logits`."""
    return np.concatenate([predict_logits(model, chunk, config) for chunk in chunks])


def random_encoder(config: ModelConfig, seed: int) -> Encoder:
    """Return an encoder as it is before training: what learning must beat."""
    torch.manual_seed(seed)
    return build_model(config).eval().encoder


def predict_with_embeddings(
    model: EcgClassifier, signals: NDArray[np.float32], config: InputConfig
) -> Prediction:
    """
    Score recordings and keep what the encoder saw, without running it twice.

    Parameters
    ----------
    model : EcgClassifier
        Its mode is left as it was.
    signals : numpy.ndarray of shape (n_records, n_leads, n_samples), float32
        What `model_input` made of the recordings, mV.
    config : InputConfig
        Crop lengths.

    Returns
    -------
    Prediction
        The logits are those of `predict_logits`.
    """
    logits, crops = _with_crops(model, signals, config)
    return Prediction(logits, crops.mean(0).cpu().numpy())


def predict_with_crops(
    model: EcgClassifier, signals: NDArray[np.float32], config: InputConfig
) -> CropPrediction:
    """
    Score recordings and keep what the encoder saw of each crop.

    Parameters
    ----------
    model, signals, config
        As for `predict_with_embeddings`.

    Returns
    -------
    CropPrediction
        The logits are those of `predict_logits`.
    """
    logits, crops = _with_crops(model, signals, config)
    return CropPrediction(logits, crops.transpose(0, 1).cpu().numpy())


def _with_crops(
    model: EcgClassifier, signals: NDArray[np.float32], config: InputConfig
) -> tuple[NDArray[np.float32], torch.Tensor]:
    """Return logits and embeddings, the latter (n_crops, n_records, D)."""
    n_crops = len(crop_starts(config))
    kept: list[torch.Tensor] = []

    def keep(_module: nn.Module, _inputs: object, output: torch.Tensor) -> None:
        kept.append(output.float().reshape(n_crops, -1, output.shape[1]))

    hook = model.encoder.register_forward_hook(keep)
    try:
        logits = predict_logits(model, signals, config)
    finally:
        hook.remove()
    return logits, torch.cat(kept, dim=1)
