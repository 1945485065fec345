"""Measurements, findings and trace to and from JSON-ready types."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from ecgkt.types.measurements import BeatSpan, Finding, Measurement, Trace, TypicalBeat

DETAILS = ("n_beats", "spread", "note")
"""Of a measurement, beside value or state."""
DECIMALS = 3
"""Of mV, as `ecgkt.measure.trace` rounds them."""


def measurements_to_dict(
    measurements: Mapping[str, Measurement],
) -> dict[str, dict[str, Any]]:
    """
    Write measurements as two fields of a reading.

    Parameters
    ----------
    measurements : mapping of str to Measurement
        By name.

    Returns
    -------
    dict
        "measurements", number or state and reason, and "measurement_details": beats,
        spread and note of those that have any.

    Examples
    --------
    >>> measurements_to_dict({"qrs_ms": Measurement(value=94.0)})
    {'measurements': {'qrs_ms': 94.0}, 'measurement_details': {}}
    """
    details = {name: _details(one) for name, one in measurements.items()}
    return {
        "measurements": {name: one.to_json() for name, one in measurements.items()},
        "measurement_details": {name: one for name, one in details.items() if one},
    }


def _details(one: Measurement) -> dict[str, Any]:
    known = {field: getattr(one, field) for field in DETAILS}
    return {field: value for field, value in known.items() if value not in (None, "")}


def measurements_from_dict(values: Mapping[str, Any]) -> dict[str, Measurement]:
    """
    Rebuild measurements from the two fields of a reading.

    Parameters
    ----------
    values : mapping
        What `measurements_to_dict` gave.

    Returns
    -------
    dict of str to Measurement
    """
    details = values["measurement_details"]
    return {
        name: Measurement(
            **(dict(one) if isinstance(one, dict) else {"value": one}),
            **details.get(name, {}),
        )
        for name, one in values["measurements"].items()
    }


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON-ready types, lists for tuples."""
    values = asdict(finding)
    values["spans"] = [list(span) for span in finding.spans]
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def finding_from_dict(values: Mapping[str, Any]) -> Finding:
    """Rebuild a finding; TypeError if a field is missing or unknown."""
    frozen: dict[str, Any] = {
        k: tuple(v) if isinstance(v, list) else v for k, v in values.items()
    }
    frozen["spans"] = tuple(map(tuple, values["spans"]))
    return Finding(**frozen)


def trace_to_dict(trace: Trace | None) -> dict[str, Any] | None:
    """
    Write what can be drawn.

    Parameters
    ----------
    trace : Trace or None
        With voltages rounded to microvolts.

    Returns
    -------
    dict or None
        Seconds and mV; null for a lead's missing sample.
    """
    if trace is None:
        return None
    return {
        "r_peaks": list(trace.r_peaks),
        "beats": [
            {name: wave and list(wave) for name, wave in beat._asdict().items()}
            for beat in trace.beats
        ],
        "typical_beat": trace.typical_beat and _typical_to_dict(trace.typical_beat),
    }


def trace_from_dict(values: Mapping[str, Any] | None) -> Trace | None:
    """
    Rebuild what can be drawn.

    Parameters
    ----------
    values : mapping or None
        What `trace_to_dict` gave.

    Returns
    -------
    Trace or None
    """
    if values is None:
        return None
    beat = values["typical_beat"]
    return Trace(
        r_peaks=tuple(map(float, values["r_peaks"])),
        beats=tuple(
            BeatSpan(**{name: wave and tuple(wave) for name, wave in one.items()})
            for one in values["beats"]
        ),
        typical_beat=beat and _typical_from_dict(beat),
    )


def _typical_to_dict(beat: TypicalBeat) -> dict[str, Any]:
    rows = np.round(beat.signal.astype(np.float64), DECIMALS).tolist()
    return {
        "fs": beat.fs,
        "r": beat.r,
        "boundaries": dict(beat.boundaries),
        "signal": [[None if v != v else v for v in row] for row in rows],
    }


def _typical_from_dict(values: Mapping[str, Any]) -> TypicalBeat:
    # None becomes NaN.
    return TypicalBeat(
        signal=np.array(values["signal"], dtype=np.float32),
        fs=float(values["fs"]),
        r=float(values["r"]),
        boundaries=dict(values["boundaries"]),
    )
