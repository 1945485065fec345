"""Which measured values moved each statement of a recording most."""

import numpy as np
from numpy.typing import NDArray

from ecgkt.bundle.classifier import Bundle
from ecgkt.measure.measured_values import VALUES
from ecgkt.types.reading import ValuePart
from ecgkt.vocab.statements import CODES

MOST = 3
LEAST_LOG_ODDS = 0.05
"""What moves a probability of one half by a hundredth is told; less is not."""


def strongest_parts(
    bundle: Bundle, values: NDArray[np.float64]
) -> dict[str, tuple[ValuePart, ...]]:
    """
    Pick out the values that moved each statement of one recording.

    Parameters
    ----------
    bundle : Bundle
        The model.
    values : numpy.ndarray of shape (1, n_values), float64
        As it measured them.

    Returns
    -------
    dict of str to tuple of ValuePart
        By statement at most `MOST`, the strongest first; a statement that no value
        moved is left out.
    """
    parts = bundle.value_parts(values)[0].T
    found = {
        code: _strongest(row, values[0]) for code, row in zip(CODES, parts, strict=True)
    }
    return {code: told for code, told in found.items() if told}


def _strongest(
    parts: NDArray[np.float64], values: NDArray[np.float64]
) -> tuple[ValuePart, ...]:
    order = np.argsort(-np.abs(parts), kind="stable")[:MOST].tolist()
    return tuple(
        ValuePart(
            name=VALUES[place],
            value=None if np.isnan(values[place]) else float(values[place]),
            log_odds=float(parts[place]),
        )
        for place in order
        if abs(parts[place]) >= LEAST_LOG_ODDS
    )
