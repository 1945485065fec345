"""The sampling frequency of a column of times, in numbers or as a clock shows them."""

import contextlib
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.types.upload import LIMITS
from ecgkt.vocab.lead_names import lead_name

SECONDS_PER = {"s": 1.0, "sec": 1.0, "seconds": 1.0, "ms": 1e-3, "us": 1e-6, "µs": 1e-6}
TIME_NAMES = {
    **dict.fromkeys(("time", "t", "seconds", "sec", "time_s"), "s"),
    **dict.fromkeys(("timestamp", "clock"), "s"),
    **dict.fromkeys(("datetime", "date", "elapsed time", "elapsed", "zeit"), "s"),
    **dict.fromkeys(("tiempo", "temps", "tempo", "tijd", "时间", "время"), "s"),
    **dict.fromkeys(("time_ms", "ms", "t_ms"), "ms"),
}
"""Names of a time column, with the unit they mean if none is stated."""

COUNTED = frozenset(("timestamp", "clock", "datetime", "date"))
"""Of these a plain number may be anything: seconds since 1970, or a day."""

MAX_JITTER = 0.45
"""Samples by which a time stamp may be off: rounded clocks pass, gaps do not."""

MAX_DRIFT = 1e-3
"""Share of a step by which the steps of a column that is no count may differ."""

DAY = 86400.0
_CLOCK = re.compile(
    r"(?:[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}[T ])?(?:([0-9]{1,3}):)?([0-9]{1,2}):"
    r"([0-9]{1,2}(?:[.,][0-9]{1,9})?)Z?"
)
Values = NDArray[np.float64]


class Clock(NamedTuple):
    """
    What the columns of times say.

    Attributes
    ----------
    places : tuple of int
        The columns that are times or counts, and no lead.
    fs : float or None
        Hz, of the one that is named.
    problem : str
        Why it gives none.
    """

    places: tuple[int, ...] = ()
    fs: float | None = None
    problem: str = ""

    def differs_from(self, fs: float | None) -> bool:
        """Tell whether it contradicts another statement."""
        return None not in (fs, self.fs) and abs(fs - self.fs) > 0.01 * fs  # type: ignore[operator]


def find_clock(
    labels: Sequence[str],
    units: Sequence[str | None],
    rows: Sequence[Values],
    texts: Mapping[int, Sequence[str]],
) -> Clock:
    """
    Look for the time among some columns.

    Parameters
    ----------
    labels, units : sequence
        Of each column.
    rows : sequence of numpy.ndarray of shape (n_samples,)
        Its numbers.
    texts : mapping of int to sequence of str
        Cells of the columns with words.

    Returns
    -------
    Clock

    Examples
    --------
    >>> times = np.arange(50) * 2.0
    >>> find_clock(["t", "I"], ["ms", "mV"], [times, times], {})
    Clock(places=(0,), fs=500.0, problem='')
    """
    named = [at for at, label in enumerate(labels) if label.lower() in TIME_NAMES]
    counts = [
        at
        for at, row in enumerate(rows)
        if at in named
        or (at not in texts and lead_name(labels[at]) is None and is_even(row))
    ]
    fs, problem = None, ""
    for at in named:
        try:
            fs = _rate_of(labels[at], units[at], rows[at], texts.get(at))
        except RecordError as error:
            problem = problem or str(error)
        if fs is not None:
            return Clock(tuple(counts), fs)
    return Clock(tuple(counts), None, problem)


def is_even(row: Values) -> bool:
    """Tell a column that grows by the same step from row to row."""
    if len(row) < 3 or not np.isfinite(row).all():
        return False
    steps = np.diff(row)
    step = float(np.median(steps))
    return step > 0 and bool(np.abs(steps - step).max() <= MAX_DRIFT * step)


