"""A site adapter: a small addition to the logits of a model as shipped; NumPy only."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecgkt.models.predict import Prediction

RANK = 4
"""Directions of the embedding that an adapter may read."""


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """
    A low-rank update of a classifier's last layer.

    Changed logit = logit + up @ down @ embedding + shift, for the statements that occur
    often enough at the site; all others stay as they are. What the encoder puts out is
    only read, so that whatever else reads it sees what it always saw.

    Attributes
    ----------
    columns : tuple of int
        Statements that are changed, in ascending order of the model's outputs.
    down : numpy.ndarray of shape (RANK, D_embedding), float32
    up : numpy.ndarray of shape (n_columns, RANK), float32
    shift : numpy.ndarray of shape (n_columns,), float32
        Of the logits before calibration.

    Raises
    ------
    ValueError
        If the shapes do not fit each other, or a number is not finite.

    References
    ----------
    .. [1] Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", ICLR 2022.
       Departs from it: only the last layer is updated, and read from the mean over the
       crops, so that an adapted score costs nothing and the fit has one optimum.
    """

    columns: tuple[int, ...]
    down: NDArray[np.float32]
    up: NDArray[np.float32]
    shift: NDArray[np.float32]

    def __post_init__(self) -> None:
        n_columns, rank = len(self.columns), len(self.down)
        shapes = self.down.ndim, self.up.shape, self.shift.shape
        if shapes != (2, (n_columns, rank), (n_columns,)):
            raise ValueError(f"expected {n_columns} statements, found shapes {shapes}")
        if list(self.columns) != sorted(set(self.columns)):
            raise ValueError("expected every statement once, in ascending order")
        parts = (self.down, self.up, self.shift)
        if not all(np.isfinite(part).all() for part in parts):
            raise ValueError("every number of an adapter must be finite")

    def change(self, embeddings: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return what (n, D) embeddings add to the logits, float32 (n, n_columns)."""
        read: NDArray[np.float32] = embeddings @ self.down.T
        added: NDArray[np.float32] = read @ self.up.T
        added += self.shift
        return added

    def adapt(self, prediction: Prediction) -> Prediction:
        """
        Change the logits of what a model predicted.

        Parameters
        ----------
        prediction : Prediction
            Of the model that the adapter belongs to; left as it is.

        Returns
        -------
        Prediction
            With the same embeddings.
        """
        logits = prediction.logits.copy()
        logits[:, list(self.columns)] += self.change(prediction.embeddings)
        return Prediction(logits, prediction.embeddings)
