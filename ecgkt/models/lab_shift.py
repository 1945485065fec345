"""What one ECG adds: its score against the average ECG of the reference cohort."""

from dataclasses import dataclass
from typing import Any, NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

NORMAL_95 = 1.959964
"""Standard errors on either side of a 95 % normal interval."""


class Shifts(NamedTuple):
    """
    Likelihood ratios of some ECGs, each array of shape (n, n_targets), float64.

    Attributes
    ----------
    ratio : numpy.ndarray
        Odds of the abnormality with this ECG over those without any; above 0.
    low, high : numpy.ndarray
        Ends of its 95 % interval.
    percentile : numpy.ndarray
        Share of the reference cohort's ECGs that score lower, 0-100.
    """

    ratio: Floats
    low: Floats
    high: Floats
    percentile: Floats


@dataclass(frozen=True, kw_only=True)
class LabShift:
    """
    How a score of one target becomes a likelihood ratio, and where it stands.

    log ratio = slope * score + intercept: the calibrated logit less that of the share
    of ECGs with the abnormality, which is what is known without any ECG.

    Attributes
    ----------
    slope, intercept : float
        The slope is positive, so that the order of scores is kept.
    covariance : (slope, both, intercept)
        Variances of the two and their covariance, by patient bootstrap.
    quantiles : tuple of float
        Of the cross-validated scores, at shares evenly spaced from 0 to 1, ascending.

    Raises
    ------
    ValueError
        If the slope is not positive, the covariance none, or the quantiles descend.
    """

    slope: float
    intercept: float
    covariance: tuple[float, float, float]
    quantiles: tuple[float, ...]

    def __post_init__(self) -> None:
        if not (np.isfinite(self.intercept) and 0 < self.slope < np.inf):
            raise ValueError(f"the slope must be positive, got {self.slope}")
        slope, both, intercept = self.covariance
        if not (slope >= 0 and intercept >= 0 and both**2 <= slope * intercept + 1e-12):
            raise ValueError(f"expected a covariance, got {self.covariance}")
        if len(self.quantiles) < 2 or not (np.diff(self.quantiles) >= 0).all():
            raise ValueError("expected ascending quantiles")

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """Rebuild from JSON; KeyError, TypeError or ValueError else."""
        fixed = {key: tuple(values[key]) for key in ("covariance", "quantiles")}
        return cls(**{**values, **fixed})

    def of(self, scores: Floats) -> Shifts:
        """
        Say what scores add.

        Parameters
        ----------
        scores : numpy.ndarray of any shape, float64
            Before calibration.

        Returns
        -------
        Shifts
            Of the same shape; intervals are normal on the logarithm.
        """
        slope, both, intercept = self.covariance
        variance = slope * scores**2 + 2 * both * scores + intercept
        reach = NORMAL_95 * np.sqrt(np.maximum(variance, 0))
        log_ratio = self.slope * scores + self.intercept
        shares = np.linspace(0, 100, len(self.quantiles))
        return Shifts(
            ratio=np.exp(log_ratio),
            low=np.exp(log_ratio - reach),
            high=np.exp(log_ratio + reach),
            percentile=np.interp(scores, self.quantiles, shares),
        )
