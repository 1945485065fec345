"""GDF 2: a binary sibling of EDF, as biosignal toolboxes write it."""

import struct
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.interleaved import INT_24, Column, rows_of
from ecgkt.io.person import Person
from ecgkt.types.record import EcgRecord, Sex
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile
from ecgkt.vocab.lead_names import lead_name

BLOCK = 256
MAX_SIGNALS = 256
TYPES = {
    **{1: "i1", 2: "u1", 3: "<i2", 4: "<u2", 5: "<i4", 6: "<u4", 7: "<i8"},
    **{8: "<u8", 16: "<f4", 17: "<f8", 279: INT_24},
}
UNITS = {4256: "V", 4274: "mV", 4275: "uV", 4276: "nV"}
"""Codes of ISO 11073-10101 with their decimal factor."""

SEXES: dict[int, Sex] = {1: "male", 2: "female"}
SHORTEST, LONGEST = 1e-6, 1e4
"""Seconds of a record, beyond which eight bytes are no such number."""

DAYS_PER_YEAR = 365.2425
OLDEST = 120
_LAYOUT = struct.Struct("<H50xq8sH")
"""Blocks of the header, records, a record's duration and signals, from byte 184 on."""

_PLACES = {
    **{"label": (0, "S16"), "unit": (102, "<u2"), "ranges": (104, "<f8")},
    **{"count": (216, "<u4"), "kind": (220, "<u4")},
}
"""Where the fields of the signals' headers begin, for one signal, and their types."""


class _Signal(NamedTuple):
    """One signal of the header."""

    label: str
    unit: str | None
    physical: tuple[float, float]
    digital: tuple[float, float]
    column: Column


class _Header(NamedTuple):
    """The header, without identity."""

    signals: list[_Signal]
    n_bytes: int
    duration: float
    n_records: int


def read_gdf(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the leads of a GDF file.

    Parameters
    ----------
    file : UploadedFile
        Version 2.
    stated : StatedMetadata
        A unit, where the file's is none.

    Returns
    -------
    EcgRecord
        Signals beside the leads, of whatever rate, are left out; what lies beyond a
        signal's digital range is missing, as the format has it.

    Raises
    ------
    RecordError
        If the header does not fit the file, or a lead states no range.

    References
    ----------
    .. [1] A. Schloegl, "GDF: a general dataformat for biosignals", arXiv cs/0608052,
       version 2.51. Departs from it: which of its two ways states a record's duration
       is told by the number, for writers changed it under several version numbers.
    """
    header = _header(file.content)
    signals = header.signals
    leads = [at for at, one in enumerate(signals) if lead_name(one.label)]
    rates = {signals[at].column.n_samples / header.duration for at in leads}
    if len(rates) > 1:
        raise RecordError(
            "The leads of the GDF file have different sampling frequencies. Export "
            "them at one."
        )
    columns = [one.column for one in signals]
    stored = rows_of(file.content, header.n_bytes, columns, header.n_records)
    others = [one.label for at, one in enumerate(signals) if at not in leads]
    found = Found(
        labels=[*(signals[at].label for at in leads), *others],
        rows=[
            *(_scaled(stored[at], signals[at]) for at in leads),
            *([np.empty(0)] * len(others)),
        ],
        units=[*(signals[at].unit for at in leads), *([None] * len(others))],
        fs=_rounded(rates.pop()) if rates else None,
        person=_person(file.content),
    )
    return assemble(found, file, stated, name="gdf")


def _header(content: bytes) -> _Header:
    if not content.startswith(b"GDF 2.") or len(content) < BLOCK:
        raise RecordError(
            "GDF files of version 2 are read; this one is of another version or cut. "
            "Convert it, or export the ECG in another format."
        )
    n_blocks, n_records, duration, n_signals = _LAYOUT.unpack_from(content, 184)
    n_bytes = n_blocks * BLOCK
    if not 1 <= n_signals <= MAX_SIGNALS or not (
        BLOCK * (n_signals + 1) <= n_bytes <= len(content)
    ):
        raise _damaged()
    signals = _signals(content, n_signals)
    size = sum(one.column.n_bytes for one in signals)
    n_found = (len(content) - n_bytes) // size if size else 0
    # -1 stands for a recording that was not closed.
    n_records = n_found if n_records == -1 else n_records
    if not 1 <= n_records <= n_found:
        raise _damaged()
    return _Header(signals, n_bytes, _duration(duration), n_records)


def _duration(field: bytes) -> float:
    (seconds,) = struct.unpack("<d", field)
    if not SHORTEST <= seconds <= LONGEST:
        above, below = struct.unpack("<II", field)
        seconds = above / below if below else 0.0
    if not SHORTEST <= seconds <= LONGEST:
        raise RecordError(
            "The GDF header states no duration of a record: the sampling frequency is "
            "unknown. Export the recording again."
        )
    return float(seconds)


def _signals(content: bytes, n_signals: int) -> list[_Signal]:
    def column(name: str, extra: int = 0) -> list:
        place, kind = _PLACES[name]
        at = BLOCK + (place + extra) * n_signals
        return np.frombuffer(content, kind, n_signals, at).tolist()

    low, high, low_digit, high_digit = (column("ranges", 8 * n) for n in range(4))
    kinds, counts = column("kind"), column("count")
    if not set(kinds) <= set(TYPES) or max(counts) > len(content):
        raise _damaged()
    return [
        _Signal(
            label.split(b"\0")[0].decode("latin-1").strip(),
            UNITS.get(unit),
            (low[at], high[at]),
            (low_digit[at], high_digit[at]),
            Column(TYPES[kinds[at]], counts[at]),
        )
        for at, (label, unit) in enumerate(
            zip(column("label"), column("unit"), strict=True)
        )
    ]


def _scaled(row: NDArray[np.generic], signal: _Signal) -> NDArray[np.float64]:
    (low, high), (low_digit, high_digit) = signal.physical, signal.digital
    span = high_digit - low_digit
    if not span > 0 or not np.isfinite(span) or not 0 < abs(high - low) < np.inf:
        raise RecordError(
            "A lead of the GDF file states no range of voltage: its scale is unknown. "
            "Export the recording again."
        )
    stored = row.astype(np.float64)
    values = (stored - low_digit) * ((high - low) / span) + low
    values[(stored < low_digit) | (stored > high_digit)] = np.nan
    return values


def _rounded(fs: float) -> float:
    return float(round(fs)) if abs(fs - round(fs)) < 1e-4 * fs else fs


def _person(content: bytes) -> Person:
    """Read sex, and the age between two dates; name and code are not looked at."""
    start, birth = struct.unpack_from("<QQ", content, 168)
    years = int((start - birth) / 2**32 / DAYS_PER_YEAR)
    age = float(years) if birth and 0 <= years <= OLDEST else None
    return Person(age, SEXES.get(content[87] & 3))


def _damaged() -> RecordError:
    return RecordError(
        "The header of the GDF file does not fit its size (up to "
        f"{MAX_SIGNALS} signals of plain numbers, {LIMITS.max_duration / 60:g} "
        "minutes): it is cut, damaged or of another kind. Copy it again."
    )
