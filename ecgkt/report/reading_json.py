"""A reading to and from the JSON of contract.md section 3."""

from collections.abc import Sequence
from typing import Any

import msgspec

from ecgkt.report.impression.impression import impression_of
from ecgkt.report.measured_json import (
    finding_from_dict,
    finding_to_dict,
    measurements_from_dict,
    measurements_to_dict,
    trace_from_dict,
    trace_to_dict,
)
from ecgkt.types.context import ContextReading
from ecgkt.types.reading import Reading

SCHEMA = "ecgkt.reading/1"
PARTS = (
    *("record", "quality", "model", "diagnoses", "superclasses", "labs"),
    *("doubt", "value_parts", "fewer_leads"),
)
"""Fields that are written as they are."""
INTENDED_USE = (
    "For research and teaching only; not a medical device. Made for resting 10 s, "
    "12-lead ECGs of adults (18 years and over) without a pacemaker. Every ECG needs "
    "over-reading by a physician: what is not detected is not ruled out."
)


def reading_to_dict(reading: Reading) -> dict[str, Any]:
    """
    Turn a reading into JSON-ready types.

    Parameters
    ----------
    reading : Reading
        What the pipeline said.

    Returns
    -------
    dict
        ``READING`` of contract.md section 3: fractions for probabilities, seconds and
        Hz for the record, lists that are empty where nothing was assessed.

    Raises
    ------
    TypeError
        If `reading` is not a Reading.
    """
    if not isinstance(reading, Reading):
        raise TypeError(f"expected a Reading, got {type(reading).__name__}")
    return {
        "file": reading.file,
        "intended_use": INTENDED_USE,
        **{part: msgspec.to_builtins(getattr(reading, part)) for part in PARTS},
        **measurements_to_dict(reading.measurements),
        "reading": msgspec.to_builtins(impression_of(reading)),
        "findings": [finding_to_dict(finding) for finding in reading.findings],
        "trace": trace_to_dict(reading.trace),
    }


def reading_from_dict(values: dict[str, Any]) -> Reading:
    """
    Rebuild a reading from what `reading_to_dict` gave, also after a trip through JSON.

    Parameters
    ----------
    values : dict
        ``READING`` of contract.md section 3.

    Returns
    -------
    Reading
        Equal to the one that was written.

    Raises
    ------
    ValueError
        If a field is missing or of another type; it names the place. Fields unknown
        here are passed over.
    """
    try:
        measured = {
            "measurements": measurements_from_dict(values),
            "findings": tuple(map(finding_from_dict, values["findings"])),
            "trace": trace_from_dict(values["trace"]),
        }
        return msgspec.convert({**values, **measured}, Reading)
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"expected a reading of {SCHEMA}, found {error!r}") from error


def document(
    readings: Sequence[Reading],
    errors: Sequence[tuple[str, str]],
    contexts: Sequence[ContextReading | None] = (),
) -> dict[str, Any]:
    """
    Put readings and failures into the one document of ``predict --json``.

    Parameters
    ----------
    readings : sequence of Reading
        Of the inputs that could be read.
    errors : sequence of (file, error)
        Display name and text of each input that could not.
    contexts : sequence of ContextReading or None
        The second result of each reading, none where it is off; empty if it is off for
        all. It stands under ``with_context``, apart from the reading's own scores.

    Returns
    -------
    dict
        Schema ecgkt.reading/1; it holds no NaN if the readings hold none.

    Examples
    --------
    >>> document([], [("a.csv", "expected 12 leads")])["errors"]
    [{'file': 'a.csv', 'error': 'expected 12 leads'}]
    """
    second = contexts or [None] * len(readings)
    return {
        "schema": SCHEMA,
        "readings": [
            {**reading_to_dict(reading), "with_context": msgspec.to_builtins(result)}
            for reading, result in zip(readings, second, strict=True)
        ],
        "errors": [{"file": file, "error": error} for file, error in errors],
    }
