"""A reading without what may tell who it is of."""

from collections.abc import Sequence
from dataclasses import replace

from ecgkt.types.quoted import without_quoted
from ecgkt.types.reading import Reading


def without_names(reading: Reading, name: str) -> Reading:
    """
    Put a name that says nothing in the place of a file's and a recording's.

    What else was quoted from the file, as an age that was not understood, goes, too.

    Parameters
    ----------
    reading : Reading
        Of any recording. Age, 90 for all above, and sex stay: limits depend on them.
    name : str
        For example "recording-1".

    Returns
    -------
    Reading
    """
    warnings = tuple(map(without_quoted, reading.record.warnings))
    reasons = tuple(map(without_quoted, reading.quality.reasons))
    return replace(
        reading,
        file=name,
        record=replace(reading.record, id=name, warnings=warnings),
        quality=replace(reading.quality, reasons=reasons),
    )


def numbered(readings: Sequence[Reading]) -> list[Reading]:
    """Return readings named by their number."""
    return [
        without_names(reading, f"recording-{number}")
        for number, reading in enumerate(readings, start=1)
    ]
