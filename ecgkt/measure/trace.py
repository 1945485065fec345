"""From measurements to what can be drawn on the trace, small enough to travel."""

import numpy as np

from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.measure.median_beat import MedianBeat
from ecgkt.types.measurements import BeatSpan, MedianBeatTrace, Trace

DECIMALS = 3
"""Of mV: 1 microvolt, a fifth of what recorders store."""
SECOND_DECIMALS = 4


def trace_of(ecg: EcgMeasurements, start_s: float = 0.0) -> Trace:
    """
    Keep what a page draws.

    Parameters
    ----------
    ecg : EcgMeasurements
        Of some seconds of a recording.
    start_s : float
        Where in the recording they begin.

    Returns
    -------
    Trace
        Times and voltages rounded, so that a trip through JSON changes nothing.
    """
    return Trace(
        r_peaks=tuple(_second(start_s + peak) for peak in ecg.peaks.tolist()),
        beats=tuple(
            BeatSpan(
                _span(beat.qrs, start_s),
                beat.p and _span(beat.p, start_s),
                beat.t and _span(beat.t, start_s),
            )
            for beat in ecg.beats
        ),
        typical_beat=_drawn(ecg.median_beat) if ecg.median_beat else None,
    )


def _drawn(median: MedianBeat) -> MedianBeatTrace:
    return MedianBeatTrace(
        fs=median.fs,
        r=median.r,
        boundaries={name: _second(at) for name, at in median.boundaries.items()},
        signal=np.round(median.beat, DECIMALS).astype(np.float32),
    )


def _span(wave: tuple[float, float], start_s: float) -> tuple[float, float]:
    return _second(start_s + wave[0]), _second(start_s + wave[1])


def _second(time: float) -> float:
    return round(float(time), SECOND_DECIMALS)
