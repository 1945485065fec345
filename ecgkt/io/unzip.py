"""Archives, inflated in memory under a meter: nothing written, no name followed."""

import io
import stat
import zipfile
import zlib
from collections.abc import Sequence

from ecgkt.errors import RecordError
from ecgkt.io.formats import find_format
from ecgkt.io.sniff import is_text, is_zip, known_kind
from ecgkt.types.upload import LIMITS, MEBIBYTE, UploadedFile
from ecgkt.vocab.formats import FORMATS

CHUNK = 64 * 2**10
ARCHIVES = (b"PK\x03\x04", b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"7z\xbc\xaf", b"Rar!")
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, ValueError, NotImplementedError)
"""What the standard library raises on cut, spoilt or exotic archives."""

METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def expand_zips(files: Sequence[UploadedFile]) -> list[UploadedFile]:
    """
    Put the members of each archive in its place.

    Parameters
    ----------
    files : sequence of UploadedFile
        Any files; those that are no archive stay as they are.

    Returns
    -------
    list of UploadedFile
        Members carry their name in the archive, folders included.

    Raises
    ------
    RecordError
        If an archive is damaged, encrypted or beyond the limits, or holds a link, a
        name that leads out of it, or another archive.
    """
    expanded: list[UploadedFile] = []
    for file in files:
        content = file.content
        # A zip with a reader of its own (a workbook) is no archive of recordings.
        is_archive = is_zip(content) and find_format(content) is None
        expanded += without_notes(_unzip(content)) if is_archive else [file]
    return expanded


def without_notes(members: list[UploadedFile]) -> list[UploadedFile]:
    """Leave out what data sets put beside their records: licence, list, checksums."""
    return [file for file in members if not is_note(file)] or members


def is_note(file: UploadedFile) -> bool:
    """Tell whether a file is text beside recordings that no reader knows."""
    if any(file.suffix in (*row.suffixes, *row.partners) for row in FORMATS):
        return False
    if known_kind(file.content):
        return False
    return is_text(file.content) and find_format(file.content) is None


def _unzip(content: bytes) -> list[UploadedFile]:
    # Counted before the table of contents is parsed, which may itself be huge.
    if content.count(b"PK\x01\x02") > LIMITS.zip_members:
        raise _too_many()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _members(archive)
    except DAMAGE as error:
        raise RecordError(
            "The zip archive is damaged: pack or copy it again."
        ) from error


def _members(archive: zipfile.ZipFile) -> list[UploadedFile]:
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > LIMITS.zip_members:
        raise _too_many()
    for entry in entries:
        check_entry(entry)
    files: list[UploadedFile] = []
    budget = LIMITS.zip_bytes
    for entry in entries:
        if is_litter(entry.filename):
            continue
        content = inflate(archive, entry, budget)
        refuse_archive(content)
        budget -= len(content)
        files.append(UploadedFile(entry.filename, content))
    if not files:
        raise RecordError("The zip archive is empty: pack the recording's files again.")
    return files


def check_entry(entry: zipfile.ZipInfo) -> None:
    """Refuse a member by its name, kind or packing, by a RecordError."""
    parts = entry.filename.replace("\\", "/").split("/")
    if ".." in parts or parts[0] == "" or ":" in parts[0]:
        raise RecordError(
            "A file in the zip archive has a name that leads out of the archive, and "
            "is refused. Pack the files themselves, without their full paths."
        )
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise RecordError(
            "The zip archive holds a link or a special file, which is refused. Pack "
            "the files themselves."
        )
    if entry.flag_bits & 1:
        raise RecordError(
            "The zip archive is encrypted: upload it without a password, or upload the "
            "files themselves."
        )
    if entry.compress_type not in METHODS:
        raise RecordError(
            "The zip archive is packed by an uncommon method: pack it with the usual "
            "one (deflate)."
        )


def is_litter(name: str) -> bool:
    """Whether an operating system put it there."""
    parts = name.replace("\\", "/").split("/")
    return parts[0] == "__MACOSX" or parts[-1].startswith(".")


def inflate(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> bytes:
    """Unpack one member of at most so many bytes; a RecordError if it has more."""
    # What the archive says of its sizes is not validated: the bytes are counted.
    most = min(
        budget, LIMITS.file_bytes, LIMITS.zip_ratio * (entry.compress_size + CHUNK)
    )
    chunks: list[bytes] = []
    n_bytes = 0
    with archive.open(entry) as packed:
        while chunk := packed.read(CHUNK):
            n_bytes += len(chunk)
            if n_bytes > most:
                raise RecordError(
                    "The zip archive unpacks to more than a recording can be "
                    f"({LIMITS.zip_bytes // MEBIBYTE} MB, "
                    f"{LIMITS.file_bytes // MEBIBYTE} MB a file, "
                    f"{LIMITS.zip_ratio} times its size) and is refused. "
                    "Upload the files themselves."
                )
            chunks.append(chunk)
    return b"".join(chunks)


def refuse_archive(content: bytes) -> None:
    """Refuse a member that is itself an archive, by a RecordError."""
    if content.startswith(ARCHIVES) and find_format(content) is None:
        raise RecordError(
            "The zip archive holds another archive: unpack it first and upload what is "
            "in it."
        )


def _too_many() -> RecordError:
    return RecordError(
        f"A zip archive may hold {LIMITS.zip_members} files; this one holds more. "
        "Upload fewer recordings at a time."
    )
