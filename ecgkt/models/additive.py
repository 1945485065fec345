"""Log-odds of statements as sums over measured values, joined with the networks'."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgkt.models.decision import Decision

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class AdditiveModel:
    """
    A generalised additive model: a step function of every value, added up.

    A part of a sum is what a value adds beyond the mean of the ECGs that taught the
    model, so that an ECG whose values add nothing is an average one.

    Attributes
    ----------
    edges : numpy.ndarray of shape (n_values, n_edges), float32
        Where the steps are, ascending, in the values' own units; the largest number
        there is at the end of a row with fewer steps.
    steps : numpy.ndarray of shape (n_values, n_edges + 2, n_outputs), float32
        Log-odds added from each edge on; the last row where the value is missing.
    bias : numpy.ndarray of shape (n_outputs,), float32
        Log-odds of an average ECG.

    Raises
    ------
    ValueError
        If the shapes do not fit each other, a number is not finite or the edges do not
        ascend.

    References
    ----------
    .. [1] Hastie and Tibshirani, "Generalized additive models", Statistical Science
       1986. Lou, Caruana and Gehrke, "Intelligible models for classification and
       regression", KDD 2012: step functions from boosted trees of one feature each.

    Examples
    --------
    >>> model = AdditiveModel(
    ...     edges=np.array([[0.1]], np.float32),
    ...     steps=np.array([[[-1.0], [2.0], [0.0]]], np.float32),
    ...     bias=np.array([-3.0], np.float32),
    ... )
    >>> model.log_odds(np.array([[0.0], [0.1], [np.nan]])).ravel().tolist()
    [-4.0, -1.0, -3.0]
    """

    edges: NDArray[np.float32]
    steps: NDArray[np.float32]
    bias: NDArray[np.float32]

    def __post_init__(self) -> None:
        n_values, n_edges = self.edges.shape
        shapes = self.steps.shape, self.bias.shape
        n_outputs = len(self.bias)
        if shapes != ((n_values, n_edges + 2, n_outputs), (n_outputs,)):
            raise ValueError(f"edges {self.edges.shape} do not fit {shapes}")
        if not (np.isfinite(self.steps).all() and np.isfinite(self.bias).all()):
            raise ValueError("every step must be finite")
        if not (self.edges[:, 1:] >= self.edges[:, :-1]).all():
            raise ValueError("the edges of a value must ascend")

    def parts(self, values: NDArray[np.floating]) -> Floats:
        """
        Return what each value adds.

        Parameters
        ----------
        values : numpy.ndarray of shape (n, n_values), float
            NaN where a value is missing.

        Returns
        -------
        numpy.ndarray of shape (n, n_values, n_outputs), float64
        """
        if values.ndim != 2 or values.shape[1] != len(self.edges):
            message = f"expected (n, {len(self.edges)}) values, got {values.shape}"
            raise ValueError(message)
        known = values.astype(np.float32)[:, :, None]
        places = (known >= self.edges).sum(axis=2)
        places[np.isnan(known[:, :, 0])] = self.steps.shape[1] - 1
        return self.steps[np.arange(len(self.edges)), places].astype(float)

    def log_odds(self, values: NDArray[np.floating]) -> Floats:
        """Add up the parts of some ECGs, (n, n_values) -> (n, n_outputs)."""
        # A few at a time: the parts of an ECG are a hundred times its sums.
        sums = [self.parts(row[None]).sum(axis=1)[0] for row in values]
        return np.reshape(sums, (len(values), len(self.bias))) + self.bias


@dataclass(frozen=True, kw_only=True)
class JoinedModel:
    """
    How the log-odds of networks and of measured values become one.

    Two of different kinds err on different ECGs. The share is one for all statements,
    for most have too few positives to fit their own.

    Attributes
    ----------
    additive : AdditiveModel
        Of the measured values, its sums calibrated.
    networks : Decision
        Of the networks alone, which their maps explain.
    share : float
        Of the measured values in the log-odds, 0-1.
    """

    additive: AdditiveModel
    networks: Decision
    share: float

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"a share must lie in 0-1, got {self.share}")

    def join(
        self, logits: NDArray[np.floating], values: NDArray[np.floating]
    ) -> NDArray[np.float32]:
        """
        Join what both say.

        Parameters
        ----------
        logits : numpy.ndarray of shape (n, n_outputs), float
            Of the networks, before calibration.
        values : numpy.ndarray of shape (n, n_values), float
            Measured values; where a whole row is missing, the networks speak alone.

        Returns
        -------
        numpy.ndarray of shape (n, n_outputs), float32
            Log-odds, before the joint calibration.
        """
        seen = self.networks.statements.calibrate(logits)
        measured = self.additive.log_odds(values)
        is_blind = np.isnan(values).all(axis=1, keepdims=True)
        share = np.where(is_blind, 0.0, self.share)
        joined: NDArray[np.float32] = ((1 - share) * seen + share * measured).astype(
            np.float32
        )
        return joined
