"""The door to every network: gates and model input, once for all who read an ECG."""

from typing import NamedTuple

from ecgkt.config import InputConfig
from ecgkt.errors import RecordError
from ecgkt.measure.r_peaks import find_r_peaks
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
        What `model_input` returned, mV; None for a refused recording.
    """

    quality: Quality
    signal: Signal | None

    def admitted(self) -> Signal:
        """
        Return the signal.

        Raises
        ------
        RecordError
            If the recording was refused.
        """
        if self.signal is None:
            raise RecordError(self.quality.reasons[0])
        return self.signal


def admit(record: EcgRecord, config: InputConfig) -> Admission:
    """
    Judge a recording, and prepare it unless it is refused.

    Parameters
    ----------
    record : EcgRecord
        As read.
    config : InputConfig
        Of the network that shall see it.

    Returns
    -------
    Admission

    Examples
    --------
    >>> import numpy as np
    >>> flat = np.zeros((12, 5000), np.float32)
    >>> record = EcgRecord(record_id="a", signal=flat, fs=500, format="npy")
    >>> admit(record, InputConfig()).signal is None
    True
    """
    quality = judge(record, find_beats=find_r_peaks)
    if quality.verdict == "refuse":
        return Admission(quality, None)
    return Admission(quality, model_input(record, config))
