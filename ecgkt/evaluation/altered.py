"""Recordings as other carts, other settings and a lost electrode give them."""

from collections.abc import Callable
from functools import partial

import numpy as np
from scipy.signal import butter, sosfilt, sosfilt_zi

from ecgkt.preprocess.resample import resample
from ecgkt.types.record import EcgRecord, Floats
from ecgkt.vocab.leads import INDEPENDENT_LEADS

BANDS_HZ = ((0.05, 150.0), (0.05, 100.0), (0.05, 40.0), (0.5, 40.0))
GAINS = (0.9, 1.1)
RATES_HZ = (250.0, 257.0, 1000.0)
STEP_MV = 0.01
Altered = tuple[Floats, float]
Alteration = Callable[[Floats, float], Altered]
"""The eight independent leads in mV and their Hz, before and after."""


def twelve_leads(eight: Floats, fs: float) -> EcgRecord:
    """Make a record of I, II and V1-V6, mV; the others are derived."""
    one, two = eight[:2]
    limbs = (one, two, two - one, -(one + two) / 2, one - two / 2, two - one / 2)
    signal = np.concatenate([np.stack(limbs), eight[2:]]).astype(np.float32)
    return EcgRecord(record_id="", signal=signal, fs=fs, format="store")


def lose_lead(eight: Floats, fs: float, *, lead: str) -> Altered:
    """Draw a lead as a flat line."""
    kept = np.array(INDEPENDENT_LEADS) != lead
    return eight * kept[:, None], fs


def amplify(eight: Floats, fs: float, *, gain: float) -> Altered:
    """Multiply the voltage, as a cart that is out of calibration."""
    return gain * eight, fs


def filter_as_cart(
    eight: Floats, fs: float, *, low_hz: float, high_hz: float
) -> Altered:
    """
    Filter forwards in time, as a cart does: one pole below, two above.

    Parameters
    ----------
    eight : numpy.ndarray of shape (8, n_samples)
        mV.
    fs, low_hz, high_hz : float
        Hz.

    Returns
    -------
    numpy.ndarray of shape (8, n_samples), and fs
        Begun as if the first sample had lasted for ever.

    Examples
    --------
    >>> flat, _ = filter_as_cart(np.ones((8, 50)), 500.0, low_hz=0.5, high_hz=40.0)
    >>> bool(np.abs(flat).max() < 1e-9)
    True
    """
    for poles in (
        butter(1, low_hz, "highpass", fs=fs, output="sos"),
        butter(2, high_hz, fs=fs, output="sos"),
    ):
        rest = sosfilt_zi(poles)[:, None, :] * eight[None, :, :1]
        eight, _ = sosfilt(poles, eight, zi=rest)
    return eight, fs


def sample_at(eight: Floats, fs: float, *, rate_hz: float) -> Altered:
    """Bring the recording to another rate."""
    moved = resample(eight.astype(np.float32), fs, rate_hz)
    return moved.astype(np.float64), rate_hz


def round_voltage(eight: Floats, fs: float, *, step_mv: float) -> Altered:
    """Round to the steps of a converter."""
    return step_mv * np.round(eight / step_mv), fs


ALTERATIONS: dict[str, Alteration] = {
    **{f"{lead} lost": partial(lose_lead, lead=lead) for lead in INDEPENDENT_LEADS[2:]},
    **{f"gain × {gain:g}": partial(amplify, gain=gain) for gain in GAINS},
    **{
        f"filter {low:g}–{high:g} Hz": partial(filter_as_cart, low_hz=low, high_hz=high)
        for low, high in BANDS_HZ
    },
    **{f"{rate:g} Hz": partial(sample_at, rate_hz=rate) for rate in RATES_HZ},
    f"steps of {1000 * STEP_MV:g} µV": partial(round_voltage, step_mv=STEP_MV),
}
"""By what a reader of the card calls it."""
