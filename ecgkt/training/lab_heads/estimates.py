"""Linear estimates of what other patients' records tell: age, sex, electrolytes."""

from typing import NamedTuple, Self

import numpy as np

from ecgkt.models.lab_head import InputScaler
from ecgkt.training.lab_heads.data import Floats
from ecgkt.training.lab_heads.ridge import ridge, scaler_of

PENALTY = 100.0
"""Of the ridge, for thousands of ECGs of some 450 inputs of standard deviation 1."""


class Estimates(NamedTuple):
    """
    Linear estimates of several quantities.

    Attributes
    ----------
    scaling : InputScaler
        Of the inputs.
    weights : numpy.ndarray of shape (D, n_quantities), float64
        Of the scaled inputs.
    mean : numpy.ndarray of shape (n_quantities,), float64
        Of the quantities where they were known.
    """

    scaling: InputScaler
    weights: Floats
    mean: Floats

    @classmethod
    def fit(cls, inputs: Floats, quantities: Floats) -> Self:
        """
        Learn from ECGs whose quantities are known.

        Parameters
        ----------
        inputs : numpy.ndarray of shape (n, D), float64
            What is known of the ECGs; NaN where missing.
        quantities : numpy.ndarray of shape (n, n_quantities), float64
            NaN where unknown.

        Returns
        -------
        Estimates
        """
        scaling = scaler_of(inputs)
        mean = np.nanmean(quantities, axis=0)
        weights = ridge(
            scaling.apply(inputs), quantities, PENALTY, importance=np.ones(len(inputs))
        )
        return cls(scaling, weights, mean)

    def of(self, inputs: Floats) -> Floats:
        """Estimate the quantities of ECGs: (n, D) -> (n, n_quantities)."""
        found: Floats = self.scaling.apply(inputs) @ self.weights + self.mean
        return found
