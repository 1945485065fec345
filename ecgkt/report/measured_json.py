"""Measurements, findings and trace to and from JSON-ready types."""

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np

from ecgkt.types.measurements import Finding, Measurement, Trace
from ecgkt.types.record import Signal

DETAILS = ("n_beats", "spread", "note", "error_ms")
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
        spread, note and error of those that have any.

    Examples
    --------
    >>> measurements_to_dict({"qrs_ms": Measurement(value=94.0)})
    {'measurements': {'qrs_ms': 94.0}, 'measurement_details': {}}
    """
    values = {name: measured.to_json() for name, measured in measurements.items()}
    details = {name: _details(measured) for name, measured in measurements.items()}
    known = {name: fields for name, fields in details.items() if fields}
    return {"measurements": values, "measurement_details": known}


def _details(measured: Measurement) -> dict[str, Any]:
    known = {field: getattr(measured, field) for field in DETAILS}
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

    Raises
    ------
    msgspec.ValidationError
        If a field is of another type, or value and state contradict each other.
    """
    details = values["measurement_details"]
    fields = {
        name: (known if isinstance(known, dict) else {"value": known})
        | details.get(name, {})
        for name, known in values["measurements"].items()
    }
    return msgspec.convert(fields, dict[str, Measurement])


def finding_to_dict(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON-ready types."""
    return dict(msgspec.to_builtins(finding))


def finding_from_dict(values: Mapping[str, Any]) -> Finding:
    """Rebuild a finding; ValidationError if a field is missing or of another type."""
    return msgspec.convert(values, Finding)


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
    beats = [beat._asdict() for beat in trace.beats]
    return msgspec.to_builtins(trace, enc_hook=_rows) | {"beats": beats}


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

    Raises
    ------
    msgspec.ValidationError
        If a field is missing or of another type.
    """
    if values is None:
        return None
    beats = [[beat["qrs"], beat["p"], beat["t"]] for beat in values["beats"]]
    return msgspec.convert({**values, "beats": beats}, Trace, dec_hook=_signal)


def _rows(signal: Signal) -> list[list[float | None]]:
    rows = np.round(signal.astype(np.float64), DECIMALS).tolist()
    return [[None if value != value else value for value in row] for row in rows]


def _signal(_kind: type, rows: Any) -> Signal:
    # None becomes NaN.
    return np.array(msgspec.convert(rows, list[list[float | None]]), dtype=np.float32)
