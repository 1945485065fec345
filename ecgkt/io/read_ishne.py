"""ISHNE Holter files: a fixed header, a variable block and interleaved samples."""

import struct

import numpy as np

from ecgkt.errors import RecordError
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.person import Person
from ecgkt.types.record import EcgRecord, Sex
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile
from ecgkt.vocab.lead_names import ISHNE_LEADS

MAGIC_BYTES = 8
CRC_BYTES = 2
FIXED_BYTES = 512
MAX_CHANNELS = 12
INVALID = -(2**15)
_SIZES = struct.Struct("<iiii")
"""Bytes of the variable block, samples, offsets of both blocks, from byte 10 on."""

_CHANNELS = struct.Struct("<h12h12h12h")
"""Number of leads, their codes, qualities and resolutions, from byte 156 on."""

SEXES: dict[int, Sex] = {1: "male", 2: "female"}


def read_ishne(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read a Holter file.

    Parameters
    ----------
    file : UploadedFile
        Version 1.0.
    stated : StatedMetadata
        As in `read_ecg`.

    Returns
    -------
    EcgRecord

    Raises
    ------
    RecordError
        If the header does not fit the file, or a lead states no resolution.

    References
    ----------
    .. [1] F. Badilini, "The ISHNE Holter standard output file format", Ann Noninvasive
       Electrocardiol 1998, doi:10.1111/j.1542-474X.1998.tb00353.x. Departs from it: the
       number of samples is taken per lead or of all leads, as it fits the file, for
       writers do both; the birth date and the check sum are not read.
    """
    content = file.content
    start = MAGIC_BYTES + CRC_BYTES
    if len(content) < start + FIXED_BYTES:
        raise _damaged()
    _variable, stated_samples, _at_variable, at_samples = _SIZES.unpack_from(
        content, start
    )
    n_leads, *numbers = _CHANNELS.unpack_from(content, 156)
    if not 1 <= n_leads <= MAX_CHANNELS or not start + FIXED_BYTES <= at_samples:
        raise _damaged()
    codes, steps = numbers[:n_leads], numbers[24 : 24 + n_leads]
    n_values = (len(content) - at_samples) // 2
    n_samples = n_values // n_leads
    if n_values < n_leads or stated_samples not in (n_samples, n_samples * n_leads):
        raise _damaged()
    fs, is_wide = struct.unpack_from("<h", content, 272)[0], n_samples * n_leads
    flat = np.frombuffer(content, "<i2", is_wide, at_samples)
    rows = [
        _to_nv(row, step)
        for row, step in zip(flat.reshape(-1, n_leads).T, steps, strict=True)
    ]
    found = Found(
        labels=[ISHNE_LEADS.get(code, "another lead") for code in codes],
        rows=rows,
        units=["nV"] * n_leads,
        fs=float(fs) if fs > 0 else None,
        person=Person(None, SEXES.get(struct.unpack_from("<h", content, 128)[0])),
    )
    return assemble(found, file, stated, name="ishne")


def _to_nv(row: np.ndarray, step: int) -> np.ndarray:
    if step <= 0:
        raise RecordError(
            "A lead of the ISHNE file states no resolution: its voltage is unknown. "
            "Export the recording again."
        )
    values = row.astype(np.float64) * step
    values[row == INVALID] = np.nan
    return values


def _damaged() -> RecordError:
    return RecordError(
        f"The ISHNE header and the size of the file do not agree (up to {MAX_CHANNELS} "
        f"leads, at most {LIMITS.max_duration / 60:g} minutes): the file is cut or "
        "damaged; copy it again."
    )
