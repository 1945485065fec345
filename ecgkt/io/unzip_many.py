"""An archive of many recordings, unpacked in portions; a bad member costs itself."""

import io
import zipfile
from typing import NamedTuple

from ecgkt.errors import RecordError
from ecgkt.io.formats import find_format
from ecgkt.io.sniff import is_zip
from ecgkt.io.unzip import (
    DAMAGE,
    check_entry,
    inflate,
    is_litter,
    is_note,
    refuse_archive,
)
from ecgkt.types.upload import LIMITS, LIST_FILES, UploadedFile

PORTION_BYTES = 24 * 2**20
"""Unpacked at a time: with one more file it fits into one answer of a worker."""
DAMAGED = "The zip archive is damaged: pack or copy it again."
DAMAGED_MEMBER = (
    "This file is damaged in its zip archive: pack or copy it again. The others of "
    "the archive are read."
)


class Portion(NamedTuple):
    """
    Some members of an archive.

    Attributes
    ----------
    files : list of UploadedFile
        With their names in the archive, folders included.
    failures : list of (str, str)
        Name and reason of each member that could not be unpacked.
    following : int or None
        Place of the first member of the next portion; None after the last one.
    """

    files: list[UploadedFile]
    failures: list[tuple[str, str]]
    following: int | None


def unzip_portion(file: UploadedFile, first: int = 0) -> Portion:
    """
    Unpack the members of an archive from one place on, as many as fit a portion.

    Parameters
    ----------
    file : UploadedFile
        A zip; any other file, a zip with a reader of its own too, is its only member.
    first : int
        Place in the archive's table.

    Returns
    -------
    Portion
        Without what systems and data sets put beside recordings. A zip within it stays
        one file: it may hold one recording.

    Raises
    ------
    RecordError
        If the archive is damaged as a whole or holds too many files.
    """
    content = file.content
    if not is_zip(content) or find_format(content) is not None:
        return Portion([file], [], None)
    # Counted before the table of contents is parsed, which may itself be huge.
    if content.count(b"PK\x01\x02") > LIST_FILES:
        raise RecordError(
            f"A zip archive for the worklist may hold {LIST_FILES} files; this "
            "one holds more. Pack fewer recordings into one archive."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _portion(archive, first)
    except DAMAGE as error:
        raise RecordError(DAMAGED) from error


def _portion(archive: zipfile.ZipFile, first: int) -> Portion:
    entries = archive.infolist()
    files: list[UploadedFile] = []
    failures: list[tuple[str, str]] = []
    n_bytes = 0
    for place in range(first, len(entries)):
        entry = entries[place]
        if entry.is_dir() or is_litter(entry.filename):
            continue
        if n_bytes >= PORTION_BYTES:
            return Portion(files, failures, place)
        try:
            member = _member(archive, entry)
        except RecordError as error:
            failures.append((entry.filename, str(error)))
            continue
        n_bytes += len(member.content)
        if not is_note(member):
            files.append(member)
    return Portion(files, failures, None)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> UploadedFile:
    check_entry(entry)
    try:
        content = inflate(archive, entry, LIMITS.file_bytes)
    except DAMAGE as error:
        raise RecordError(DAMAGED_MEMBER) from error
    if not is_zip(content):
        refuse_archive(content)
    return UploadedFile(entry.filename, content)
