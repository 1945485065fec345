"""MATLAB files of versions 5 to 7.2; 7.3 is HDF5 and read as such."""

import io
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np
import scipy.io

from ecgkt.errors import RecordError
from ecgkt.io.arrays import MAX_ARRAYS, MAX_BYTES, record_of_arrays
from ecgkt.io.mapping.array_columns import columns_of_arrays
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.items import Item
from ecgkt.io.mapping.read_mapped import read_mapped
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import StatedMetadata, UploadedFile

HEADER_BYTES = 128
COMPRESSED, MATRIX = 15, 14
MAX_DEPTH = 4


def read_mat(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the recording of a MATLAB file.

    Parameters
    ----------
    file : UploadedFile
        Matrices, structures and texts; of PhysioNet's challenges, CPSC or ecg-kit.
    stated : StatedMetadata
        Frequency and unit, which most such files leave out.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If none of its arrays is an ECG, or it unpacks to more than a recording.

    References
    ----------
    .. [1] "MAT-file format", MathWorks, level 5. Departs from it: compressed elements
       are inflated under a meter before they are parsed.
    """
    if stated.is_mapped:
        return read_mapped(columns(file, stated.shape), file, stated, name="mat")
    return record_of_arrays(_all_items(file), file, stated, name="mat")


def columns(file: UploadedFile, wish: TableMap) -> Columns:
    """Take a file apart, whatever its arrays are; a RecordError if none fits."""
    return columns_of_arrays(_all_items(file), wish)


def _all_items(file: UploadedFile) -> list[Item]:
    plain = _inflated(file.content)
    values = scipy.io.loadmat(
        io.BytesIO(plain), squeeze_me=False, chars_as_strings=True
    )
    found = (
        item
        for name, value in values.items()
        if not name.startswith("__")
        for item in _items((name,), value, 0)
    )
    return list(islice(found, MAX_ARRAYS))


def _inflated(content: bytes) -> bytes:
    """Rewrite a file with its compressed elements inflated, within a budget."""
    parts, at, budget = [content[:HEADER_BYTES]], HEADER_BYTES, MAX_BYTES
    if content[126:128] != b"IM":
        raise RecordError(
            "The MATLAB file was written on a machine of another byte order: save it "
            "again, with save -v7.3 or as a table."
        )
    while at + 8 <= len(content):
        kind = int.from_bytes(content[at : at + 4], "little")
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        element = content[at : at + 8 + size]
        if kind not in (COMPRESSED, MATRIX) or len(element) < 8 + size:
            raise RecordError("The MATLAB file is cut or damaged: copy it again.")
        if kind == COMPRESSED:
            inflater = zlib.decompressobj()
            element = inflater.decompress(element[8:], budget)
            if inflater.unconsumed_tail:
                raise RecordError(
                    "The MATLAB file unpacks to more than a recording can be and is "
                    "refused. Save the recording alone."
                )
        budget = max(budget - len(element), 1)
        parts.append(element)
        at += 8 + size
    return b"".join(parts)


def _items(path: tuple[str, ...], value: Any, depth: int) -> Iterator[Item]:
    if not isinstance(value, np.ndarray) or depth > MAX_DEPTH:
        return
    if value.dtype.names:
        for name in value.dtype.names if value.size == 1 else ():
            yield from _items((*path, name), value.reshape(-1)[0][name], depth + 1)
    elif value.dtype.kind in "fiu":
        yield Item(path, value)
    elif value.dtype.kind == "U":
        yield Item(path, [str(text) for text in value.reshape(-1)])
    else:
        yield from _cells(path, value, depth)


def _cells(path: tuple[str, ...], value: Any, depth: int) -> Iterator[Item]:
    cells = [_texts(cell) for cell in value.reshape(-1)[:MAX_ARRAYS]]
    if cells and all(len(texts) == 1 for texts in cells):
        yield Item(path, [texts[0] for texts in cells])
    elif value.size == 1:
        yield from _items(path, value.reshape(-1)[0], depth + 1)


def _texts(cell: Any) -> list[str]:
    if isinstance(cell, np.ndarray) and cell.dtype.kind == "U" and cell.size == 1:
        return [str(cell.reshape(-1)[0])]
    return []
