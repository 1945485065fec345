"""The beats of a reading as a table, for programs that look at their intervals."""

from itertools import pairwise

from ecgkt.errors import RecordError
from ecgkt.types.reading import Reading

HEADER = "time_s,sample,rr_ms"


def r_peaks_csv(reading: Reading) -> str:
    r"""
    Write the R peaks of the whole recording, one a line.

    Parameters
    ----------
    reading : Reading
        Of a recording that was measured.

    Returns
    -------
    str
        CSV: seconds and sample from the beginning of the recording, and the
        milliseconds since the beat before, empty for the first one.

    Raises
    ------
    RecordError
        If the recording shows no beat, or was not measured.
    """
    peaks = reading.trace.r_peaks if reading.trace else ()
    if not peaks:
        raise RecordError("No R peak was found in this recording: there is no table.")
    fs = reading.record.fs
    rows = [f"{peaks[0]:.4f},{round(peaks[0] * fs)},"]
    rows += [
        f"{time:.4f},{round(time * fs)},{1000 * (time - before):.1f}"
        for before, time in pairwise(peaks)
    ]
    return "\n".join((HEADER, *rows, ""))
