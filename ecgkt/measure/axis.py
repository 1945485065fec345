"""The frontal axis of QRS."""

import math

import numpy as np
from numpy.typing import NDArray

from ecgkt.types.measurements import Measurement, not_measurable
from ecgkt.vocab.leads import LEADS

LEAST_AREA = 1.0
"""mV ms; net areas below this in both leads have no direction (a QRS of 1 mV and 90 ms
has about 30)."""


def frontal_axis(beat: NDArray[np.floating], qrs: slice, fs: float) -> Measurement:
    """
    Measure the axis from the net areas of QRS in I and aVF.

    Parameters
    ----------
    beat : numpy.ndarray of shape (12, n_samples)
        Median beat in mV above the level before QRS; NaN where a lead was not read.
    qrs : slice
        Samples of QRS.
    fs : float
        Hz.

    Returns
    -------
    Measurement
        Degrees, 0 to the left, 90 to the feet, in (-180, 180].

    References
    ----------
    .. [1] Novosel et al., "Corrected formula for the calculation of the electrical
       heart axis", Croat Med J 1999;40:77: aVF is drawn 2/sqrt(3) too small.
    """
    first, foot = (beat[LEADS.index(lead), qrs].sum() for lead in ("I", "aVF"))
    first, foot = float(first) * 1000 / fs, float(foot) * 1000 / fs
    if math.isnan(first) or math.isnan(foot):
        return not_measurable("lead I or aVF shows nothing that could be measured")
    foot *= 2 / math.sqrt(3)
    if math.hypot(first, foot) < LEAST_AREA:
        return not_measurable("QRS is as much up as down in all limb leads")
    return Measurement.of(math.degrees(math.atan2(foot, first)))
