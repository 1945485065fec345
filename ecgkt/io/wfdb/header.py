"""WFDB headers, parsed strictly: what others accept in silence is refused here."""

import re
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ecgkt.errors import RecordError
from ecgkt.io.units import MV_PER, split_unit, unit_name
from ecgkt.io.wfdb.base_time import base_time
from ecgkt.io.wfdb.decode import FORMATS
from ecgkt.io.wfdb.numbers import plain_number, whole_number
from ecgkt.io.wfdb.record_line import NAME, is_master, record_line, split_lines
from ecgkt.types.upload import LIMITS
from ecgkt.vocab.lead_names import lead_name

NOWHERE = "~"
"""The file name of a signal without samples."""

MAX_PER_FRAME = 256
_FORMAT = re.compile(r"(\d{1,3})(?:x(\d{1,4}))?(?::(\d{1,9}))?(?:\+(\d{1,9}))?")
_GAIN = re.compile(r"([^(/]{1,40})(?:\((-?\d{1,10})\))?(?:/(\S{1,16}))?")


class WfdbSignal(NamedTuple):
    """
    One signal line.

    Attributes
    ----------
    file_name : str
        The data file, a plain name without folders.
    fmt, byte_offset, skew : int
        Sample format, bytes before the first sample, samples by which it lags.
    gain : float
        Digitiser units per `unit`.
    baseline, adc_zero : int
        Digitiser value at 0 `unit` and in the middle of the digitiser's range.
    unit : str or None
        As written; None where the header leaves it out (mV by the standard).
    initial_value, checksum : int or None
        First sample, and the sum of all samples modulo 65536.
    name : str
        Description, for an ECG the lead.
    n_per_frame : int
        Samples of this signal in each frame of the record's frequency.
    """

    file_name: str
    fmt: int
    byte_offset: int
    skew: int
    gain: float
    baseline: int
    adc_zero: int
    unit: str | None
    initial_value: int | None
    checksum: int | None
    name: str
    n_per_frame: int = 1


class WfdbHeader(NamedTuple):
    """
    One header; `fs` (Hz) and `n_samples` are None where the record line omits them.

    `comments` may hold patient data: never shown, never logged. `recorded_at` is the
    base time, None where the line states none in the standard's form.
    """

    record_name: str
    fs: float | None
    n_samples: int | None
    signals: tuple[WfdbSignal, ...]
    comments: tuple[str, ...]
    recorded_at: datetime | None = None

    @property
    def n_signals(self) -> int:
        """Signals in the record."""
        return len(self.signals)


def parse_header(text: bytes | str) -> WfdbHeader:
    r"""
    Read the text of a .hea file.

    Parameters
    ----------
    text : bytes or str
        The whole header.

    Returns
    -------
    WfdbHeader

    Raises
    ------
    RecordError
        If the header is damaged, beyond the limits, of several segments, or states a
        gain, frequency, skew or file name that cannot be true.

    References
    ----------
    .. [1] "WFDB applications guide, header(5)", PhysioNet. Departs from it: the
       defaults for fs (250 Hz) and gain (200) are not used, because they stand for
       "unknown"; what follows the sample count is taken for the base time only where
       it has the standard's form: the PhysioNet challenge 2020 writes the day of its
       conversion there, the other way round.

    Examples
    --------
    >>> header = parse_header("a 1 500 5000\na.dat 16 1000/mV 16 0 0 0 0 II")
    >>> header.fs, header.signals[0].gain, header.signals[0].name
    (500.0, 1000.0, 'II')
    """
    comments, first, signal_lines = split_lines(text, LIMITS.max_leads)
    if is_master(first):
        raise RecordError(
            "A segment of this WFDB record is itself made of segments, which the "
            "format does not know: it is damaged; copy it again."
        )
    name, n_signals, fs, n_samples = record_line(first)
    if len(signal_lines) != n_signals:
        raise RecordError(
            f"The WFDB header announces {n_signals} signals and describes "
            f"{len(signal_lines)}: it is cut or damaged; copy it again."
        )
    signals = tuple(_signal_line(line) for line in signal_lines)
    _check_skew(signals, fs)
    at = base_time(first.split()[4:])
    return WfdbHeader(name, fs, n_samples, signals, comments, at)


