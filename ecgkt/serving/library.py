"""Recordings in a folder of the operator's, offered beside uploads."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ecgkt.errors import EcgktError, RecordError
from ecgkt.types.upload import LIMITS, UploadedFile, check_file_size
from ecgkt.vocab.formats import ARCHIVE_SUFFIX, FORMATS

VARIABLE = "ECGKT_LIBRARY"
MAX_ENTRIES = 500
MAX_DEPTH = 4
"""Folder levels below the library: as many as MIMIC-IV-ECG has."""

MAX_FOLDERS = 2000
"""Folders looked into, so that a large archive delays no page."""


class LibraryEntry(NamedTuple):
    """
    One recording of the library.

    Attributes
    ----------
    name : str
        Path below the library, for display.
    paths : tuple of pathlib.Path
        Regular files, no symbolic links on the way.
    """

    name: str
    paths: tuple[Path, ...]


def library_folder() -> Path | None:
    """
    Tell which folder the operator named in ``ECGKT_LIBRARY``.

    Returns
    -------
    pathlib.Path or None
        None if the variable is unset or empty.
    """
    folder = os.environ.get(VARIABLE)
    return Path(folder) if folder else None


def list_library(folder: Path, limit: int | None = None) -> list[LibraryEntry]:
    """
    List the recordings of a folder and of four levels below it.

    A header goes with the data files of the same stem beside it; what any file holds is
    only known when it is parsed.

    Parameters
    ----------
    folder : pathlib.Path
        The operator's choice.
    limit : int or None
        At most so many; None for 500.

    Returns
    -------
    list of LibraryEntry
        Sorted within each folder, folders after files.

    Raises
    ------
    EcgktError
        If there is no such folder.
    """
    if not folder.is_dir():
        raise EcgktError(
            f"{VARIABLE} must name a folder of recordings; no such folder was found. "
            "Ask whoever runs this server."
        )
    root = folder.resolve()
    most = MAX_ENTRIES if limit is None else limit
    entries: list[LibraryEntry] = []
    for path in _walk(root):
        entries.extend(_entry_of(path, root))
        if len(entries) >= most:
            break
    return entries


def load_entry(entry: LibraryEntry) -> tuple[UploadedFile, ...]:
    """
    Read the files of one recording into memory, as if they were uploaded.

    Parameters
    ----------
    entry : LibraryEntry
        From `list_library`.

    Returns
    -------
    tuple of UploadedFile
        With base names only.

    Raises
    ------
    RecordError
        If a file is gone, too large or not a regular file in its place any more.
    """
    return tuple(UploadedFile(path.name, _read(path)) for path in entry.paths)


def _walk(root: Path) -> Iterator[Path]:
    """Yield regular files; links are passed over, whatever they point to."""
    folders = [(root, 0)]
    for _ in range(MAX_FOLDERS):
        if not folders:
            return
        folder, depth = folders.pop()
        visible = _visible_items(folder)
        for item in visible:
            if item.is_file(follow_symlinks=False):
                yield folder / item.name
        if depth < MAX_DEPTH:
            below = [item for item in visible if item.is_dir(follow_symlinks=False)]
            folders += [(folder / item.name, depth + 1) for item in reversed(below)]


def _visible_items(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as found:
            items = [item for item in found if not item.name.startswith(".")]
    except OSError:
        return []  # a folder that may not be opened offers nothing
    return sorted(items, key=lambda item: item.name)


def _entry_of(path: Path, root: Path) -> Iterator[LibraryEntry]:
    below = path.relative_to(root)
    suffix = path.suffix.lower()
    row = next((row for row in FORMATS if suffix in row.suffixes), None)
    if row and row.partners:
        partners = map(path.with_suffix, row.partners)
        if data_files := tuple(filter(_is_regular, partners)):
            yield LibraryEntry(_shown(below.with_suffix("")), (path, *data_files))
    elif (row or suffix == ARCHIVE_SUFFIX) and not _has_header(path):
        yield LibraryEntry(_shown(below), (path,))


def _has_header(path: Path) -> bool:
    """Tell a data file that is listed with its header."""
    headers = [row for row in FORMATS if path.suffix.lower() in row.partners]
    return any(
        _is_regular(path.with_suffix(suffix))
        for row in headers
        for suffix in row.suffixes
    )


def _shown(below: Path) -> str:
    # A name that is no UTF-8 arrives as lone surrogates, which no page can send.
    return os.fsencode(below.as_posix()).decode("utf-8", errors="replace")


def _is_regular(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _read(path: Path) -> bytes:
    try:
        if path.resolve(strict=True) != path or not _is_regular(path):
            raise RecordError("This library entry is no regular file any more.")
        with path.open("rb") as file:
            check_file_size(os.fstat(file.fileno()).st_size)
            return file.read(LIMITS.file_bytes)
    except OSError as error:
        raise RecordError(
            "A file of this library entry cannot be read any more; choose another one."
        ) from error
