"""Rate, unit, gain and person among the named values beside an array of samples."""

import math
import re
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecgkt.io.age import read_age
from ecgkt.io.person import Person
from ecgkt.types.upload import LIMITS
from ecgkt.vocab.persons import SEX_WORDS

MIN_PADDING = 0.02
"""Seconds of zeros in all leads, at an end, that are padding and no signal."""

FS_NAMES = frozenset(
    (
        *("fs", "freq", "frequency", "sampling_rate", "sampling_frequency", "srate"),
        *("samplingrate", "sample_rate", "samplerate", "samplingfrequency", "sfreq"),
        *("fsample", "sampfreq"),
    )
)
UNIT_NAMES = frozenset(["unit", "units", "sig_units", "signal_units"])
AGE_NAMES, SEX_NAMES = frozenset(["age"]), frozenset(["sex", "gender"])


def number_in(facts: Mapping[str, object], names: frozenset[str]) -> float | None:
    """Return the one number that stands under one of some names."""
    for key in sorted(names & set(facts)):
        value = facts[key]
        if isinstance(value, list):
            continue
        flat = np.asarray(value).reshape(-1)
        if flat.dtype.kind in "fiu" and len(flat) == 1 and math.isfinite(flat[0]):
            return float(flat[0])
    return None


def texts_of(value: object) -> list[str]:
    """Return the texts of an attribute or an array, each whole."""
    if isinstance(value, bytes):
        return [value.decode("utf-8", errors="replace")]
    if isinstance(value, str):
        return [value]
    if isinstance(value, list | tuple | np.ndarray):
        parts = [texts_of(one) for one in list(value)[: LIMITS.max_leads]]
        return [part[0] for part in parts if len(part) == 1]
    return []


def unit_in(facts: Mapping[str, object], names: frozenset[str]) -> str | None:
    """Return the one unit that is stated, or that all leads share."""
    for key in sorted(names & set(facts)):
        texts = {text.strip() for text in texts_of(facts[key])}
        volts = {text for text in texts if re.fullmatch(r"(?i)[mnuµμ]?v\w{0,6}", text)}
        if len(volts) == 1:
            return volts.pop()
    return None


def without_gain(
    rows: list[NDArray[Any]], facts: Mapping[str, object]
) -> tuple[list[NDArray[np.float64]], tuple[str, ...]]:
    """Undo gain and zero, where the file states one for each signal."""
    gains, zeros = (
        np.asarray(facts.get(key, []), dtype=object).reshape(-1)
        for key in ("gain", "adczero")
    )
    values = [np.asarray(row, np.float64) for row in rows]
    if len(gains) != len(rows) or not all(_is_positive(gain) for gain in gains):
        return values, ()
    steps = np.array([float(gain) for gain in gains])
    offsets = (
        [float(zero) for zero in zeros]
        if len(zeros) == len(rows)
        else [0.0] * len(rows)
    )
    if set(steps) == {1.0} and set(offsets) == {0.0}:
        return values, ()
    scaled = [
        (row - zero) / step
        for row, step, zero in zip(values, steps, offsets, strict=True)
    ]
    return scaled, ("The file's gain was applied to its samples.",)


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float | np.number) and 0 < float(value) < math.inf


def without_padding(
    rows: list[NDArray[Any]], fs: float | None
) -> tuple[list[NDArray[Any]], tuple[str, ...]]:
    """Cut zeros that fill all leads up at either end."""
    if len({len(row) for row in rows}) != 1:
        return rows, ()
    used = np.flatnonzero(np.any([row != 0 for row in rows], axis=0))
    if not len(used):
        return rows, ()
    first, stop = int(used[0]), int(used[-1]) + 1
    least = MIN_PADDING * (fs or LIMITS.max_fs)
    first = first if first >= least else 0
    stop = stop if len(rows[0]) - stop >= least else len(rows[0])
    n_cut = first + len(rows[0]) - stop
    if not n_cut:
        return rows, ()
    return [row[first:stop] for row in rows], (
        f"{n_cut} samples at the ends, zero in all leads, were cut off as padding.",
    )


def person_in(facts: Mapping[str, object]) -> Person:
    """Read age in years and sex."""
    age = number_in(facts, AGE_NAMES)
    texts = [texts_of(facts[key])[:1] for key in sorted(SEX_NAMES & set(facts))]
    sex = next((SEX_WORDS.get(text[0].strip().lower()) for text in texts if text), None)
    return Person(None if age is None else read_age(f"{age:g}"), sex)
