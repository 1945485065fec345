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
    is_mapped : bool
        Whether the user may say which of its columns is which lead.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    partners: tuple[str, ...] = ()
    magic: tuple[tuple[int, bytes], ...] = ()
    xml_roots: tuple[str, ...] = ()
    as_text: str = ""
    is_mapped: bool = False


WFDB = FileFormat(
    "wfdb", "WFDB", (".hea",), partners=(".dat", ".mat"), as_text="a WFDB header"
)
CSV = FileFormat(
    "csv",
    "CSV",
    (".csv",),
    as_text="a table with the lead names in its first row",
    is_mapped=True,
)
NPY = FileFormat("npy", "NumPy", (".npy",), magic=((0, b"\x93NUMPY"),), is_mapped=True)
DICOM = FileFormat(
    "dicom",
    "DICOM",
    (".dcm",),
    magic=(
        (128, b"DICM"),
        *(
            (0, tag)
            for tag in (
                # Without its preamble a file begins with the first of its tags.
                b"\x02\0\0\0UL",
                b"\x02\0\x10\0UI",
                b"\x08\0\x05\0",
                b"\x08\0\x08\0",
                b"\x08\0\x12\0",
                b"\x08\0\x16\0",
                b"\x08\0\0\0",
            )
        ),
    ),
)
AECG = FileFormat("aecg", "HL7 aECG", (".xml",), xml_roots=("AnnotatedECG",))
MUSE = FileFormat("muse", "GE MUSE XML", (".xml",), xml_roots=("RestingECG",))
PHILIPS = FileFormat("philips", "Philips XML", (".xml",), xml_roots=("restingecgdata",))
CARDIOSOFT = FileFormat(
    "cardiosoft", "GE CardioSoft XML", (".xml",), xml_roots=("CardiologyXML",)
)
SCHILLER = FileFormat(
    "schiller",
    "Schiller XML",
    (".xml",),
    xml_roots=("com.xiriuz.sema.xml.schillerEDI.SchillerEDI", "SchillerEDI"),
)
SCP = FileFormat("scp", "SCP-ECG", (".scp",), magic=((16, b"SCPECG"),))
ISHNE = FileFormat("ishne", "ISHNE", (".ecg",), magic=((0, b"ISHNE1.0"),))
EDF = FileFormat(
    "edf",
    "EDF/BDF",
    (".edf", ".bdf"),
    magic=((0, b"0       "), (0, b"\xffBIOSEMI")),
    is_mapped=True,
)
MAT = FileFormat(
    "mat", "MATLAB", (".mat",), magic=((0, b"MATLAB 5.0"),), is_mapped=True
)
GDF = FileFormat("gdf", "GDF", (".gdf",), magic=((0, b"GDF "),))
MFER = FileFormat("mfer", "MFER", (".mwf",))
HDF5 = FileFormat(
    "hdf5",
    "HDF5",
    (".h5", ".hdf5"),
    magic=((0, b"\x89HDF"), (512, b"\x89HDF")),
    is_mapped=True,
)
NPZ = FileFormat("npz", "NumPy archive", (".npz",), is_mapped=True)
XLSX = FileFormat("xlsx", "Excel", (".xlsx",), is_mapped=True)
PDF = FileFormat(
    "pdf", "PDF print with its traces as lines", (".pdf",), magic=((0, b"%PDF"),)
)
FORMATS = (
    WFDB, CSV, NPY, NPZ, XLSX, DICOM, AECG, MUSE, CARDIOSOFT, PHILIPS, SCHILLER, SCP,
    EDF, GDF, MFER, ISHNE, MAT, HDF5, PDF,
)  # fmt: skip
ARCHIVE_SUFFIX = ".zip"
MAPPED = ", ".join(row.title for row in FORMATS if row.is_mapped)
"""Titles of the formats whose columns the user may give a lead."""


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
