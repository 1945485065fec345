"""The calibration pulse that carts write behind a recording: found, cut and said."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecgkt.types.upload import LIMITS

Row = NDArray[np.float64]
PULSE_MV = 1.0
TOLERANCE_MV = 0.05
ALIKE_MV = 0.03
"""By how much leads differ there once another program has converted the file."""

MAX_TAIL = 1.5
"""Seconds at the end of which the pulse may stand."""

MIN_HIGH = 0.05
"""Seconds for which it stays up; carts write 0.1 to 0.2."""


def cut_pulse(
    rows: Sequence[Row], fs: float | None, mv_per_unit: Sequence[float]
) -> tuple[list[Row], tuple[str, ...]]:
    """
    Cut a calibration pulse off the end of all leads.

    Parameters
    ----------
    rows : sequence of numpy.ndarray of shape (n_samples,)
        One per lead.
    fs : float or None
        Hz.
    mv_per_unit : sequence of float
        mV in one unit of each row.

    Returns
    -------
    tuple of (list of numpy.ndarray, tuple of str)
        The rows, and a sentence if something was cut.
    """
    lengths = {len(row) for row in rows}
    is_usable = fs is not None and LIMITS.min_fs <= fs <= LIMITS.max_fs
    if len(rows) < 3 or len(lengths) != 1 or not is_usable or fs is None:
        return list(rows), ()
    n_tail = min(round(MAX_TAIL * fs), lengths.pop() // 2)
    start = _start_of_pulse(rows, mv_per_unit, n_tail, fs)
    if start is None:
        return list(rows), ()
    return [row[:start] for row in rows], (
        f"The calibration pulse of 1 mV at the end was cut off, with all after "
        f"{start / fs:g} s.",
    )


def _start_of_pulse(
    rows: Sequence[Row], mv_per_unit: Sequence[float], n_tail: int, fs: float
) -> int | None:
    """Return the sample from which all leads are the same square pulse, if they are."""
    n_samples = len(rows[0])
    tails = np.stack(
        [
            row[n_samples - n_tail :] * scale
            for row, scale in zip(rows, mv_per_unit, strict=True)
        ]
    )
    # Only a pulse is the same in leads that point in opposite directions.
    alike = np.ptp(tails, axis=0) <= ALIKE_MV
    if not n_tail or not alike[-1]:
        return None
    unlike = np.flatnonzero(~alike)
    first = int(unlike[-1]) + 1 if len(unlike) else 0
    pulse = tails[0, first:]
    high = np.abs(pulse - pulse[-1] - PULSE_MV) <= TOLERANCE_MV
    low = np.abs(pulse - pulse[-1]) <= TOLERANCE_MV
    if high.sum() < MIN_HIGH * fs or not np.all(high | low):
        return None
    return n_samples - n_tail + first
