"""Frequency, unit and age: what the file or the user states, never a guess."""

import math
from dataclasses import dataclass

from ecgkt.config import UploadLimits
from ecgkt.errors import RecordError
from ecgkt.io.units import unit_name

LIMITS = UploadLimits()
MAX_AGE = 90.0
"""Years; the data sets and privacy rules do not tell higher ages apart."""

SAME_FS = 0.01
"""Share by which two statements of one frequency may differ, as clocks do."""


@dataclass(frozen=True, kw_only=True)
class Entered:
    """
    What the user states beside the files; None leaves it to the file.

    Attributes
    ----------
    fs : float or None
        Sampling frequency in Hz.
    unit : str or None
        "mV", "uV" or "V".
    age : float or None
        Years.

    Raises
    ------
    RecordError
        If a statement cannot be true.
    """

    fs: float | None = None
    unit: str | None = None
    age: float | None = None

    def __post_init__(self) -> None:
        if self.fs is not None:
            check_fs(self.fs)
        if self.unit is not None and unit_name(self.unit) is None:
            raise RecordError(
                "The unit must be mV, uV or V; another one was entered. Choose one."
            )
        if self.age is not None and not 0 <= self.age <= 130:
            raise RecordError(
                f"The age must be 0 to 130 years; {self.age:g} was entered. Correct it."
            )


def check_fs(fs: float) -> float:
    """
    Refuse a sampling frequency that no ECG has.

    Parameters
    ----------
    fs : float
        Hz.

    Returns
    -------
    float
        The same.

    Raises
    ------
    RecordError
        If it is not within the limits.

    Examples
    --------
    >>> check_fs(500)
    500.0
    """
    if not LIMITS.min_fs <= fs <= LIMITS.max_fs:
        raise RecordError(
            f"The sampling frequency of an ECG is {LIMITS.min_fs:g} to "
            f"{LIMITS.max_fs:g} Hz; {fs:g} Hz is stated. Check it at the source."
        )
    return float(fs)


def settle_fs(in_file: float | None, entered: Entered, n_samples: int) -> float:
    """
    Find the sampling frequency, and check that the recording is not endless at it.

    Parameters
    ----------
    in_file : float or None
        What the file states, in Hz.
    entered : Entered
        What the user states.
    n_samples : int
        Samples per lead.

    Returns
    -------
    float
        Hz.

    Raises
    ------
    RecordError
        If nobody states it, both do and differ, or the recording is too long.

    Examples
    --------
    >>> settle_fs(None, Entered(fs=250), 2500)
    250.0
    """
    if in_file is None and entered.fs is None:
        raise RecordError(
            "The file does not state its sampling frequency. State it (fs, in Hz): "
            "it is never guessed."
        )
    fs = check_fs(in_file if in_file is not None else entered.fs or math.nan)
    if entered.fs is not None and abs(entered.fs - fs) > SAME_FS * fs:
        raise RecordError(
            f"The file states {fs:g} Hz, {entered.fs:g} Hz was entered. Leave the "
            "entry empty, or correct the file if the file is wrong."
        )
    if n_samples > LIMITS.max_duration * fs:
        raise RecordError(
            f"A recording may last {LIMITS.max_duration / 60:g} minutes; this one "
            f"lasts {n_samples / fs / 60:.1f}. Export the part that matters."
        )
    return fs


def settle_unit(in_file: str | None, entered: Entered) -> str:
    """
    Find the unit of a file's numbers; the user's word goes before the file's.

    Parameters
    ----------
    in_file : str or None
        What the file states.
    entered : Entered
        What the user states.

    Returns
    -------
    str
        "mV", "uV" or "V".

    Raises
    ------
    RecordError
        If nobody states a known unit.

    Examples
    --------
    >>> settle_unit("mV", Entered(unit="uV"))
    'uV'
    """
    unit = unit_name(entered.unit) or unit_name(in_file)
    if unit is None:
        found = "no unit" if in_file is None else "a unit that is none of these"
        raise RecordError(
            f"The voltage must be in mV, uV or V; the file states {found}. State the "
            "unit: it is never guessed."
        )
    return unit


def unit_warnings(in_file: set[str | None], entered: Entered) -> tuple[str, ...]:
    """
    Say so where the user's unit took the place of the file's.

    Parameters
    ----------
    in_file : set of (str or None)
        Units that the file states.
    entered : Entered
        What the user states.

    Returns
    -------
    tuple of str
        At most one sentence.

    Examples
    --------
    >>> unit_warnings({"mV"}, Entered(unit="uV"))
    ('The file states mV; the numbers were read as uV, as entered.',)
    """
    entered_unit = unit_name(entered.unit)
    others = {unit_name(unit) or "another unit" for unit in in_file if unit is not None}
    others -= {entered_unit or ""}
    if entered_unit is None or not others:
        return ()
    return (
        f"The file states {', '.join(sorted(others))}; the numbers were read as "
        f"{entered_unit}, as entered.",
    )


def settle_age(in_file: float | None, entered: Entered) -> float | None:
    """
    Find the age; the user's word goes before the file's.

    Parameters
    ----------
    in_file : float or None
        Years, as the file states it.
    entered : Entered
        What the user states.

    Returns
    -------
    float or None
        Years, at most 90.

    Examples
    --------
    >>> settle_age(300, Entered()), settle_age(40, Entered(age=41))
    (90.0, 41.0)
    """
    age = in_file if entered.age is None else entered.age
    return None if age is None else min(float(age), MAX_AGE)
