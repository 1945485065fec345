"""
The file formats that can be read, one row each: every list of them is made from these.

To add one: its row here, its reader ``ecgkt/io/read_<name>.py`` (see `ecgkt.io.formats`)
and the reader's test.
"""

from typing import NamedTuple


class FileFormat(NamedTuple):
    """
    One file format.

    Attributes
    ----------
    name : str
        What `EcgRecord.format` says and the reader's module is called after.
    title : str
        What people call it.
    suffixes : tuple of str
        Usual endings of the file that stands for a recording, in lower case: a hint for
        listing a folder, never a proof.
    partners : tuple of str
        Endings of the data files that such a file names, if it is only a header.
    magic : tuple of (int, bytes)
        Bytes by which it is recognised, with their place: one of them is enough.
    xml_roots : tuple of str
        Names of the root element, without prefix, by which it is recognised. A format
        with neither is recognised by its reader.
    as_text : str
        What to expect of its beginning, if it is plain text.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    partners: tuple[str, ...] = ()
    magic: tuple[tuple[int, bytes], ...] = ()
    xml_roots: tuple[str, ...] = ()
    as_text: str = ""


WFDB = FileFormat(
    "wfdb", "WFDB", (".hea",), partners=(".dat", ".mat"), as_text="a WFDB header"
)
CSV = FileFormat(
    "csv", "CSV", (".csv",), as_text="a table with the lead names in its first row"
)
NPY = FileFormat("npy", "NumPy", (".npy",), magic=((0, b"\x93NUMPY"),))
FORMATS = (WFDB, CSV, NPY)
ARCHIVE_SUFFIX = ".zip"


def _with_partners(row: FileFormat) -> str:
    if not row.partners:
        return row.title
    return f"{row.title} ({'/'.join(row.suffixes)} with {' or '.join(row.partners)})"


READABLE = f"{', '.join(map(_with_partners, FORMATS))}, or a zip of one recording"
"""All that an upload may be."""

ANY_TITLE = " or ".join(
    [", ".join(row.title for row in FORMATS[:-1]), FORMATS[-1].title]
)
"""Their titles in a sentence."""