def _signal_line(line: str) -> WfdbSignal:
    fields = line.split(maxsplit=8)
    if len(fields) < 3:
        raise RecordError(
            "A signal line of a WFDB header states file, format and gain; one of this "
            "header stops before the gain, so that its voltage is unknown."
        )
    file_name, fmt, gain, *rest = fields
    name = rest[5].partition("#")[0].strip() if len(rest) > 5 else ""
    is_lead = lead_name(split_unit(name)[0]) is not None
    is_empty = not is_lead and file_name == NOWHERE
    if not is_empty and (not NAME.fullmatch(file_name) or set(file_name) == {"."}):
        raise RecordError(
            "A WFDB header names its data files without folders or addresses; this one "
            "does otherwise and is refused."
        )
    code, n_per_frame, skew, byte_offset = _format(fmt, is_lead=is_lead)
    steps, baseline, unit = _gain_of(gain, is_lead=is_lead)
    zero, first, checksum = (
        whole_number(rest[place], what) if len(rest) > place else None
        for place, what in ((1, "ADC zero"), (2, "initial value"), (3, "checksum"))
    )
    return WfdbSignal(
        file_name=file_name,
        fmt=code,
        byte_offset=byte_offset,
        skew=skew,
        gain=steps,
        baseline=(zero or 0) if baseline is None else baseline,
        adc_zero=zero or 0,
        unit=unit,
        initial_value=first,
        checksum=checksum,
        name=name,
        n_per_frame=n_per_frame,
    )


def _gain_of(token: str, *, is_lead: bool) -> tuple[float, int | None, str | None]:
    try:
        return _gain(token)
    except RecordError:
        if is_lead:
            raise
        # A signal that is no lead is not used: its scale does not matter.
        return 1.0, None, None


# Signals repeat a few tokens: looking them up saves half of the reading time.
@lru_cache(maxsize=256)
def _format(token: str, *, is_lead: bool) -> tuple[int, int, int, int]:
    match = _FORMAT.fullmatch(token)
    if not match or (is_lead and int(match[1]) not in FORMATS):
        known = ", ".join(map(str, FORMATS))
        raise RecordError(
            f"WFDB sample formats {known} can be read; a signal line of this header "
            "states another one, or its file name holds a blank. Convert or rename it."
        )
    n_per_frame = int(match[2] or 1)
    if not 1 <= n_per_frame <= MAX_PER_FRAME:
        raise RecordError(
            f"A WFDB signal has 1 to {MAX_PER_FRAME} samples per frame; the header "
            f"states {n_per_frame}. It is damaged; copy it again."
        )
    return int(match[1]), n_per_frame, int(match[3] or 0), int(match[4] or 0)


@lru_cache(maxsize=256)
def _gain(token: str) -> tuple[float, int | None, str | None]:
    match = _GAIN.fullmatch(token)
    if not match:
        raise RecordError(
            "The gain of a WFDB signal is written like 1000(0)/mV; this header has one "
            "that is not: it is damaged, copy it again."
        )
    gain, unit = plain_number(match[1], "gain"), match[3]
    # An unknown unit is refused when the lead is used: a header may carry respiration.
    known = unit_name(unit or "mV")
    per_mv = gain / (MV_PER[known] if known else 1.0)
    if not LIMITS.min_gain <= per_mv <= LIMITS.max_gain:
        raise RecordError(
            f"The header states a gain of {gain:g} steps per {known or 'unit'}; a gain "
            f"lies between {LIMITS.min_gain:g} and {LIMITS.max_gain:g} steps per mV. "
            "Without the true gain the voltage is unknown: export the record again."
        )
    return gain, None if match[2] is None else int(match[2]), unit


def _check_skew(signals: tuple[WfdbSignal, ...], fs: float | None) -> None:
    # Without a stated fs no skew can be judged; the slowest possible clock is assumed.
    longest = max(signal.skew for signal in signals) / (fs or LIMITS.min_fs)
    if longest > LIMITS.max_skew:
        raise RecordError(
            f"The signals of a record may be {LIMITS.max_skew:g} s apart; the header "
            f"states a skew of {longest:g} s."
        )
