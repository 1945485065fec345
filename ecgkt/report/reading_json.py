"""A reading to and from the JSON of contract.md section 3."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from ecgkt.report.measured_json import (
    finding_from_dict,
    finding_to_dict,
    measurements_from_dict,
    measurements_to_dict,
    trace_from_dict,
    trace_to_dict,
)
from ecgkt.types.reading import (
    LabScore,
    ModelIdentity,
    Quality,
    Reading,
    RecordSummary,
    Score,
)

SCHEMA = "ecgkt.reading/1"
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
        "record": _plain(asdict(reading.record)),
        "quality": _plain(asdict(reading.quality)),
        "model": asdict(reading.model),
        "diagnoses": [_plain(asdict(score)) for score in reading.diagnoses],
        "superclasses": [_plain(asdict(score)) for score in reading.superclasses],
        "labs": [_plain(asdict(lab)) for lab in reading.labs],
        **measurements_to_dict(reading.measurements),
        "findings": [finding_to_dict(one) for one in reading.findings],
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
        If a field is missing or unknown.
    """
    try:
        return Reading(
            file=values["file"],
            record=RecordSummary(**_frozen(values["record"])),
            quality=Quality(**_frozen(values["quality"])),
            model=ModelIdentity(**values["model"]),
            diagnoses=tuple(Score(**_frozen(one)) for one in values["diagnoses"]),
            superclasses=tuple(Score(**_frozen(one)) for one in values["superclasses"]),
            labs=tuple(LabScore(**_frozen(one)) for one in values["labs"]),
            measurements=measurements_from_dict(values),
            findings=tuple(finding_from_dict(one) for one in values["findings"]),
            trace=trace_from_dict(values["trace"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"expected a reading of {SCHEMA}, found {error!r}") from error


def document(
    readings: Sequence[Reading], errors: Sequence[tuple[str, str]]
) -> dict[str, Any]:
    """
    Put readings and failures into the one document of ``predict --json``.

    Parameters
    ----------
    readings : sequence of Reading
        Of the inputs that could be read.
    errors : sequence of (file, error)
        Display name and text of each input that could not.

    Returns
    -------
    dict
        Schema ecgkt.reading/1; it holds no NaN if the readings hold none.

    Examples
    --------
    >>> document([], [("a.csv", "expected 12 leads")])["errors"]
    [{'file': 'a.csv', 'error': 'expected 12 leads'}]
    """
    return {
        "schema": SCHEMA,
        "readings": [reading_to_dict(reading) for reading in readings],
        "errors": [{"file": file, "error": error} for file, error in errors],
    }


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}


def _frozen(values: dict[str, Any]) -> dict[str, Any]:
    return {k: tuple(v) if isinstance(v, list) else v for k, v in values.items()}
