"""What a file begins with, and what it seems to be if no reader is there for it."""

import re
from collections.abc import Iterable

from ecgkt.vocab.formats import CSV, FORMATS, READABLE, WFDB

HEAD_BYTES = 64 * 2**10
_TAG = re.compile(r"<(?:[\w.-]{1,80}:)?([\w.-]{1,80})")
_NUMBER = re.compile(r"[+-]?[\d.,]{1,40}([eE][+-]?\d{1,4})?|nan|", re.IGNORECASE)
_BLANK = b"\xef\xbb\xbf \r\n\t"
_CONTROL = bytes(range(9)) + bytes(range(14, 32))

_PICTURE = (
    "a picture ({}): samples are not read from pictures. Of prints only a PDF whose "
    "traces are lines is read, as recorders' programs write it"
)

# fmt: off
PICTURES = (
    (0, b"\x89PNG\r\n\x1a\n", "PNG"), (0, b"\xff\xd8\xff", "JPEG"), (0, b"GIF8", "GIF"),
    (0, b"II*\0", "TIFF"), (0, b"MM\0*", "TIFF"), (0, b"II+\0", "TIFF"),
    (8, b"WEBP", "WebP"), (4, b"ftyphei", "HEIC"),
    (4, b"ftyphev", "HEIC"), (4, b"ftypmif1", "HEIC"), (4, b"ftypmsf1", "HEIC"),
    (4, b"ftypavif", "AVIF"), (0, b"\0\0\0\x0cjP  ", "JPEG 2000"),
)
KNOWN = (
    *(
        (offset, magic, _PICTURE.format(name))
        for offset, magic, name in PICTURES
    ),
    (0, b"\x1f\x8b", "gzip-compressed: unpack it first"),
    (0, b"BZh", "bzip2-compressed: unpack it first"),
    (0, b"\xfd7zXZ\0", "xz-compressed: unpack it first"),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive: unpack it first"),
    (0, b"Rar!\x1a\x07", "a RAR archive: unpack it first"),
    (0, b"\xd0\xcf\x11\xe0", "an old Office document: "
     f"export the table as {CSV.title}"),
    (4, b"ftyp", "a film (MP4), not an ECG"),
    (8, b"WAVE", "a sound file (WAVE), not an ECG"),
    (0, b"SQLite format 3\0", "an SQLite database, not the export of one ECG"),
    (0, b"MSH|", "an HL7 version 2 message: export the ECG itself"),
    (0, b"Brain Vision Data Exchange Header", "an EEG header (BrainVision)"),
    (0, b"\x80\x04\x95", "a Python pickle, which could run code and is never opened"),
    (0, b"PAR1", "a Parquet table: export it as text"),
    (0, b"SIMPLE  =", "a FITS file, not an ECG"),
)
PATTERNS = (
    # "BM", the size of the file, and four zeros: the letters alone may begin a table.
    (re.compile(rb"BM.{4}\0{4}", re.DOTALL), _PICTURE.format("BMP")),
    (
        re.compile(rb"[0-9]{7}\0..[12][0-9]{3}(-[0-9]{2}){2} [0-9:]{8}\0", re.DOTALL),
        "a file of the recorder Contec ECG90A, whose order of limb leads its maker "
        "has not published: export it from the recorder's program in another format",
    ),
)
# fmt: on
XML_KINDS = {
    "html": "a web page: save the ECG itself",
    "svg": "a picture (SVG), not the samples of an ECG",
    "clinicaldocument": "an HL7 report (CDA), not the samples of an ECG",
    "bundle": "FHIR, which is not read: export the ECG itself",
    "observation": "FHIR, which is not read: export the ECG itself",
}
"""By the root element, in lower case."""

ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06")


def is_zip(content: bytes) -> bool:
    """Whether a file is a zip archive, by its first bytes."""
    return content.startswith(ARCHIVES)


def has_magic(content: bytes, offset: int, magic: bytes) -> bool:
    """Whether some bytes stand at a place of a file."""
    return content[offset : offset + len(magic)] == magic


def known_kind(content: bytes) -> str | None:
    """Name a kind of file that has no reader, and what could be done."""
    kinds = [what for offset, magic, what in KNOWN if has_magic(content, offset, magic)]
    kinds += [what for pattern, what in PATTERNS if pattern.match(content)]
    return next(iter(kinds), None)


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
    >>> describe(b"GIF89a").split(":")[0]
    'This file is a picture (GIF)'
    """
    what = known_kind(content)
    if not content:
        what = "empty: copy it again"
    elif root := xml_root(content):
        what = XML_KINDS.get(root.lower(), "XML of a kind that is not known here")
    elif content.lstrip(_BLANK).startswith(b"<"):
        what = "XML or HTML without a beginning that is known here"
    elif what is None and is_text(content):
        expected = [row.as_text for row in FORMATS if row.as_text]
        what = f"text, but neither {' nor '.join(expected)}"
    elif what is None:
        what = (
            f"binary data of no known kind. If it is the data file of a {WFDB.title} "
            f"record, its header ({WFDB.suffixes[0]}) is missing: add it"
        )
    return f"This file is {what}. What can be read: {READABLE}."


def is_text(content: bytes) -> bool:
    """Whether a file begins with letters, and no control codes among them."""
    head = content[:4096]
    return bool(head) and len(head.translate(None, _CONTROL)) == len(head)


def first_lines(content: bytes, n_lines: int = 3) -> list[str]:
    """Return the first lines of a text that are neither blank nor comments."""
    if not is_text(content):
        return []
    text = content[:HEAD_BYTES].decode("utf-8-sig", errors="replace")
    lines = (line.strip() for line in text.replace("\r", "\n").split("\n"))
    return [line for line in lines if line and not line.startswith("#")][:n_lines]


def are_numbers(cells: Iterable[str]) -> bool:
    """Whether all cells are numbers, of any decimal mark, or empty."""
    return all(map(_NUMBER.fullmatch, cells))


def xml_root(content: bytes) -> str | None:
    """
    Name the root element of an XML document, without parsing it.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    str or None
        Its name without prefix, or None: no XML, or a hidden root.

    Examples
    --------
    >>> xml_root(b"<?xml version='1.0'?><!-- a --><hl7:AnnotatedECG>")
    'AnnotatedECG'
    """
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if wide else "utf-8-sig"
    text = content[:HEAD_BYTES].decode(encoding, errors="replace").lstrip()
    while text.startswith(("<?", "<!")):
        end = "-->" if text.startswith("<!--") else ">"
        text = text.partition(end)[2].lstrip()
    tag = _TAG.match(text)
    return tag[1] if tag else None
