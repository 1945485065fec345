"""Frequency and unit: what the file or the user states, never a guess."""

import math

from ecgkt.errors import RecordError
from ecgkt.io.units import unit_name
from ecgkt.types.upload import LIMITS, StatedMetadata
from ecgkt.vocab.persons import SEXES

SAME_FS = 0.01
"""Share by which two statements of one frequency may differ, as clocks do."""


def check_stated(stated: StatedMetadata) -> None:
    """Refuse what cannot be true, by a RecordError."""
    if stated.fs is not None:
        check_fs(stated.fs)
    if stated.unit is not None and unit_name(stated.unit) is None:
        raise RecordError(
            "The unit must be mV, uV or V; another one was entered. Choose one."
        )
    if stated.age is not None and not 0 <= stated.age <= 130:
        raise RecordError(
            f"The age must be 0 to 130 years; {stated.age:g} was entered. Correct it."
        )
    if stated.sex is not None and stated.sex not in SEXES:
        raise RecordError(
            "The sex is male or female; another one was entered. Leave it empty."
        )


def check_fs(fs: float) -> float:
    """Return a sampling frequency in Hz; one that no ECG has is a RecordError."""
    if not LIMITS.min_fs <= fs <= LIMITS.max_fs:
        raise RecordError(
            f"The sampling frequency of an ECG is {LIMITS.min_fs:g} to "
            f"{LIMITS.max_fs:g} Hz; {fs:g} Hz is stated. Check it at the source."
        )
    return float(fs)


def settle_fs(in_file: float | None, stated: StatedMetadata, n_samples: int) -> float:
    """
    Find the sampling frequency, and check that the recording is not endless at it.

    Parameters
    ----------
    in_file : float or None
        What the file states, in Hz.
    stated : StatedMetadata
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
    >>> settle_fs(None, StatedMetadata(fs=250), 2500)
    250.0
    """
    if in_file is None and stated.fs is None:
        raise RecordError(
            "The file does not state its sampling frequency. State it (fs, in Hz): "
            "it is never guessed."
        )
    fs = check_fs(in_file if in_file is not None else stated.fs or math.nan)
    if stated.fs is not None and abs(stated.fs - fs) > SAME_FS * fs:
        raise RecordError(
            f"The file states {fs:g} Hz, {stated.fs:g} Hz was entered. Leave the "
            "entry empty, or correct the file if the file is wrong."
        )
    if n_samples > LIMITS.max_duration * fs:
        raise RecordError(
            f"A recording may last {LIMITS.max_duration / 60:g} minutes; this one "
            f"lasts {n_samples / fs / 60:.1f}. Export the part that matters."
        )
    return fs


def settle_unit(in_file: str | None, stated: StatedMetadata) -> str:
    """
    Find the unit of a file's numbers; the user's word goes before the file's.

    Parameters
    ----------
    in_file : str or None
        What the file states.
    stated : StatedMetadata
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
    >>> settle_unit("mV", StatedMetadata(unit="uV"))
    'uV'
    """
    unit = unit_name(stated.unit) or unit_name(in_file)
    if unit is None:
        found = "no unit" if in_file is None else "a unit that is none of these"
        raise RecordError(
            f"The voltage must be in mV, uV or V; the file states {found}. State the "
            "unit: it is never guessed."
        )
    return unit


def unit_warnings(in_file: set[str | None], stated: StatedMetadata) -> tuple[str, ...]:
    """
    Say so where the user's unit took the place of the file's.

    Parameters
    ----------
    in_file : set of (str or None)
        Units that the file states.
    stated : StatedMetadata
        What the user states.

    Returns
    -------
    tuple of str
        At most one sentence.

    Examples
    --------
    >>> unit_warnings({"mV"}, StatedMetadata(unit="uV"))
    ('The file states mV; the numbers were read as uV, as entered.',)
    """
    stated_unit = unit_name(stated.unit)
    others = {unit_name(unit) or "another unit" for unit in in_file if unit is not None}
    others -= {stated_unit or ""}
    if stated_unit is None or not others:
        return ()
    return (
        f"The file states {', '.join(sorted(others))}; the numbers were read as "
        f"{stated_unit}, as entered.",
    )
