"""From measurements to what can be drawn on the trace, small enough to travel."""

import numpy as np

from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.measure.typical_waves import MedianBeat
from ecgkt.types.measurements import BeatSpan, Trace, TypicalBeat

DECIMALS = 3
"""Of mV: 1 microvolt, a fifth of what recorders store."""
SECOND_DECIMALS = 4


def trace_of(found: EcgMeasurements) -> Trace:
    """
    Keep what a page draws.

    Parameters
    ----------
    found : EcgMeasurements
        Of one recording.

    Returns
    -------
    Trace
        Times and voltages rounded, so that a trip through JSON changes nothing.
    """
    return Trace(
        r_peaks=tuple(_second(one) for one in found.peaks.tolist()),
        beats=tuple(
            BeatSpan(
                _span(beat.qrs), beat.p and _span(beat.p), beat.t and _span(beat.t)
            )
            for beat in found.beats
        ),
        typical_beat=None if found.median_beat is None else _typical(found.median_beat),
    )


def _typical(median: MedianBeat) -> TypicalBeat:
    return TypicalBeat(
        signal=np.round(median.beat, DECIMALS).astype(np.float32),
        fs=median.fs,
        r=median.r,
        boundaries={name: _second(one) for name, one in median.boundaries.items()},
    )


def _span(wave: tuple[float, float]) -> tuple[float, float]:
    return _second(wave[0]), _second(wave[1])


def _second(time: float) -> float:
    return round(float(time), SECOND_DECIMALS)
