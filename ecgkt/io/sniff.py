"""What a file is by its content; the extension proves nothing."""

import re
from enum import Enum

from ecgkt.io.leads import lead_name
from ecgkt.io.units import split_unit

READABLE = "WFDB (.hea with its .dat or .mat), CSV, NPY, or a zip of one of these"
HEAD_BYTES = 64 * 2**10
DELIMITERS = ",;\t"

_RECORD_LINE = re.compile(r"[^\s,;]{1,80}[ \t]+\d{1,4}([ \t].*)?")
_NUMBER = re.compile(r"[+-]?[\d.,]{1,40}([eE][+-]?\d{1,4})?|nan|", re.IGNORECASE)


class Kind(Enum):
    """What a reader is there for, and the rest."""

    ZIP = "zip"
    NPY = "npy"
    HEADER = "wfdb header"
    TABLE = "csv"
    TEXT = "text"
    OTHER = "other"


# fmt: off
_MAGIC = (
    (0, b"%PDF", "a PDF document: a picture of an ECG, not its samples"),
    (0, b"\x89PNG\r\n\x1a\n", "a picture (PNG), not the samples of an ECG"),
    (0, b"\xff\xd8\xff", "a picture (JPEG), not the samples of an ECG"),
    (0, b"GIF8", "a picture (GIF), not the samples of an ECG"),
    (0, b"II*\0", "a picture (TIFF), not the samples of an ECG"),
    (0, b"\x1f\x8b", "gzip-compressed: unpack it first"),
    (0, b"BZh", "bzip2-compressed: unpack it first"),
    (0, b"\xfd7zXZ\0", "xz-compressed: unpack it first"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (0, b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (128, b"DICM", "a DICOM file, a format that is not supported yet"),
    (0, b"0       ", "an EDF file, a format that is not supported yet"),
    (0, b"\xffBIOSEMI", "a BDF file, a format that is not supported yet"),
    (0, b"ISHNE1.0", "an ISHNE file, a format that is not supported yet"),
    (16, b"SCPECG", "an SCP-ECG file, a format that is not supported yet"),
    (0, b"MATLAB 5.0", "a MATLAB file without a WFDB header (.hea) that names it"),
    (0, b"\x89HDF", "an HDF5 file, a format that is not supported"),
    (0, b"\xd0\xcf\x11\xe0", "an old Office document: export the table as CSV"),
    (0, b"\xff\xfe", "text in UTF-16: save it as UTF-8"),
    (0, b"\xfe\xff", "text in UTF-16: save it as UTF-8"),
)
# fmt: on


def sniff(content: bytes) -> Kind:
    r"""
    Tell which reader a file is for.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    Kind

    Examples
    --------
    >>> sniff(b"a 2 500 5000\na.dat 16 1000/mV"), sniff(b"I,II\n0,1\n")
    (<Kind.HEADER: 'wfdb header'>, <Kind.TABLE: 'csv'>)
    """
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Kind.ZIP
    if content.startswith(b"\x93NUMPY"):
        return Kind.NPY
    if _magic(content) or not _is_text(content):
        return Kind.OTHER
    lines = first_lines(content)
    if _looks_like_header(lines):
        return Kind.HEADER
    return Kind.TABLE if _looks_like_table(lines) else Kind.TEXT


def describe(content: bytes) -> str:
    """
    Say what a file is that no reader is there for, and what could be done.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    str
        One or two sentences; nothing of the file's text is in them.

    Examples
    --------
    >>> describe(b"%PDF-1.7").split(":")[0]
    'This file is a PDF document'
    """
    what = _magic(content)
    if not content:
        what = "empty: copy it again"
    elif content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
        what = "XML or HTML, a format that is not supported yet"
    elif what is None and _is_text(content):
        what = (
            "text, but neither a WFDB header nor a table with the lead names in its "
            "first row"
        )
    elif what is None:
        what = (
            "binary data of no known kind. If it is the data file of a WFDB record, "
            "its header (.hea) is missing: add it"
        )
    return f"This file is {what}. What can be read: {READABLE}."


def first_lines(content: bytes, n_lines: int = 3) -> list[str]:
    r"""
    Return the first lines that are neither blank nor comments.

    Parameters
    ----------
    content : bytes
        The whole file.
    n_lines : int
        How many at most.

    Returns
    -------
    list of str
        Stripped lines from the first 64 kB.

    Examples
    --------
    >>> first_lines(b"# fs: 500\n\nI,II\r\n1,2\r\n")
    ['I,II', '1,2']
    """
    text = content[:HEAD_BYTES].decode("utf-8-sig", errors="replace")
    lines = (line.strip() for line in text.replace("\r", "\n").split("\n"))
    return [line for line in lines if line and not line.startswith("#")][:n_lines]


def split_cells(line: str) -> list[str]:
    """
    Split a table's line at its delimiter: comma, semicolon or tab.

    Parameters
    ----------
    line : str
        The header line, or one without decimal commas.

    Returns
    -------
    list of str
        Cells without quotes and surrounding blanks.

    Examples
    --------
    >>> split_cells('"I"; "II"')
    ['I', 'II']
    """
    return [cell.strip().strip('"').strip() for cell in line.split(delimiter_of(line))]


def delimiter_of(line: str) -> str:
    """
    Return the delimiter of a table's line: the most frequent of the three.

    Parameters
    ----------
    line : str
        The header line.

    Returns
    -------
    str
        One of comma, semicolon and tab.

    Examples
    --------
    >>> delimiter_of("I;II;III")
    ';'
    """
    return max(DELIMITERS, key=line.count)


def _magic(content: bytes) -> str | None:
    found = (
        what
        for offset, magic, what in _MAGIC
        if content[offset : offset + len(magic)] == magic
    )
    return next(found, None)


def _is_text(content: bytes) -> bool:
    head = content[:4096]
    control = sum(byte < 9 or 13 < byte < 32 for byte in head)
    return bool(head) and not control


def _looks_like_header(lines: list[str]) -> bool:
    if not lines or not _RECORD_LINE.fullmatch(lines[0][:1100]):
        return False
    return len(lines) == 1 or not all(map(_NUMBER.fullmatch, lines[1].split()))


def _looks_like_table(lines: list[str]) -> bool:
    if not lines or not any(mark in lines[0] for mark in DELIMITERS):
        return False
    if any(lead_name(split_unit(cell)[0]) for cell in split_cells(lines[0])):
        return True
    return any(all(map(_NUMBER.fullmatch, split_cells(line))) for line in lines[:2])
