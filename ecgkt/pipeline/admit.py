"""The door to every network: gates and model input, once for all who read an ECG."""

from typing import NamedTuple

from ecgkt.config import InputConfig
from ecgkt.errors import RecordError
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.pipeline.choose_window import Window, choose_window
from ecgkt.preprocess.model_input import model_input
from ecgkt.quality.gates import judge
from ecgkt.types.reading import Quality
from ecgkt.types.record import EcgRecord, Signal


class Admission(NamedTuple):
    """
    What the gates say of a recording, and what a network may see of it.

    Attributes
    ----------
    quality : Quality
        The verdict with its reasons.
    signal : numpy.ndarray of shape (8, n_samples), float32, or None
        What `model_input` returned, mV; None for a recording that is not scored.
    window : Window
        Which seconds of the recording both are about.
    piece : EcgRecord
        These seconds.
    """

    quality: Quality
    signal: Signal | None
    window: Window
    piece: EcgRecord

    def admitted(self) -> Signal:
        """
        Return the signal.

        Raises
        ------
        RecordError
            If the recording is not scored.
        """
        if self.signal is None:
            raise RecordError(self.quality.reasons[0])
        return self.signal


def admit(
    record: EcgRecord, config: InputConfig, *, start_s: float | None = None
) -> Admission:
    """
    Judge the seconds that would be scored, and prepare them unless they are refused.

    Parameters
    ----------
    record : EcgRecord
        As read.
    config : InputConfig
        Of the network that shall see it.
    start_s : float or None
        First second of those that would be scored; None for the first clean ones.

    Returns
    -------
    Admission

    Raises
    ------
    RecordError
        If no whole window begins at `start_s`.

    Examples
    --------
    >>> import numpy as np
    >>> flat = np.zeros((12, 5000), np.float32)
    >>> record = EcgRecord(record_id="a", signal=flat, fs=500, format="npy")
    >>> admit(record, InputConfig()).signal is None
    True
    """
    window = choose_window(record, config.duration, start_s)
    piece = record.stretch(window.start_s, config.duration).together()
    quality = judge(piece, find_beats=find_r_peaks)
    is_scored = quality.verdict != "refuse"
    signal = model_input(piece, config) if is_scored else None
    return Admission(quality, signal, window, piece)
