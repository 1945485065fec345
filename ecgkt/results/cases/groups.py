"""The subgroups of a table of cases: who, where, what rhythm, what quality."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.types.case import CaseRow

TITLES = {
    "sex": "Sex",
    "age_band": "Age",
    "site": "Site",
    "device": "Device",
    "rhythm": "Rhythm",
    "rate_band": "Heart rate",
    "quality": "Quality",
}
UNKNOWN = "not known"
OTHER = "others"
MIN_LEVEL = 30
"""ECGs below which a site or device is counted among the others."""
AGE_BANDS = ((40.0, "below 40"), (60.0, "40 to 59"), (75.0, "60 to 74"))
OLDEST = "75 and over"
QUALITIES = {"accept": "accepted", "warn": "with a warning", "refuse": "refused"}
RHYTHMS = {
    "PACE": "paced",
    "AFIB": "atrial fibrillation",
    "AFLT": "atrial flutter",
    "SVTAC": "supraventricular tachycardia",
    "PSVT": "supraventricular tachycardia",
    "SVARR": "supraventricular arrhythmia",
    "BIGU": "bigeminy or trigeminy",
    "TRIGU": "bigeminy or trigeminy",
    "STACH": "sinus tachycardia",
    "SBRAD": "sinus bradycardia",
    "SARRH": "sinus arrhythmia",
    "SR": "sinus rhythm",
}
"""Statements that name a rhythm; of several, the first here counts."""
MEASURED_RHYTHMS = {
    "paced": "paced, as measured",
    "irregular_without_p": "irregular without P, as measured",
    "irregular": "irregular, as measured",
    "sinus_arrhythmia": "irregular, as measured",
    "irregular_ectopic": "irregular, as measured",
    "irregular_dropped": "irregular, as measured",
    "regular": "regular, as measured",
}
RATES = ("below 60", "60 to 100", "above 100")
ORDER: dict[str, Sequence[str]] = {
    "age_band": [*(name for _, name in AGE_BANDS), OLDEST],
    "rhythm": [*dict.fromkeys(RHYTHMS.values())][::-1],
    "rate_band": RATES,
    "quality": [*QUALITIES.values()],
}
"""In which levels are shown, where it is not that of their names."""
RULES = {
    "age_band": "Years; PTB-XL caps ages at 90.",
    "site": f"Sites with fewer than {MIN_LEVEL} ECGs are put together.",
    "device": f"Devices with fewer than {MIN_LEVEL} ECGs are put together.",
    "rhythm": "The stated rhythm; where none is stated, what was measured of it.",
    "rate_band": "As measured on the ECG, beats per minute.",
    "quality": "What the gates before the model say. The app shows no score of a "
    "refused ECG; here it has one, so that the gates can be judged too.",
}


class Group(NamedTuple):
    """
    One way to divide the rows.

    Attributes
    ----------
    levels : tuple of str
        In the order in which they are shown.
    codes : numpy.ndarray of shape (n,), int16
        Position of each row's level.
    """

    levels: tuple[str, ...]
    codes: NDArray[np.int16]

    @property
    def values(self) -> list[str]:
        """The level of each row."""
        return [self.levels[code] for code in self.codes.tolist()]

    def value_at(self, row: int) -> str:
        """Return the level of one row."""
        return self.levels[self.codes[row]]


def make_group(values: Sequence[str], order: Sequence[str] = ()) -> Group:
    """
    Give each level of a column a number.

    Parameters
    ----------
    values : sequence of str
        One per row.
    order : sequence of str
        Levels that come first, in this order; the others follow by their names, and
        what is not known is last.

    Returns
    -------
    Group

    Examples
    --------
    >>> make_group(["b", "not known", "a"]).levels
    ('a', 'b', 'not known')
    """
    last = {OTHER: 1, UNKNOWN: 2}
    places = {level: place for place, level in enumerate(order)}

    def key(level: str) -> tuple[int, int, str]:
        return last.get(level, 0), places.get(level, len(places)), level

    levels = tuple(sorted(set(values), key=key))
    number = {level: place for place, level in enumerate(levels)}
    return Group(levels, np.array([number[value] for value in values], dtype=np.int16))


def groups_of(rows: Sequence[CaseRow]) -> dict[str, Group]:
    """
    Divide rows in every way there is.

    Parameters
    ----------
    rows : sequence of CaseRow
        The table.

    Returns
    -------
    dict of str to Group
        By the keys of `TITLES`.
    """
    makers: dict[str, Callable[[CaseRow], str]] = {
        "sex": lambda row: row.truth.sex or UNKNOWN,
        "age_band": lambda row: age_band(row.truth.age),
        "site": lambda row: row.truth.site or UNKNOWN,
        "device": lambda row: " ".join(row.truth.device.split()) or UNKNOWN,
        "rhythm": rhythm_of,
        "rate_band": lambda row: rate_band(row.measurements.get("heart_rate_bpm")),
        "quality": lambda row: QUALITIES[row.verdict],
    }
    columns = {name: [*map(make, rows)] for name, make in makers.items()}
    for name in ("site", "device"):
        columns[name] = merge_rare(columns[name])
    return {
        name: make_group(values, ORDER.get(name, ()))
        for name, values in columns.items()
    }


def merge_rare(values: Sequence[str]) -> list[str]:
    """Put the rare levels together, but for what is not known."""
    counts = Counter(values)
    return [
        value if counts[value] >= MIN_LEVEL or value == UNKNOWN else OTHER
        for value in values
    ]


def age_band(age: float | None) -> str:
    """
    Name the band of an age.

    Examples
    --------
    >>> age_band(None), age_band(39.9), age_band(75)
    ('not known', 'below 40', '75 and over')
    """
    if age is None:
        return UNKNOWN
    return next((name for limit, name in AGE_BANDS if age < limit), OLDEST)


def rate_band(rate: float | None) -> str:
    """Name the band of a heart rate."""
    if rate is None:
        return UNKNOWN
    return RATES[0] if rate < 60 else RATES[1] if rate <= 100 else RATES[2]


def rhythm_of(row: CaseRow) -> str:
    """Name the stated rhythm of an ECG, or what was measured of it."""
    stated = row.truth.stated
    known = next((name for code, name in RHYTHMS.items() if code in stated), None)
    measured = (name for code, name in MEASURED_RHYTHMS.items() if code in row.findings)
    return known or next(measured, UNKNOWN)
