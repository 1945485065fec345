"""Waveforms of an MFER file: what is defined when samples come, and these samples."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.io.interleaved import Column, rows_of
from ecgkt.io.mfer.definitions import (
    BLOCK,
    BYTE_ORDER,
    CHANNELS,
    COMPRESSION,
    DATA_TYPE,
    INTERVAL,
    LEAD,
    NO_VALUE,
    OFFSET,
    SAMPLES,
    SENSITIVITY,
    SEQUENCES,
    WAVEFORM,
    Definition,
    damaged,
)
from ecgkt.types.upload import LIMITS
from ecgkt.vocab.lead_names import SCP_LEADS

TYPES = {0: "i2", 1: "u2", 2: "i4", 3: "u1", 4: "u2", 5: "i1", 6: "u4", 7: "f4"}
TYPES |= {8: "f8"}
STATUS = 4
"""A type that holds flags, no voltage."""

VOLT = 0
HERTZ, SECOND = 0, 1
"""Units of sensitivity and interval."""

OTHER = "another lead"
_KEPT = (
    *(BLOCK, SEQUENCES, WAVEFORM, LEAD, DATA_TYPE, INTERVAL, SENSITIVITY, OFFSET),
    NO_VALUE,
)


class Field(NamedTuple):
    """One value with the byte order that was in force when it was defined."""

    value: bytes
    order: str

    def whole(self, start: int = 0, *, signed: bool = False) -> int:
        """Read it as a whole number, from a byte on."""
        order = "little" if self.order == "<" else "big"
        return int.from_bytes(self.value[start:], order, signed=signed)  # type: ignore[arg-type]


class Frame(NamedTuple):
    """
    One waveform.

    Attributes
    ----------
    kind : int
        The standard's number of its kind; 0 where none is stated.
    labels : list of str
        One per channel.
    rows : list of numpy.ndarray of shape (n_samples,), float64
        In V where `units` says so, else as stored.
    units : list of (str or None)
        "V", or None where no scale is stated.
    rates : list of (float or None)
        Hz, one per channel.
    """

    kind: int
    labels: list[str]
    rows: list[NDArray[np.float64]]
    units: list[str | None]
    rates: list[float | None]


Fields = dict[int, Field]


def frames_of(stream: Iterable[Definition]) -> Iterator[Frame]:
    """
    Put each waveform's samples and what is defined of them together.

    Parameters
    ----------
    stream : iterable of Definition
        In the file's order: a definition holds from where it stands.

    Yields
    ------
    Frame

    Raises
    ------
    RecordError
        If samples are packed, or are fewer than announced.

    References
    ----------
    .. [1] ISO 22077-1:2022, "Medical waveform format, part 1: encoding rules", 5.2 and
       5.3: sequences of blocks, a block per channel; a value is the stored number and
       the offset, times the sensitivity. Departs from it: its defaults of 1000 Hz and
       1 uV are not used, for they are what a file has that leaves them out.
    """
    order = ">"
    n_channels, common = 1, Fields()
    own: dict[int, Fields] = {}
    for tag, channel, value in stream:
        if tag == BYTE_ORDER:
            order = "<" if value[:1] == b"\1" else ">"
        elif tag == CHANNELS:
            n_channels, own = Field(value, order).whole(), {}
            if not 1 <= n_channels <= LIMITS.max_leads:
                raise damaged()
        elif tag == COMPRESSION and any(value[:2]):
            raise _packed()
        elif tag == SAMPLES:
            # A lead's name that is said of no channel is the first one's.
            shared = {name: field for name, field in common.items() if name != LEAD}
            bare = [shared | own.get(at, {}) for at in range(n_channels)]
            yield _frame(value, [common | own.get(0, {}), *bare[1:]], order)
        elif tag in _KEPT:
            target = common if channel is None else own.setdefault(channel, {})
            # An empty value takes back what was defined.
            target.pop(tag, None)
            target |= {tag: Field(value, order)} if value else {}


def _frame(stored: bytes, channels: list[Fields], order: str) -> Frame:
    kinds = [_number(fields, DATA_TYPE, 0) for fields in channels]
    if not set(kinds) <= set(TYPES):
        raise _packed()
    columns = [
        Column(order + TYPES[kind], _number(fields, BLOCK, 1))
        for kind, fields in zip(kinds, channels, strict=True)
    ]
    size = sum(column.n_bytes for column in columns)
    announced = {_number(fields, SEQUENCES, 0) for fields in channels}
    n_found = len(stored) // size if size else 0
    n_records = announced.pop() or n_found
    if announced or not 1 <= n_records <= n_found:
        raise damaged()
    rows = rows_of(stored, 0, columns, n_records)
    steps = [_step(fields) for fields in channels]
    return Frame(
        _number(channels[0], WAVEFORM, 0),
        [
            OTHER if kind == STATUS else _label(fields)
            for kind, fields in zip(kinds, channels, strict=True)
        ],
        [
            _scaled(row, fields, step)
            for row, fields, step in zip(rows, channels, steps, strict=True)
        ],
        ["V" if step else None for step in steps],
        [_rate(fields) for fields in channels],
    )


def _number(fields: Fields, tag: int, default: int) -> int:
    if tag not in fields:
        return default
    field = fields[tag]
    # A kind of waveform may be followed by its name.
    return Field(field.value[: 2 if tag == WAVEFORM else 4], field.order).whole()


def _label(fields: Fields) -> str:
    field = fields.get(LEAD)
    if field is None:
        return OTHER
    code = Field(field.value[:2], field.order).whole()
    text = field.value[2:].decode("latin-1").strip("\0 ")
    return SCP_LEADS.get(code, OTHER) if code else text or OTHER


def _scale(field: Field) -> float:
    """Read a mantissa behind its power of ten."""
    if len(field.value) < 3:
        raise damaged()
    power = int.from_bytes(field.value[1:2], "big", signed=True)
    return float(field.whole(2, signed=True) * 10.0**power)


def _step(fields: Fields) -> float | None:
    """Return the volts of one step, if they are stated."""
    field = fields.get(SENSITIVITY)
    if field is None or field.value[0] != VOLT:
        return None
    step = _scale(field)
    if not step > 0:
        raise RecordError(
            "A channel of the MFER file states a step of 0 V: its voltage is unknown. "
            "Export the ECG again."
        )
    return step


def _rate(fields: Fields) -> float | None:
    field = fields.get(INTERVAL)
    if field is None or field.value[0] not in (HERTZ, SECOND):
        return None
    value = _scale(field)
    if not value > 0:
        raise damaged()
    rate = value if field.value[0] == HERTZ else 1 / value
    return float(round(rate)) if abs(rate - round(rate)) < 1e-6 * rate else rate


def _scaled(
    row: NDArray[np.generic], fields: Fields, step: float | None
) -> NDArray[np.float64]:
    values = row.astype(np.float64)
    if OFFSET in fields:
        values += _of_type(fields[OFFSET], row.dtype)
    values *= step or 1.0
    if NO_VALUE in fields:
        values[row == _of_type(fields[NO_VALUE], row.dtype)] = np.nan
    return values


def _of_type(field: Field, kind: np.dtype) -> float:
    if kind.kind == "f":
        if len(field.value) != kind.itemsize:
            raise damaged()
        place = np.dtype(field.order + kind.str[1:])
        return float(np.frombuffer(field.value, place)[0])
    return field.whole(signed=kind.kind == "i")


def _packed() -> RecordError:
    return RecordError(
        "The samples of the MFER file are packed or encrypted, which is not read. "
        "Export it without compression."
    )
