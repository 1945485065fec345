"""NumPy arrays: only the plain ones, and never anything that could run."""

import io
import math
from tokenize import TokenError
from typing import NamedTuple

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.io.leads import complete_leads
from ecgkt.io.stated import settle_fs, settle_unit
from ecgkt.io.units import MV_PER
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile, display_name, settle_age
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

ROWS = {12: LEADS, 8: INDEPENDENT_LEADS, 6: LEADS[:6]}
"""What the rows of an array are, by their number: an array cannot name them."""


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
    stream = io.BytesIO(file.content)
    layout = _layout(stream)
    _check_kind(layout, len(file.content) - stream.tell())
    names = _names(layout.shape)
    array = np.frombuffer(file.content, layout.dtype, offset=stream.tell())
    array = array.reshape(layout.shape, order="F" if layout.fortran else "C")
    if layout.shape[0] != len(names):
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
        age=settle_age(None, stated.age),
        sex=stated.sex,
    )


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


def _check_kind(layout: _Layout, n_bytes: int) -> None:
    plain = layout.dtype.kind in "fiu" and layout.dtype.itemsize <= 8
    if not plain or layout.dtype.hasobject:
        raise RecordError(
            "An NPY file must hold whole or floating-point numbers of up to 64 bits; "
            "this one holds something else. Save the signal as float32."
        )
    expected = math.prod(layout.shape) * layout.dtype.itemsize
    if expected != n_bytes:
        raise RecordError(
            f"The NPY header announces {expected} bytes of numbers, {n_bytes} are "
            "there: the file is cut or damaged; copy it again."
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
