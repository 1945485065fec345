"""Every method under one signature, so that pages and studies can choose by name."""

from collections.abc import Sequence

from ecgkt.explain.app_scores import AppScores
from ecgkt.explain.grad_cam import grad_cam
from ecgkt.explain.gradient_times_signal import gradient_times_signal
from ecgkt.explain.integrated_gradients import integrated_gradients
from ecgkt.explain.occlusion import occlusion
from ecgkt.types.measurements import BeatSpan
from ecgkt.types.record import Signal

GRADIENTS = {
    "integrated_gradients": integrated_gradients,
    "gradient_times_signal": gradient_times_signal,
    "grad_cam": grad_cam,
}
"""The methods that need nothing but model, signal, target and baseline."""


def attribute(
    method: str,
    model: AppScores,
    signal: Signal,
    target: int,
    *,
    baseline: Signal,
    beats: Sequence[BeatSpan] = (),
) -> Signal:
    """
    Explain one score by one method.

    Parameters
    ----------
    method : str
        A key of `ecgkt.types.explanation.METHODS`.
    model : AppScores
        Left as it was.
    signal : numpy.ndarray of shape (8, n_samples), float32
        What `model_input` returned, mV.
    target : int
        Column of the model.
    baseline : numpy.ndarray of shape (8, n_samples), float32
        What `baseline_for` made of the signal, mV.
    beats : sequence of BeatSpan
        For occlusion; see `wave_segments`.

    Returns
    -------
    numpy.ndarray of shape (8, n_samples), float32
        Signed contributions to the log odds.

    Raises
    ------
    ValueError
        If the method is unknown.
    """
    if method == "occlusion":
        fs = model.config.fs
        return occlusion(model, signal, target, baseline=baseline, fs=fs, beats=beats)
    if method not in GRADIENTS:
        raise ValueError(f"expected one of occlusion, {sorted(GRADIENTS)}: {method!r}")
    return GRADIENTS[method](model, signal, target, baseline=baseline)
