"""What the laboratory measured of one patient of a library: ``patients/NAME.json``."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

import msgspec

from ecgkt.results.document import Document

FOLDER = "patients"
"""Below the library, beside its recordings."""
_SUBJECT = re.compile(r"p\d{4,10}")


@dataclass(frozen=True, kw_only=True)
class LabSeries:
    """
    All values of one laboratory test, in order of time.

    Attributes
    ----------
    name, unit : str
        As ``d_labitems`` and the laboratory write them.
    low, high : float or None
        Limits of the reference range, both still normal.
    times : tuple of datetime.datetime
        In the clock of the recordings: MIMIC-IV shifts both alike.
    values : tuple of float
        In `unit`.
    """

    name: str
    unit: str
    low: float | None
    high: float | None
    times: tuple[datetime, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class PatientLabs(Document):
    """
    The laboratory of one patient around the recordings.

    Attributes
    ----------
    days : float
        From a recording, either side, within which values are kept.
    labs : tuple of LabSeries
        Those that the app knows (`vocab.labs`).
    """

    SCHEMA: ClassVar[str] = "ecgkt.patient-labs/1"

    days: float
    labs: tuple[LabSeries, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the content of the document, in the types that JSON has."""
        return {"schema": self.SCHEMA, **msgspec.to_builtins(self)}


def patient_of(path: str) -> str:
    """
    Tell by its place which patient of a library a recording is of.

    Parameters
    ----------
    path : str
        Below the library, with slashes.

    Returns
    -------
    str
        The innermost folder that is named as MIMIC-IV-ECG names patients, or the
        folder that holds the recording; empty for one that lies loose.

    Examples
    --------
    >>> patient_of("files/p1001/p10015272/s107914094/107914094")
    'p10015272'
    >>> patient_of("ward/Smith/monday.csv"), patient_of("monday.csv")
    ('ward/Smith', '')
    """
    *folders, _file = path.split("/")
    subjects = [folder for folder in folders if _SUBJECT.fullmatch(folder)]
    return subjects[-1] if subjects else "/".join(folders)
