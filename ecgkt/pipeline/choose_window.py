"""Which seconds of a recording are scored: those asked for, or the first clean ones."""

import math
import re
from dataclasses import replace
from typing import NamedTuple

from ecgkt.errors import RecordError
from ecgkt.measure.r_peaks import find_r_peaks
from ecgkt.quality.gates import CONFIG, judge
from ecgkt.types.reading import Quality
from ecgkt.types.record import EcgRecord

STEP_S, SEARCHED_S = 5.0, 300.0
"""Seconds between two windows that are tried, and until which second: every further one
costs the gates' time, and who records for longer can choose."""
ROUNDING_S = 1e-3
"""Seconds by which a start that was printed may lie behind the last one."""


class Window(NamedTuple):
    """
    The seconds of a recording that are scored.

    Attributes
    ----------
    start_s : float
        The first one.
    reason : str
        Why they do not begin at 0, where nobody asked for that; empty otherwise.
    """

    start_s: float
    reason: str = ""


def choose_window(
    record: EcgRecord, duration: float, start_s: float | None = None
) -> Window:
    """
    Choose the seconds to score.

    Parameters
    ----------
    record : EcgRecord
        As read.
    duration : float
        Seconds of signal that are scored.
    start_s : float or None
        What was asked for; None for the first seconds that the gates find clean.

    Returns
    -------
    Window
        From 0 where the first seconds are clean, or none are cleaner.

    Raises
    ------
    RecordError
        If no whole window begins where it was asked for.

    Examples
    --------
    >>> import numpy as np
    >>> flat = np.zeros((12, 15_000), np.float32)
    >>> record = EcgRecord(record_id="a", signal=flat, fs=500, format="npy")
    >>> choose_window(record, 10.0, 12.5)
    Window(start_s=12.5, reason='')
    """
    rest = max(0.0, record.duration - duration)
    if start_s is not None:
        return Window(_checked(start_s, rest, record.duration, duration))
    if record.is_staggered:
        begin, _end = max(record.spans.values(), key=_seconds, default=(0.0, 0.0))
        return Window(begin)
    # A part of a second more than is scored is not worth another window.
    last = min(math.floor(rest), SEARCHED_S)
    if not last:
        return Window(0.0)
    first = _judged(record, 0.0, duration)
    best, least = 0.0, _fault(first)
    starts = [STEP_S * step for step in range(1, int(last // STEP_S) + 1)]
    for start in dict.fromkeys((*starts, float(last))):
        if not least:
            break
        found = _fault(_judged(record, start, duration))
        if found < least:
            best, least = start, found
    if not best:
        return Window(0.0)
    word = "clean" if not least else "better"
    return Window(
        best,
        f"{_named(0.0, duration)}: {_shortened(first)}; {_named(best, duration)} is "
        f"the first {word} one.",
    )


def window_note(
    whole: float, start_s: float, duration: float, quality: Quality
) -> str | None:
    """
    Name the seconds that are read, where the recording is longer.

    Parameters
    ----------
    whole : float
        Of the recording, seconds.
    start_s, duration : float
        Of the window, seconds.
    quality : Quality
        Of the window.

    Returns
    -------
    str or None
        None if all of the recording is read.

    Examples
    --------
    >>> window_note(30.0, 10.0, 10.0, Quality(verdict="accept"))
    '10.0–20.0 s of 30.0 s were scored and measured.'
    """
    if whole <= duration + CONFIG.tolerance:
        return None
    window = f"{start_s:.1f}–{start_s + duration:.1f} s of {whole:.1f} s"
    if quality.verdict != "refuse":
        return f"{window} were scored and measured."
    return f"{window} were {'measured' if quality.measured_only else 'judged'}."


def _checked(start_s: float, rest: float, whole: float, duration: float) -> float:
    if 0 <= start_s <= rest + ROUNDING_S:
        return float(min(start_s, rest))
    asked = f"{start_s:g} s was asked for. State another start."
    if not rest:
        raise RecordError(
            f"The recording lasts {whole:.1f} s and is read whole, from 0 s; {asked}"
        )
    raise RecordError(
        f"The {duration:g} s that are read must begin at 0 to {rest:.1f} s of this "
        f"recording of {whole:.1f} s; {asked}"
    )


def _seconds(span: tuple[float, float]) -> float:
    # The first of several that last as long but for a sample.
    return round(span[1] - span[0], 1)


def _judged(record: EcgRecord, start: float, duration: float) -> Quality:
    """Judge some seconds by what changes from one window to the next."""
    seen = replace(record.stretch(start, duration), age=None, unread_age="")
    return judge(seen, find_beats=find_r_peaks)


def _fault(quality: Quality) -> int:
    """Return 0 for a clean window, more for a worse one."""
    if quality.verdict == "refuse":
        # What prevents scores and leaves measurements holds for every window.
        return 0 if quality.measured_only else 2
    return int(quality.verdict == "warn")


def _shortened(quality: Quality) -> str:
    """Return the gravest reason up to its first break, its leads kept."""
    reason = quality.reasons[0]
    return re.split(r"\. |; ", reason, maxsplit=1)[0].removesuffix(".")


def _named(start: float, duration: float) -> str:
    return f"{start:g}–{start + duration:g} s"
