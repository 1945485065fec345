"""Plain Grad-CAM on what each branch ends with: it knows time and no leads."""

import numpy as np
import torch
from captum.attr import LayerGradCam
from torch import nn

from ecgkt.explain.app_scores import AppScores
from ecgkt.explain.frozen_eval import frozen_eval
from ecgkt.types.record import Signal


def grad_cam(
    model: AppScores, signal: Signal, target: int, *, baseline: Signal
) -> Signal:
    """
    Weigh the last layer's channels by their gradients, in each crop of each branch.

    Parameters
    ----------
    model : AppScores
        Left as it was.
    signal : numpy.ndarray of shape (n_leads, n_samples), float32
        Voltage in mV.
    target : int
        Column that is explained.
    baseline : numpy.ndarray of shape (n_leads, n_samples), float32
        Where the signal equals it in all leads, nothing is shown.

    Returns
    -------
    numpy.ndarray of shape (n_leads, n_samples), float32
        Signed, the same in every lead: shares per lead mean nothing here.

    References
    ----------
    .. [1] Selvaraju et al., "Grad-CAM", ICCV 2017. Departs from it: without the last
       rectification, so that what lowers the score is seen as well; not guided, for
       guided maps are known not to depend on the weights (Adebayo et al., "Sanity
       Checks for Saliency Maps", NeurIPS 2018).
    """
    length, total = model.config.crop_samples, np.zeros(signal.shape[1], np.float32)
    with frozen_eval(model):
        for layer in model.last_stages:
            rough = LayerGradCam(model, layer).attribute(
                torch.from_numpy(signal[None]).requires_grad_(), target=target
            )
            crops = nn.functional.interpolate(rough.detach(), length, mode="linear")
            for first, crop in zip(model.starts, crops[:, 0].numpy(), strict=True):
                # A coarse cell stands for many samples: its value is divided by them.
                total[first : first + length] += crop * rough.shape[-1] / length
    total *= (signal != baseline).any(axis=0)
    return np.tile(total / len(signal), (len(signal), 1)).astype(np.float32)
