"""The data set of a DICOM file, of the transfer syntaxes that are bounded."""

import io
import warnings
import zlib

import pydicom
from pydicom.dataset import Dataset
from pydicom.filereader import read_dataset
from pydicom.uid import UID

from ecgkt.errors import RecordError
from ecgkt.types.upload import LIMITS

LITTLE_ENDIAN = ("1.2.840.10008.1.2", "1.2.840.10008.1.2.1")
DEFLATED = "1.2.840.10008.1.2.1.99"
MAX_META = 64 * 2**10
MAX_INFLATED = 1
"""A deflated file may unpack to so many times the largest file that is read."""

# What a damaged value would be warned of holds the value: it is left to our checks.
pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE


def open_dataset(content: bytes) -> Dataset:
    """
    Parse a file.

    Parameters
    ----------
    content : bytes
        The whole file, with or without its preamble.

    Returns
    -------
    pydicom.dataset.Dataset
        Values are parsed when they are looked at.

    Raises
    ------
    RecordError
        If it is of another transfer syntax, or unpacks to more than a recording.
    """
    # Its own reader would inflate without an end.
    meta, at = _file_meta(content)
    syntax = str(meta.get("TransferSyntaxUID", LITTLE_ENDIAN[0]))
    if syntax == DEFLATED:
        inflated = _inflate(content[at:])
        return read_dataset(
            io.BytesIO(inflated), is_implicit_VR=False, is_little_endian=True
        )
    if syntax not in LITTLE_ENDIAN:
        what = _known(syntax)
        raise RecordError(
            "DICOM is read in little endian, explicit or implicit, plain or deflated; "
            f"this file is in another transfer syntax{what}. Export it again."
        )
    with warnings.catch_warnings():
        # What it warns of is settled by the checks of what was read.
        warnings.simplefilter("ignore")
        return pydicom.dcmread(io.BytesIO(content), force=True)


def _file_meta(content: bytes) -> tuple[Dataset, int]:
    """Return the file's own group of tags and where the data begin after it."""
    start = 132 if content[128:132] == b"DICM" else 0
    if content[start : start + 4] != b"\x02\x00\x00\x00":
        return Dataset(), start
    length = int.from_bytes(content[start + 8 : start + 12], "little")
    stop = start + 12 + min(length, MAX_META)
    meta = read_dataset(
        io.BytesIO(content[start:stop]), is_implicit_VR=False, is_little_endian=True
    )
    return meta, stop


def _inflate(packed: bytes) -> bytes:
    most = MAX_INFLATED * LIMITS.file_bytes
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    content = inflater.decompress(packed, most)
    if inflater.unconsumed_tail:
        raise RecordError(
            "The deflated DICOM file unpacks to more than a recording can be and is "
            "refused. Export it without compression."
        )
    return content


def no_ecg(dataset: Dataset) -> str:
    """Say what a DICOM file without waveforms is."""
    what = _known(str(dataset.get("SOPClassUID", "")))
    return (
        f"This file is DICOM{what} without the samples of an ECG. Export the ECG as a "
        "DICOM waveform, or in another format."
    )


def _known(uid: str) -> str:
    """Name an identifier of the standard; any other is not repeated."""
    name = UID(uid, pydicom.config.IGNORE).name
    return "" if name == uid else f" ({name})"
