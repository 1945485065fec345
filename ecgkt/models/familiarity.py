"""How far a recording lies from the ECGs that the model learned from."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecgkt.models.predict import Prediction
from ecgkt.types.record import Floats

SILENCE_WEIGHT = 0.3
"""Of a model that answers nothing, beside what its axes do not explain; chosen on the
tuning split (docs/training.md)."""
MOST_AXES = 300
MOST_BYTES = 250_000
"""Of the axes as 8-bit steps: all that a reading loads stays below 10 MB."""
STEPS = 127
"""From 0 to an axis' largest number; finer ones change no score (docs/training.md)."""
SPREAD_AT = 0.84
"""Quantile one standard deviation above the median, were the scores normal."""
MIN_SPREAD = 1e-6


@dataclass(frozen=True, kw_only=True)
class Familiarity:
    """
    The ECGs that taught a model, as its encoder sees them.

    Attributes
    ----------
    mean, scale : numpy.ndarray of shape (D,), float64
        Of each number of the embedding.
    axes : numpy.ndarray of shape (n_axes, D), float64
        Orthonormal but for their rounding to 127 steps: the principal axes of the
        standardised embeddings.
    residual, silence : tuple of two floats
        Median and spread, among the training ECGs, of the logarithm of what the axes
        leave over and of minus the largest logit.
    limit : float
        A score above it is an alarm.
    alarm_share : float
        Of clean ECGs that did not teach, 0-1, with scores above the limit.
    """

    mean: Floats
    scale: Floats
    axes: Floats
    residual: tuple[float, float]
    silence: tuple[float, float]
    limit: float
    alarm_share: float

    def __post_init__(self) -> None:
        """
        Check that the parts fit each other.

        Raises
        ------
        ValueError
            If a shape is wrong, a number is not finite or a spread not positive.
        """
        width = self.mean.shape
        if len(width) != 1 or self.scale.shape != width or self.axes.ndim != 2:
            raise ValueError("expected mean and scale of shape (D,), axes (n_axes, D)")
        if self.axes.shape[1:] != width:
            raise ValueError(f"expected axes of {width[0]}, got {self.axes.shape[1]}")
        numbers = (*self.residual, *self.silence, self.limit, self.alarm_share)
        arrays = (self.mean, self.scale, self.axes, np.array(numbers))
        if not all(np.isfinite(part).all() for part in arrays):
            raise ValueError("expected finite numbers")
        if min(self.scale.min(), self.residual[1], self.silence[1]) <= 0:
            raise ValueError("expected positive spreads")

    def scores(self, prediction: Prediction) -> Floats:
        """
        Say how unlike the training ECGs some recordings are.

        Parameters
        ----------
        prediction : Prediction
            Of the model that this was fitted to.

        Returns
        -------
        numpy.ndarray of shape (n_records,), float64
            0 for an ECG as usual as half of those that taught, 1 at the spread of
            theirs; `limit` and more is an alarm.
        """
        left_over = _left_over(prediction, self.mean, self.scale, self.axes)
        silence = _standard(_silence(prediction), self.silence)
        return _standard(left_over, self.residual) + SILENCE_WEIGHT * np.maximum(
            0, silence
        )


def fit_familiarity(prediction: Prediction) -> Familiarity:
    """
    Learn what the ECGs that taught a model look like to it; no outlier is needed.

    Parameters
    ----------
    prediction : Prediction
        Of a sample of the training ECGs, more of them than axes.

    Returns
    -------
    Familiarity
        Its limit is the largest score of the sample: set one on other ECGs.

    Raises
    ------
    ValueError
        If there are fewer than three ECGs.

    References
    ----------
    .. [1] Wang et al., "ViM: Out-Of-Distribution with Virtual-logit Matching", CVPR
       2022: the residual outside the principal axes, joined with the logits. Departs
       from it: the residual of the standardised embedding in logarithm, and the largest
       of logits that exclude nobody, each beside the median and spread of the training
       ECGs, for the statements are no classes that share one softmax.
    """
    embeddings = prediction.embeddings.astype(np.float64)
    n_records, width = embeddings.shape
    if n_records < 3:
        raise ValueError(f"expected three ECGs or more, got {n_records}")
    mean = embeddings.mean(axis=0)
    scale = embeddings.std(axis=0) + MIN_SPREAD
    _, axes = np.linalg.eigh(np.cov((embeddings - mean) / scale, rowvar=False))
    # Some direction must be left over, or nothing could lie outside the axes.
    n_axes = min(MOST_AXES, MOST_BYTES // width, width // 2, n_records // 2)
    kept = from_steps(*to_steps(axes.T[::-1][:n_axes]))
    fitted = Familiarity(
        mean=mean,
        scale=scale,
        axes=kept,
        residual=_spread(_left_over(prediction, mean, scale, kept)),
        silence=_spread(_silence(prediction)),
        limit=0.0,
        alarm_share=0.0,
    )
    return with_limit(fitted, prediction, 0.0)


def with_limit(
    familiarity: Familiarity, clean: Prediction, alarm_share: float
) -> Familiarity:
    """
    Set the limit so that a share of clean ECGs exceeds it.

    Parameters
    ----------
    familiarity : Familiarity
        With any limit.
    clean : Prediction
        Of ECGs that did not teach the model.
    alarm_share : float
        Wanted, 0-1.

    Returns
    -------
    Familiarity
        With the share that does exceed it.
    """
    scores = familiarity.scores(clean)
    limit = float(np.quantile(scores, 1 - alarm_share))
    share = float((scores > limit).mean())
    return replace(familiarity, limit=limit, alarm_share=share)


def to_steps(axes: Floats) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """
    Round axes to a byte per number.

    Parameters
    ----------
    axes : numpy.ndarray of shape (n_axes, D), float64
        None of them zero.

    Returns
    -------
    numpy.ndarray of shape (n_axes, D), int8, and of shape (n_axes,), float32
        Steps, and the length of one; axes that come from `from_steps` stay as they are.
    """
    length = (np.abs(axes).max(axis=1) / STEPS).astype(np.float32)
    return np.round(axes / length[:, None]).astype(np.int8), length


def from_steps(steps: NDArray[np.int8], length: NDArray[np.float32]) -> Floats:
    """Return axes from what `to_steps` made of them."""
    return steps.astype(np.float64) * length.astype(np.float64)[:, None]


def _left_over(
    prediction: Prediction, mean: Floats, scale: Floats, axes: Floats
) -> Floats:
    standard = (prediction.embeddings - mean) / scale
    outside = standard - (standard @ axes.T) @ axes
    return np.asarray(np.log(np.square(outside).sum(axis=1) + MIN_SPREAD))


def _silence(prediction: Prediction) -> NDArray[np.float64]:
    return -prediction.logits.max(axis=1).astype(np.float64)


def _spread(values: Floats) -> tuple[float, float]:
    middle, above = np.quantile(values, [0.5, SPREAD_AT])
    return float(middle), float(max(above - middle, MIN_SPREAD))


def _standard(values: Floats, spread: tuple[float, float]) -> Floats:
    return (values - spread[0]) / spread[1]
