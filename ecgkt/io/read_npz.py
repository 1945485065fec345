"""NumPy archives: plain arrays only, each held against its size before it is read."""

import io
import zipfile

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.io.arrays import MAX_ARRAYS, record_of_arrays
from ecgkt.io.mapping.array_columns import columns_of_arrays
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.items import Item
from ecgkt.io.mapping.read_mapped import read_mapped
from ecgkt.io.read_npy import read_plain_array
from ecgkt.io.sniff import is_zip
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile

SUFFIX = ".npy"
MAX_MEMBER = 2
"""An array in double precision may be so many times the largest file that is read."""


def recognises(content: bytes) -> bool:
    """Tell an archive of nothing but arrays."""
    if not is_zip(content) or content.count(b"PK\x01\x02") > MAX_ARRAYS:
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    return bool(names) and all(name.endswith(SUFFIX) for name in names)


def read_npz(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the recording of a NumPy archive.

    Parameters
    ----------
    file : UploadedFile
        As `numpy.savez` writes it: one array of leads and samples, or one per lead.
    stated : StatedMetadata
        Frequency and unit, where no array called fs or unit states them.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If none of its arrays is an ECG, or one holds anything but numbers and texts.
    """
    if stated.is_mapped:
        return read_mapped(columns(file, stated.shape), file, stated, name="npz")
    return record_of_arrays(_items(file), file, stated, name="npz")


def columns(file: UploadedFile, wish: TableMap) -> Columns:
    """Take an archive apart, whatever its arrays are; a RecordError if none fits."""
    return columns_of_arrays(_items(file), wish)


def _items(file: UploadedFile) -> list[Item]:
    items = []
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        budget = MAX_MEMBER * LIMITS.file_bytes
        for name in archive.namelist():
            with archive.open(name) as packed:
                content = packed.read(budget + 1)
            budget -= len(content)
            if budget < 0:
                raise RecordError(
                    "The NumPy archive unpacks to more than a recording can be and is "
                    "refused. Save one recording."
                )
            value = read_plain_array(content)
            path = (name.removesuffix(SUFFIX),)
            if value.dtype.kind == "U":
                items.append(Item(path, [str(text) for text in value.reshape(-1)]))
            else:
                items.append(Item(path, np.asarray(value)))
    return items
