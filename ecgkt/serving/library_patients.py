"""The library by patient: recordings that can be compared, and their laboratory."""

from pathlib import Path
from typing import NamedTuple

from ecgkt.errors import EcgktError
from ecgkt.results.document import load_document
from ecgkt.results.patient_labs import FOLDER, PatientLabs, patient_of
from ecgkt.serving.library import LibraryEntry, list_library

MAX_RECORDINGS = 5000
"""Of a library that are sorted by patient."""


class LibraryPatient(NamedTuple):
    """
    One patient with two recordings or more.

    Attributes
    ----------
    name : str
        Of the folder, for display.
    entries : tuple of LibraryEntry
        The recordings.
    """

    name: str
    entries: tuple[LibraryEntry, ...]


def list_patients(folder: Path) -> list[LibraryPatient]:
    """
    Sort a library by patient.

    Parameters
    ----------
    folder : pathlib.Path
        The operator's choice.

    Returns
    -------
    list of LibraryPatient
        By name; those with one recording are left out, for there is nothing to compare.

    Raises
    ------
    EcgktError
        If there is no such folder.
    """
    groups: dict[str, list[LibraryEntry]] = {}
    for entry in list_library(folder, MAX_RECORDINGS):
        groups.setdefault(patient_of(entry.name), []).append(entry)
    return [
        LibraryPatient(name, tuple(entries))
        for name, entries in sorted(groups.items())
        if name and len(entries) > 1
    ]


def load_patient_labs(folder: Path, name: str) -> PatientLabs | None:
    """
    Read what ``prepare library`` wrote of one patient.

    Parameters
    ----------
    folder : pathlib.Path
        The library.
    name : str
        Of a patient of `list_patients`.

    Returns
    -------
    PatientLabs or None
        None where nothing was written.

    Raises
    ------
    EcgktError
        If the document is damaged.
    """
    path = folder / FOLDER / f"{name.replace('/', '_')}.json"
    if not path.is_file():
        return None
    try:
        return load_document(path, PatientLabs)
    except EcgktError as error:
        raise EcgktError(
            "The laboratory values of this patient cannot be read: ask whoever runs "
            "this server to make them anew with `ecgkt prepare library`."
        ) from error
