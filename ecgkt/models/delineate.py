"""Waves of a whole recording: leads in, the delineator's masks out."""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from ecgkt.models.unet import DelineatorConfig, WaveUNet
from ecgkt.preprocess.delineator_input import delineator_input
from ecgkt.types.record import Signal


@torch.inference_mode()
def predict_masks(
    model: WaveUNet,
    signal: Signal,
    fs: float,
    *,
    rows: Sequence[int],
    config: DelineatorConfig,
) -> NDArray[np.float32]:
    """
    Mark P, QRS and T in all leads of one recording.

    Parameters
    ----------
    model : WaveUNet
        Its mode is left as it was.
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV, NaN where a sample is missing; only leads that show waves, for
        each lead hears the others.
    fs : float
        Hz.
    rows : sequence of int
        Which leads these are: places in `ecgkt.vocab.leads.LEADS`.
    config : DelineatorConfig
        The model's own.

    Returns
    -------
    numpy.ndarray of shape (n_leads, 3, n), float32
        Probabilities of P, QRS and T at `config.fs`; sample 0 lies at time 0.

    Raises
    ------
    ValueError
        If a lead has no sample, or there is another number of rows than of leads.
    """
    if len(rows) != len(signal):
        raise ValueError(f"expected the names of {len(signal)} leads, got {len(rows)}")
    ready = delineator_input(signal, fs, config.fs)
    length = ready.shape[1]
    extra = -length % config.multiple
    padded = np.pad(ready, ((0, 0), (0, extra)), mode="edge")
    training = model.training
    if training:
        model.eval()
    device = next(model.parameters()).device
    names = torch.tensor([list(rows)], device=device)
    logits = model(torch.from_numpy(padded)[None].to(device), names)[0].float()
    if training:
        model.train()
    masks: NDArray[np.float32] = torch.sigmoid(logits).cpu().numpy()
    return masks[:, :, :length]


class Delineator:
    """
    A network with its configuration, called with leads and their rate.

    Attributes
    ----------
    model : WaveUNet
        In evaluation mode, float32.
    config : DelineatorConfig
        Its shape.
    sha256 : str
        Of the weights file.
    """

    def __init__(self, model: WaveUNet, config: DelineatorConfig, sha256: str) -> None:
        self.model, self.config, self.sha256 = model.eval(), config, sha256

    @property
    def mask_fs(self) -> float:
        """Hz of the masks."""
        return self.config.fs

    def __call__(
        self, signal: Signal, fs: float, rows: Sequence[int]
    ) -> NDArray[np.float32]:
        """
        Mark P, QRS and T.

        Parameters
        ----------
        signal : numpy.ndarray of shape (n_leads, n_samples), float32
            Voltage in mV; only leads that show something.
        fs : float
            Hz.
        rows : sequence of int
            Which leads these are: places in `ecgkt.vocab.leads.LEADS`.

        Returns
        -------
        numpy.ndarray of shape (n_leads, 3, n), float32
            Probabilities at `mask_fs`.
        """
        return predict_masks(self.model, signal, fs, rows=rows, config=self.config)
