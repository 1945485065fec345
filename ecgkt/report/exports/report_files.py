"""Many files: names that are safe and unique, and one zip of them all."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence

from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.report_wish import ReportWish

MAX_STEM = 56
"""Characters, before a number that tells two of one name apart."""
OTHER = re.compile(r"[^A-Za-z0-9_-]+")
SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,5}$")
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""Of every file in a zip: no time of day goes out, and equal files make equal zips."""

Write = Callable[[EcgRecord, Reading, ReportWish], Mapping[str, bytes]]


def unique_stems(names: Sequence[str]) -> list[str]:
    """
    Make of any names what files can be called.

    Parameters
    ----------
    names : sequence of str
        Of files, with or without folders and endings; untrusted.

    Returns
    -------
    list of str
        Letters, digits, hyphens and underscores; no two alike, in capitals or not.

    Examples
    --------
    >>> unique_stems(["a/b.hea", "../b.dat", "B.csv", "", "Müller 1.csv"])
    ['b', 'b-2', 'B-3', 'ecg', 'M_ller_1']
    """
    taken: set[str] = set()
    stems = []
    for name in names:
        stem = _safe(name)
        unique, number = stem, 2
        while unique.lower() in taken:
            unique, number = f"{stem}-{number}", number + 1
        taken.add(unique.lower())
        stems.append(unique)
    return stems


def _safe(name: str) -> str:
    last = re.split(r"[/\\]", name)[-1]
    plain = OTHER.sub("_", SUFFIX.sub("", last)).strip("_-")
    return plain[:MAX_STEM] or "ecg"


def all_reports(
    items: Iterable[tuple[EcgRecord, Reading, ReportWish]], write: Write
) -> bytes:
    """
    Put the reports of many readings into one zip.

    Parameters
    ----------
    items : iterable of (EcgRecord, Reading, ReportWish)
        Whose stems differ: see `unique_stems`. It may tell how far it has come.
    write : callable
        Makes the files of one: a client's `report`, or `export_report` itself.

    Returns
    -------
    bytes
        A zip.

    Raises
    ------
    EcgktError
        If one of them fails.
    """
    files: dict[str, bytes] = {}
    for record, reading, wish in items:
        files.update(write(record, reading, wish))
    return zip_files(files)


def zip_files(files: Mapping[str, bytes]) -> bytes:
    """
    Put files into one zip, the same bytes for the same files.

    Parameters
    ----------
    files : mapping of str to bytes
        Contents by name.

    Returns
    -------
    bytes
        A zip.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            # Written out: a library's preset is the time of day.
            entry = zipfile.ZipInfo(name, FIRST_DAY)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
