"""What a low sampling rate costs: durations with their error."""

from collections.abc import Mapping
from dataclasses import replace

from ecgkt.measure.delineation import MIN_FS
from ecgkt.types.measurements import Measurement

ERRORS_MS = {
    128.0: {"p_ms": 11.0, "pr_ms": 8.0, "qrs_ms": 10.0, "qt_ms": 15.0, "jt_ms": 12.0},
    100.0: {"p_ms": 11.0, "pr_ms": 7.0, "qrs_ms": 10.0, "qt_ms": 15.0, "jt_ms": 12.0},
}
"""By Hz: root mean square in ms, rounded up, of measured minus marked durations, of
100 recordings of LUDB brought down to that rate; `bundle-delineator --ludb` writes them
into results/delineation.json."""
NOTE = "± is the error at {:g} Hz"


def with_errors(values: Mapping[str, Measurement], fs: float) -> dict[str, Measurement]:
    """
    Add to durations what a low sampling rate makes of them.

    Parameters
    ----------
    values : mapping of str to Measurement
        By name; what is no duration stays as it is.
    fs : float
        Hz.

    Returns
    -------
    dict of str to Measurement
        The same from 250 Hz on. Between two rates the error of the lower one holds.

    Examples
    --------
    >>> with_errors({"qrs_ms": Measurement.of(96)}, 500.0)["qrs_ms"].error_ms is None
    True
    """
    if fs >= MIN_FS:
        return dict(values)
    errors = ERRORS_MS[max((rate for rate in ERRORS_MS if rate <= fs), default=100.0)]
    return {
        name: _with_error(measured, name, errors, values["qt_ms"].value, fs)
        for name, measured in values.items()
    }


def _with_error(
    measured: Measurement,
    name: str,
    errors: Mapping[str, float],
    qt: float | None,
    fs: float,
) -> Measurement:
    if measured.value is None:
        return measured
    error = errors.get(name)
    if name.startswith("qtc_") and qt:
        # A correction that multiplies QT multiplies its error, too.
        error = errors["qt_ms"] * max(1.0, measured.value / qt)
    if error is None:
        return measured
    note = "; ".join(filter(None, (measured.note, NOTE.format(fs))))
    return replace(measured, error_ms=float(round(error)), note=note)
