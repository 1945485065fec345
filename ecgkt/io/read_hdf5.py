"""HDF5, also as MATLAB 7.3 writes it: arrays of this one file, links not followed."""

import io
from collections.abc import Iterator
from itertools import islice
from typing import Any

import h5py
import numpy as np

from ecgkt.errors import RecordError
from ecgkt.io.arrays import MAX_ARRAYS, MAX_BYTES, record_of_arrays
from ecgkt.io.hdf5_heaps import check_heaps
from ecgkt.io.mapping.array_columns import columns_of_arrays
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.items import Item
from ecgkt.io.mapping.read_mapped import read_mapped
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import StatedMetadata, UploadedFile

MAX_DEPTH = 6
MAX_TEXTS = 64


def read_hdf5(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the recording of an HDF5 file.

    Parameters
    ----------
    file : UploadedFile
        One array of leads and samples, or one per lead; MATLAB 7.3 too.
    stated : StatedMetadata
        Frequency and unit, where the file leaves them out.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If none of its arrays is an ECG, its arrays lie in other files, or it is damaged
        where the library would not find an end.
    """
    if stated.is_mapped:
        return read_mapped(columns(file, stated.shape), file, stated, name="hdf5")
    return record_of_arrays(_all_items(file), file, stated, name="hdf5")


def columns(file: UploadedFile, wish: TableMap) -> Columns:
    """Take a file apart, whatever its arrays are; a RecordError if none fits."""
    return columns_of_arrays(_all_items(file), wish)


def _all_items(file: UploadedFile) -> list[Item]:
    check_heaps(file.content)
    with h5py.File(io.BytesIO(file.content), "r") as root:
        found = _items((), root, _notes(root))
        return list(islice(found, MAX_ARRAYS))


def _items(
    path: tuple[str, ...], group: h5py.Group, notes: dict[str, object]
) -> Iterator[Item]:
    if len(path) > MAX_DEPTH:
        return
    for name in group:
        # A soft or external link may lead out of the file.
        if not isinstance(group.get(name, getlink=True), h5py.HardLink):
            continue
        if name.startswith("#"):
            continue
        value = group[name]
        inside = (*path, name)
        if isinstance(value, h5py.Group):
            yield from _items(inside, value, notes | _notes(value))
        elif isinstance(value, h5py.Dataset):
            yield from _dataset(inside, value, notes | _notes(value))


def _dataset(
    path: tuple[str, ...], dataset: h5py.Dataset, notes: dict[str, object]
) -> Iterator[Item]:
    if dataset.external or dataset.is_virtual:
        raise RecordError(
            "An array of the HDF5 file lies in another file and is refused. Save the "
            "recording into one file."
        )
    dtype, size = dataset.dtype, dataset.size or 0
    if size * dtype.itemsize > MAX_BYTES:
        raise RecordError(
            f"An array of the HDF5 file is larger than {MAX_BYTES // 2**20} MB. Save "
            "one recording."
        )
    if dtype.kind in "fiu" and dtype.itemsize <= 8:
        value = dataset[()]
        if dataset.attrs.get("MATLAB_class") == b"char":
            yield Item(path, _letters(np.asarray(value)), notes)
        else:
            yield Item(path, np.asarray(value), notes)
    elif h5py.check_string_dtype(dtype) is not None and size <= MAX_TEXTS:
        texts = np.asarray(dataset.asstr(errors="replace")[()], dtype=object)
        yield Item(path, [str(text) for text in texts.reshape(-1)], notes)
    elif h5py.check_ref_dtype(dtype) is h5py.Reference and size <= MAX_TEXTS:
        yield from _cells(path, dataset, notes)


def _cells(
    path: tuple[str, ...], dataset: h5py.Dataset, notes: dict[str, object]
) -> Iterator[Item]:
    """Read a MATLAB cell array of texts, whose cells lie elsewhere in the file."""
    texts = []
    for reference in dataset[()].reshape(-1):
        cell: Any = dataset.file[reference] if reference else None
        is_text = (
            isinstance(cell, h5py.Dataset)
            and cell.attrs.get("MATLAB_class") == b"char"
            and cell.size <= MAX_TEXTS
            and not (cell.external or cell.is_virtual)
        )
        if not is_text:
            return
        texts += _letters(np.asarray(cell[()]))
    yield Item(path, texts, notes)


def _letters(codes: np.ndarray) -> list[str]:
    """MATLAB stores a text by columns, a code per letter."""
    if codes.ndim != 2 or codes.size > MAX_TEXTS**2:
        return []
    return ["".join(map(chr, row.tolist())) for row in codes.T]


def _notes(part: h5py.Group | h5py.Dataset) -> dict[str, object]:
    notes: dict[str, object] = {}
    for key in list(part.attrs)[:MAX_TEXTS]:
        value = part.attrs[key]
        if np.size(value) <= MAX_TEXTS:
            notes[str(key)] = value
    return notes
