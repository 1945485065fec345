"""A recording on disk, for the command line; the app reads uploads instead."""

from pathlib import Path

from ecgkt.errors import RecordError
from ecgkt.io.formats import find_format, partner_names
from ecgkt.io.read_ecg import read_ecg, read_layout
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableLayout
from ecgkt.types.upload import (
    LIMITS,
    NOTHING_STATED,
    StatedMetadata,
    UploadedFile,
    check_file_size,
)
from ecgkt.vocab.formats import FORMATS

PARTNERS = [
    suffix for row in FORMATS if row.partners for suffix in row.suffixes + row.partners
]
"""Endings of files that come together."""

HEADERS = [suffix for row in FORMATS if row.partners for suffix in row.suffixes]


def read_path(path: Path, stated: StatedMetadata = NOTHING_STATED) -> EcgRecord:
    """
    Read one recording, of WFDB pairs whichever file is named, or none.

    Parameters
    ----------
    path : pathlib.Path
        A file, or a WFDB record without its extension.
    stated : StatedMetadata
        What the user states, as in `read_ecg`.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If there is no such file, it cannot be read, or it is no ECG.
    """
    return read_ecg([_load(path) for path in files_of(path)], stated)


def layout_of_path(path: Path, stated: StatedMetadata = NOTHING_STATED) -> TableLayout:
    """Look at a table or an array; fails as `read_path`."""
    return read_layout([_load(path) for path in files_of(path)], stated)


def files_of(path: Path) -> list[Path]:
    """
    List the files of one recording, of WFDB pairs whichever file is named, or none.

    Parameters
    ----------
    path : pathlib.Path
        As `read_path` takes it.

    Returns
    -------
    list of pathlib.Path
        All that belong together.

    Raises
    ------
    RecordError
        If there is none.
    """
    has_partners = path.suffix.lower() in PARTNERS or not path.exists()
    paths = _partners(path) if has_partners else [path]
    if not paths:
        raise RecordError(f"expected a file, found nothing at {path.name}")
    return paths


def _load(path: Path) -> UploadedFile:
    try:
        check_file_size(path.stat().st_size)
        return UploadedFile(path.name, path.read_bytes())
    except OSError as error:
        raise RecordError(f"cannot read {path.name}: {error.strerror}") from error


def _partners(path: Path) -> list[Path]:
    has_extension = path.suffix.lower() in PARTNERS
    stem = path.with_suffix("") if has_extension else path
    named = [Path(f"{stem}{extension}") for extension in PARTNERS]
    # A record of another case (".HEA") is still found when it was named itself.
    candidates = [path, *named] if has_extension else named
    found = list(dict.fromkeys(filter(Path.is_file, candidates)))
    named = _named_in(found)
    # What a record of segments names are headers, which name data files in turn.
    return list(dict.fromkeys([*found, *named, *_named_in(named)]))


def _named_in(paths: list[Path]) -> list[Path]:
    """Find the data files that a header names, under any stem and in any case."""
    headers = [path for path in paths if path.suffix.lower() in HEADERS]
    names: set[str] = set()
    for header in headers:
        file = _load(header)
        row = find_format(file.content)
        names |= partner_names(row, file) if row else set()
    if not names or len(names) > LIMITS.max_leads:
        return []
    beside = sorted(headers[0].parent.iterdir())
    return [path for path in beside if path.name.lower() in names and path.is_file()]
