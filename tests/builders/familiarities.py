"""Invented embeddings on a plane, and what is familiar to a model that gave them."""

import numpy as np

from ecgkt.models.familiarity import Familiarity, fit_familiarity
from ecgkt.models.predict import Prediction

WIDTH = 12


def usual_prediction(n_records: int = 400, seed: int = 0) -> Prediction:
    """Return embeddings that vary in four directions, with a little noise beside."""
    plane = np.random.default_rng(5).normal(size=(4, WIDTH))
    rng = np.random.default_rng(seed)
    embeddings = rng.normal(size=(n_records, 4)) @ plane
    embeddings += 0.05 * rng.normal(size=embeddings.shape)
    logits = rng.normal(2, 1, size=(n_records, 3))
    return Prediction(logits.astype(np.float32), embeddings.astype(np.float32))


def usual() -> Familiarity:
    """Return one without a limit of its own."""
    return fit_familiarity(usual_prediction())
