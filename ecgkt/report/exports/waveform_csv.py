"""A recording as a table of samples."""

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.report.exports.content import USE
from ecgkt.types.record import SIMULATED, EcgRecord
from ecgkt.vocab.leads import LEADS

MAX_VALUES = 4_000_000
"""About eleven minutes of twelve leads at 500 Hz, 30 MB."""
DECIMALS = 3
"""Of mV: 1 µV, below the noise of any recorder."""
NO_TABLE = (
    "expected at most {most:.0f} s for a table at this rate, found {found:.0f} s: take "
    "the recording as WFDB"
)


def waveform_csv(record: EcgRecord) -> str:
    r"""
    Write every sample, a line for each moment.

    Parameters
    ----------
    record : EcgRecord
        NaN becomes an empty field.

    Returns
    -------
    str
        CSV: a comment with the notice, names with units, then seconds and mV of the
        leads in the order of `LEADS`.

    Raises
    ------
    RecordError
        If the table would hold more than `MAX_VALUES`.

    Examples
    --------
    >>> flat = np.zeros((12, 2), np.float32)
    >>> record = EcgRecord(record_id="", signal=flat, fs=500, format="")
    >>> waveform_csv(record).splitlines()[3]
    '0.0020,0.000,0.000,0.000,0.000,0.000,0.000,0.000,0.000,0.000,0.000,0.000,0.000'
    """
    if too_long := why_no_table(record):
        raise RecordError(too_long)
    times = np.arange(record.n_samples) / record.fs
    # Adding 0 makes -0 a 0.
    values = np.round(record.signal.T.astype(np.float64), DECIMALS) + 0.0
    rows = np.column_stack([times, values])
    line = ",".join(["%.4f", *[f"%.{DECIMALS}f"] * len(LEADS)]) + "\n"
    text = (line * len(rows)) % tuple(rows.ravel().tolist())
    header = ",".join(("time (s)", *(f"{lead} (mV)" for lead in LEADS)))
    said = [USE, *([SIMULATED] if SIMULATED in record.warnings else [])]
    comments = "".join(f"# {line}\n" for line in said)
    return f"{comments}{header}\n{text.replace('nan', '')}"


def why_no_table(record: EcgRecord) -> str:
    """Say why a recording has no table; empty if it has one."""
    if record.signal.size <= MAX_VALUES:
        return ""
    most = MAX_VALUES / len(LEADS) / record.fs
    return NO_TABLE.format(most=most, found=record.duration)
