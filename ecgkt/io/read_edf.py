"""EDF, EDF+ and BDF: a header of fixed fields and records of interleaved samples."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.age import age_between
from ecgkt.io.assemble import Found, assemble
from ecgkt.io.mapping.columns import Columns
from ecgkt.io.mapping.read_mapped import read_mapped
from ecgkt.io.person import Person
from ecgkt.io.vendor import number_of
from ecgkt.types.record import EcgRecord
from ecgkt.types.table_map import TableMap
from ecgkt.types.upload import LIMITS, StatedMetadata, UploadedFile
from ecgkt.vocab.lead_names import lead_name
from ecgkt.vocab.persons import SEX_WORDS

BLOCK = 256
WIDTHS = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
"""Bytes of each field of a signal, in the header's order."""

MAX_SIGNALS = 256
ANNOTATIONS = ("EDF Annotations", "BDF Annotations")
OF_EEG = frozenset(
    (
        *("fp1", "fp2", "fz", "cz", "pz", "oz", "f3", "f4", "p3", "p4", "o1", "o2"),
        *("t3", "t4", "t5", "t6", "f7", "f8"),
    )
)
MONTHS = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
ROUNDED = 1e-4
"""By how much a whole rate is missed where a duration is written in 8 letters."""


class _Signal(NamedTuple):
    """One signal of the header."""

    label: str
    unit: str
    physical: tuple[float, float]
    digital: tuple[float, float]
    n_per_record: int


class _Header(NamedTuple):
    """The header; `patient` holds identity and is never shown."""

    signals: list[_Signal]
    n_bytes: int
    duration: float
    n_records: int
    patient: str
    recording: str
    is_broken: bool


def read_edf(file: UploadedFile, stated: StatedMetadata) -> EcgRecord:
    """
    Read the leads of a file in the European data format, or BioSemi's.

    Parameters
    ----------
    file : UploadedFile
        EDF, EDF+C or BDF.
    stated : StatedMetadata
        A unit, where the file's is none.

    Returns
    -------
    EcgRecord
        Signals beside the leads, of whatever rate, are left out.

    Raises
    ------
    RecordError
        If the header does not fit the file, or it holds an EEG.

    References
    ----------
    .. [1] B. Kemp et al., "A simple format for exchange of digitized polygraphic
       recordings", Electroencephalogr Clin Neurophysiol 1992,
       doi:10.1016/0013-4694(92)90009-7; B. Kemp and J. Olivan, "European data format
       'plus'", Clin Neurophysiol 2003, doi:10.1016/S1388-2457(03)00123-8.
    """
    if stated.is_mapped:
        return read_mapped(columns(file, stated.shape), file, stated, name="edf")
    header = _header(file.content)
    leads = [at for at, one in enumerate(header.signals) if lead_name(one.label)]
    _check_kind(header, leads)
    rates = {header.signals[at].n_per_record / header.duration for at in leads}
    if len(rates) > 1:
        raise RecordError(
            "The leads of the EDF file have different sampling frequencies. Export "
            "them at one."
        )
    rows = _rows(header, file.content, leads)
    others = [
        one.label
        for at, one in enumerate(header.signals)
        if at not in leads and one.label not in ANNOTATIONS
    ]
    labels = [header.signals[at].label for at in leads]
    units = [header.signals[at].unit for at in leads]
    found = Found(
        labels=[*labels, *others],
        rows=[*rows, *([np.empty(0)] * len(others))],
        units=[*units, *([None] * len(others))],
        fs=_rounded(rates.pop()) if rates else None,
        person=_person(header),
    )
    return assemble(found, file, stated, name="edf")


def columns(file: UploadedFile, _wish: TableMap) -> Columns:
    """Take the signals of the commonest rate, whatever they are called."""
    header = _header(file.content)
    _check_kind(header, [])
    sizes = [one.n_per_record for one in header.signals if one.label not in ANNOTATIONS]
    size = max(sizes, key=lambda size: (sizes.count(size), size), default=0)
    places = [
        at
        for at, one in enumerate(header.signals)
        if one.n_per_record == size and one.label not in ANNOTATIONS
    ][: LIMITS.max_leads]
    if not size:
        raise _damaged()
    signals = [header.signals[at] for at in places]
    return Columns(
        rows=_rows(header, file.content, places),
        labels=[one.label for one in signals],
        units=[one.unit or None for one in signals],
        fs=_rounded(size / header.duration),
        person=_person(header),
        leads_in="rows",
    )


