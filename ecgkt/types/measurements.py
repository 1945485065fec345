"""The shapes of what is measured on a trace, each value with its state."""

from dataclasses import dataclass
from typing import Literal, NamedTuple, Self, TypeAlias

import numpy as np

from ecgkt.types.record import Signal

State = Literal["measured", "absent", "not_measurable"]
Limit: TypeAlias = float | int | None
"""Of a normal range: a whole number stays one on its way through JSON."""


@dataclass(frozen=True, kw_only=True)
class Measurement:
    """
    What is known of one quantity.

    Attributes
    ----------
    value : float or None
        In the unit that the quantity's name ends with; None unless it was measured.
    state : str
        "measured"; "absent" if the wave is not there; "not_measurable" if nobody can
        tell, or this recording does not show it.
    reason : str
        Why there is no value; empty if there is one.
    n_beats : int or None
        Beats behind the value, where it was taken beat by beat.
    spread : float or None
        Median absolute deviation over these beats, in the same unit.
    note : str
        What to know of a value, for one where a formula does not hold.
    error_ms : float or None
        By how much a duration may be off at a low sampling rate: the root mean square
        against marks; None where no rate limits it.

    Raises
    ------
    ValueError
        If value, state and reason contradict each other.
    """

    value: float | None = None
    state: State = "measured"
    reason: str = ""
    n_beats: int | None = None
    spread: float | None = None
    note: str = ""
    error_ms: float | None = None

    def __post_init__(self) -> None:
        is_measured = self.state == "measured"
        if is_measured != (self.value is not None) or is_measured == bool(self.reason):
            raise ValueError(
                f"a {self.state} quantity with value {self.value} and reason "
                f"{self.reason!r}"
            )

    @classmethod
    def of(cls, value: float, *, note: str = "") -> Self:
        """Return a value that is not taken beat by beat."""
        return cls(value=float(value), note=note)

    def to_json(self) -> float | dict[str, str]:
        """
        Return what ``predict --json`` writes.

        Returns
        -------
        float or dict
            The value, or state and reason.

        Examples
        --------
        >>> absent("no P wave before any of 12 beats").to_json()
        {'state': 'absent', 'reason': 'no P wave before any of 12 beats'}
        """
        if self.value is not None:
            return self.value
        return {"state": self.state, "reason": self.reason}


def absent(reason: str) -> Measurement:
    """Return the result that a wave is not there."""
    return Measurement(state="absent", reason=reason)


def not_measurable(reason: str) -> Measurement:
    """Return the result that this recording does not show the quantity."""
    return Measurement(state="not_measurable", reason=reason)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One measured fact, and what it says for and against the statements.

    Attributes
    ----------
    code : str
        Of the rule, from `vocab.FINDINGS`.
    text : str
        One sentence for a clinician; every number in it is a measured one.
    value : float
        In `unit`.
    unit : str
        "ms", "mV", "bpm", "%", "beats" or "°"; empty for a bare number.
    leads : tuple of str
        Where it was seen; empty if it is of the whole recording.
    beats : int or None
        Beats behind the value; None if it was read from the median beat.
    normal_range : tuple of two floats, each or None
        Both limits still normal.
    source : str
        Where the criterion is published.
    supports, contradicts : tuple of str
        Codes of the statements that it speaks for and against.
    disagrees : tuple of str
        Of these, the ones that the model says otherwise.
    spans : tuple of tuple of str, float and float
        Lead, first and last second: what to show on the trace.
    beat_times_s : tuple of float
        R peaks of the single beats that it is about, seconds; empty if it is about all.
    parts : tuple of tuple of str, str and float
        Of a voltage, what it was read from: lead, "R", "S" or "QRS" (peak to peak), mV.
    """

    code: str
    text: str
    value: float
    unit: str
    leads: tuple[str, ...]
    beats: int | None
    normal_range: tuple[Limit, Limit]
    source: str
    supports: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    disagrees: tuple[str, ...] = ()
    spans: tuple[tuple[str, float, float], ...] = ()
    beat_times_s: tuple[float, ...] = ()
    parts: tuple[tuple[str, str, float], ...] = ()


class BeatSpan(NamedTuple):
    """Onset and end of each wave of one beat, in seconds; None where it has none."""

    qrs: tuple[float, float]
    p: tuple[float, float] | None
    t: tuple[float, float] | None


@dataclass(frozen=True, kw_only=True, eq=False)
class MedianBeatTrace:
    """
    What is drawn of the median beat; equal if every sample is, NaN included.

    Attributes
    ----------
    fs : float
        Hz, the recording's own.
    r : float
        Seconds from the first sample to R.
    boundaries : dict of str to float
        Seconds from the first sample to "p_onset", "p_offset", "qrs_onset",
        "qrs_offset", "t_onset" and "t_offset", as far as they are known.
    signal : numpy.ndarray of shape (12, n_samples), float32
        mV above the level before QRS; NaN where a lead was not read.
    """

    fs: float
    r: float
    boundaries: dict[str, float]
    signal: Signal

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, MedianBeatTrace):
            return NotImplemented
        rest = (self.fs, self.r, self.boundaries)
        return rest == (other.fs, other.r, other.boundaries) and np.array_equal(
            self.signal, other.signal, equal_nan=True
        )

    __hash__ = None  # type: ignore[assignment]


@dataclass(frozen=True, kw_only=True)
class Trace:
    """
    What can be drawn on the trace.

    Attributes
    ----------
    r_peaks : tuple of float
        Seconds, of the whole recording.
    beats : tuple of BeatSpan
        Over all leads, of the seconds that were measured.
    typical_beat : MedianBeatTrace or None
        None if there are too few beats.
    """

    r_peaks: tuple[float, ...] = ()
    beats: tuple[BeatSpan, ...] = ()
    typical_beat: MedianBeatTrace | None = None