def _rate_of(
    label: str, unit: str | None, row: Values, texts: Sequence[str] | None
) -> float | None:
    if texts is not None:
        seconds = _seconds_of(texts)
        # A clock that shows whole seconds says nothing of the samples between them.
        with contextlib.suppress(RecordError):
            return None if seconds is None else clock_rate(seconds, "time", "s")
        return None
    if label.lower() in COUNTED and unit is None:
        return None
    return clock_rate(row, label, unit)


def _seconds_of(texts: Sequence[str]) -> Values | None:
    seconds = _of_one_shape(texts)
    if seconds is None:
        matches = [_CLOCK.fullmatch(text) for text in texts]
        if None in matches:
            return None
        parts = [match.groups(default="0") for match in matches if match]
        seconds = np.array(
            [
                int(h) * 3600 + int(m) * 60 + float(s.replace(",", "."))
                for h, m, s in parts
            ]
        )
    # Over midnight the clock begins again.
    return seconds + DAY * np.cumsum(np.diff(seconds, prepend=seconds[:1]) < -DAY / 2)


def _of_one_shape(texts: Sequence[str]) -> Values | None:
    """Read clocks that are written alike, digit below digit; None if they are not."""
    match = _CLOCK.fullmatch(texts[0])
    width = len(texts[0])
    if match is None or set(map(len, texts)) != {width}:
        return None
    joined = "".join(texts)
    if not joined.isascii():
        return None
    letters = np.frombuffer(joined.encode("ascii"), np.uint8).reshape(-1, width)
    is_digit = (letters[0] >= ord("0")) & (letters[0] <= ord("9"))
    digits = letters - np.uint8(ord("0"))
    is_alike = (digits[:, is_digit] <= 9).all() and (
        letters[:, ~is_digit] == letters[0, ~is_digit]
    ).all()
    if not is_alike:
        return None

    def number(group: int) -> Values:
        first, stop = match.span(group)
        places = [at for at in range(first, stop) if is_digit[at]]
        whole = np.zeros(len(texts))
        for at in places:
            whole = 10 * whole + digits[:, at]
        return whole

    _whole, _mark, decimals = match[3].replace(",", ".").partition(".")
    # Whole numbers and one division: rounded as the same text would be.
    return number(1) * 3600 + number(2) * 60 + number(3) / 10 ** len(decimals)


def clock_rate(times: Values, name: str, unit: str | None) -> float:
    """
    Return the sampling frequency of a time column.

    Parameters
    ----------
    times : numpy.ndarray of shape (n_samples,)
        As the file writes them.
    name : str
        Of the column, one of `TIME_NAMES`.
    unit : str or None
        That the file states.

    Returns
    -------
    float
        Hz.

    Raises
    ------
    RecordError
        If it does not grow evenly, or at a rate that no ECG has.
    """
    scale = SECONDS_PER.get((unit or TIME_NAMES[name.lower()]).lower())
    if scale is None:
        raise RecordError(
            "A time column is in s, ms or us, such as time (s); this one states "
            "another unit. Correct its name, or remove it and state the frequency (fs)."
        )
    seconds = times * scale
    steps = np.arange(len(seconds))
    span = seconds[-1] - seconds[0] if len(seconds) > 1 else np.nan
    if not span > 0 or not np.isfinite(seconds).all():
        raise RecordError(
            "The time column must grow from row to row without gaps; it does not. "
            "Correct it, or remove it and state the frequency (fs)."
        )
    fs = (len(seconds) - 1) / span
    if not LIMITS.min_fs <= fs <= LIMITS.max_fs:
        raise RecordError(
            f"The time column gives {fs:.3g} samples per second, which no ECG has. If "
            "it is not in seconds, name its unit, such as time (ms)."
        )
    if np.abs((seconds - seconds[0]) * fs - steps).max() > MAX_JITTER:
        raise RecordError(
            "The rows of the time column are not evenly spaced: samples are missing or "
            "the clock changed. Export the recording without gaps."
        )
    # Rounded time stamps miss a whole frequency by less than one part in 10,000.
    return float(round(fs)) if abs(fs - round(fs)) < 1e-4 * fs else float(fs)
