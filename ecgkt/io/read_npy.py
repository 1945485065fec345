"""NumPy arrays: only the plain ones, and never anything that could run."""

import io
import math
from tokenize import TokenError
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.leads import complete_leads
from ecgkt.io.mapping.array_columns import columns_of_arrays
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.detect import ROWS, is_order_confirmed
from ecgkt.io.mapping.items import Item
from ecgkt.io.mapping.read_mapped import read_mapped
from ecgkt.io.stated import settle_fs, settle_unit
from ecgkt.io.units import MV_PER
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import StatedMetadata, UploadedFile, display_name, settle_age


class _Layout(NamedTuple):
    """What the array's own header states."""

    shape: tuple[int, ...]
    fortran: bool
    dtype: np.dtype


def read_npy(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read a two-dimensional array of numbers.

    Parameters
    ----------
    file : UploadedFile
        Shape (12, n), (8, n) or (6, n), or the transpose; leads in the order of
        `LEADS`, of `INDEPENDENT_LEADS`, or the limb leads in that of `LEADS`.
    stated : StatedMetadata
        Frequency and unit are required: the format has no place for them.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If the array is of another kind or shape, or frequency or unit is not stated.

    References
    ----------
    .. [1] "NEP 1: A simple file format for NumPy arrays". Departs from `numpy.load`:
    the
       stated size is held against the real one before any memory is taken.
    """
    if stated.is_mapped:
        return read_mapped(columns(file, stated.shape), file, stated, name="npy")
    array = read_plain_array(file.content)
    _check_numbers(array.dtype)
    names = _names(array.shape)
    if array.shape[0] != len(names):
        array = array.T
    fs = settle_fs(None, stated, array.shape[1])
    unit = settle_unit(None, stated)
    values = array.astype(np.float64) * MV_PER[unit]
    signal, derived = complete_leads(dict(zip(names, values, strict=True)))
    return EcgRecord(
        record_id=display_name(file.stem),
        signal=signal,
        fs=fs,
        format="npy",
        original_unit=unit,
        derived_leads=derived,
        warnings=(f"Leads were taken in this order: {', '.join(names)}.",),
        is_order_assumed=not is_order_confirmed(names, list(values)),
        age=settle_age(None, stated.age),
        sex=stated.sex,
    )


def columns(file: UploadedFile, wish: TableMap) -> Columns:
    """Take an array apart, of any number of rows; a RecordError if it is no table."""
    array = read_plain_array(file.content)
    _check_numbers(array.dtype)
    return columns_of_arrays([Item(("",), array)], wish)


def _layout(stream: io.BytesIO) -> _Layout:
    readers = {
        (1, 0): np.lib.format.read_array_header_1_0,
        (2, 0): np.lib.format.read_array_header_2_0,
    }
    version = np.lib.format.read_magic(stream)
    if version not in readers:
        raise RecordError(
            "NPY versions 1 and 2 can be read; this file is of another one. Save a "
            "plain array of numbers with numpy.save."
        )
    try:
        return _Layout(*readers[version](stream))
    except (ValueError, TokenError) as error:
        raise RecordError(
            "The header of this NPY file is damaged: save the array again."
        ) from error


def read_plain_array(content: bytes) -> NDArray[Any]:
    """
    Take an array out of its file, numbers or texts, without running anything.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    numpy.ndarray
        A read-only view of `content`.

    Raises
    ------
    RecordError
        If it holds objects, or more or fewer bytes than its header announces.
    """
    stream = io.BytesIO(content)
    layout = _layout(stream)
    if layout.dtype.kind != "U" or layout.dtype.hasobject:
        _check_numbers(layout.dtype)
    n_bytes = len(content) - stream.tell()
    expected = math.prod(layout.shape) * layout.dtype.itemsize
    if expected != n_bytes:
        raise RecordError(
            f"The NPY header announces {expected} bytes of numbers, {n_bytes} are "
            "there: the file is cut or damaged; copy it again."
        )
    array = np.frombuffer(content, layout.dtype, offset=stream.tell())
    return array.reshape(layout.shape, order="F" if layout.fortran else "C")


def _check_numbers(dtype: np.dtype[Any]) -> None:
    if dtype.kind not in "fiu" or dtype.itemsize > 8 or dtype.hasobject:
        raise RecordError(
            "An NPY file must hold whole or floating-point numbers of up to 64 bits; "
            "this one holds something else. Save the signal as float32."
        )


def _names(shape: tuple[int, ...]) -> tuple[str, ...]:
    """Return the leads that an array of this shape holds."""
    sizes = [size for size in shape if size in ROWS]
    if len(shape) != 2 or len(sizes) != 1 or 0 in shape:
        found = " x ".join(map(str, shape[:4])) or "a single number"
        raise RecordError(
            "An NPY file must be 12 x samples (leads I, II, III, aVR, aVL, aVF, V1 to "
            "V6), 8 x samples (I, II, V1 to V6) or 6 x samples (the limb leads), or "
            f"the transpose; found {found}. Save one recording in one of these shapes; "
            "a table with named columns holds any other leads."
        )
    return ROWS[sizes[0]]