def _header(content: bytes) -> _Header:
    is_wide = content.startswith(b"\xff")
    head = content[:BLOCK].decode("latin-1")
    n_signals = _whole(head[252:256])
    n_bytes, n_records = _whole(head[184:192]), _whole(head[236:244])
    duration = number_of(head[244:252])
    if not 1 <= n_signals <= MAX_SIGNALS or n_bytes != BLOCK * (n_signals + 1):
        raise _damaged()
    if not duration or duration < 0:
        raise RecordError(
            "The EDF header states that a record lasts 0 seconds: the sampling "
            "frequency is unknown. Export the recording again."
        )
    text = content[BLOCK:n_bytes].decode("latin-1")
    columns, at = [], 0
    for width in WIDTHS:
        stop = at + width * n_signals
        columns.append([text[k : k + width].strip() for k in range(at, stop, width)])
        at = stop
    signals = [_signal(list(fields)) for fields in zip(*columns, strict=True)]
    n_values = sum(one.n_per_record for one in signals)
    size = n_values * (3 if is_wide else 2)
    n_found = (len(content) - n_bytes) // size if size else 0
    # -1 stands for a recording that was not closed.
    if n_records == -1:
        n_records = n_found
    if not 1 <= n_records <= n_found:
        raise _damaged()
    kind = head[192:236].upper()
    return _Header(
        signals, n_bytes, duration, n_records, head[8:88], head[88:168],
        kind.startswith(("EDF+D", "BDF+D")),
    )  # fmt: skip


def _signal(fields: list[str]) -> _Signal:
    label, _transducer, unit = fields[:3]
    limits = [number_of(text) for text in fields[3:7]]
    low, high, low_digit, high_digit = (np.nan if x is None else x for x in limits)
    return _Signal(
        label, unit, (low, high), (low_digit, high_digit), max(_whole(fields[8]), 0)
    )


def _check_kind(header: _Header, leads: list[int]) -> None:
    names = {one.label.lower().split(" ")[-1].split("-")[0] for one in header.signals}
    has_limb = any(lead_name(header.signals[at].label) in ("I", "II") for at in leads)
    if not has_limb and (names & OF_EEG or _says_eeg(header)):
        raise RecordError(
            "This EDF file holds an EEG, not an ECG. Upload a recording with named ECG "
            "leads (I, II, V1 …)."
        )
    if header.is_broken:
        raise RecordError(
            "This EDF+ recording has gaps in time (EDF+D). Export a stretch without "
            "gaps (EDF+C)."
        )


def _says_eeg(header: _Header) -> bool:
    return any(one.label.upper().startswith("EEG") for one in header.signals)


def _rows(
    header: _Header, content: bytes, leads: list[int]
) -> list[NDArray[np.float64]]:
    ends = np.cumsum([one.n_per_record for one in header.signals])
    n_values = int(ends[-1])
    records = _records(header, content, n_values)
    rows = []
    for at in leads:
        signal = header.signals[at]
        (low, high), (low_digit, high_digit) = signal.physical, signal.digital
        span = high_digit - low_digit
        if not span > 0 or not np.isfinite(high - low) or high == low:
            raise RecordError(
                "A lead of the EDF file states no range of voltage: its scale is "
                "unknown. Export the recording again."
            )
        stored = records[:, ends[at] - signal.n_per_record : ends[at]]
        row = stored.astype(np.float64).reshape(-1)
        rows.append((row - low_digit) * ((high - low) / span) + low)
    return rows


def _records(header: _Header, content: bytes, n_values: int) -> NDArray[np.integer]:
    count = header.n_records * n_values
    if not content.startswith(b"\xff"):
        flat = np.frombuffer(content, "<i2", count, header.n_bytes)
        return flat.reshape(header.n_records, n_values)
    low = np.frombuffer(content, np.uint8, 3 * count, header.n_bytes).reshape(-1, 3)
    wide = np.zeros((count, 4), np.uint8)
    wide[:, 1:] = low
    return (wide.view("<i4")[:, 0] >> 8).reshape(header.n_records, n_values)


def _rounded(fs: float) -> float:
    return float(round(fs)) if abs(fs - round(fs)) < ROUNDED * fs else fs


def _person(header: _Header) -> Person:
    """Read code, sex and birth date of EDF+; the name after them is not looked at."""
    fields = header.patient.split()
    if len(fields) < 3:
        return Person()
    starts = header.recording.split()
    day = starts[1] if len(starts) > 1 and starts[0] == "Startdate" else ""
    age = age_between(_date(fields[2]), _date(day))
    return Person(age, SEX_WORDS.get(fields[1].lower()))


def _date(text: str) -> str:
    day, _, rest = text.partition("-")
    month, _, year = rest.partition("-")
    if month.upper() not in MONTHS or not (day + year).isdigit() or len(year) != 4:
        return ""
    return f"{year}{MONTHS.index(month.upper()) + 1:02d}{int(day) % 100:02d}"


def _whole(text: str) -> int:
    number = number_of(text)
    return int(number) if number is not None and number == int(number) else -2


def _damaged() -> RecordError:
    return RecordError(
        "The header of the EDF file does not fit its size (up to "
        f"{MAX_SIGNALS} signals, {LIMITS.max_duration / 60:g} minutes): it is cut, "
        "damaged or of another kind. Copy it again."
    )
