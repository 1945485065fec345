"""The scale of a print: what it states, held against its grid and its pulses."""

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import RecordError
from ecgkt.types.record import Floats

MM_PT = 72 / 25.4
"""Points of a page in a millimetre, where it is printed in its own size."""
LEVEL_PT = 0.1
"""Two heights are one, of a line that is drawn straight."""
MIN_GRID, LONG_MM = 20, 20.0
"""So many lines of so many mm at even distances are a grid."""
EVEN = 0.03
ROUNDED = 0.002
"""A grid so near to its own size differs by the rounding of its places alone."""
SCALED = 2.0
"""A page is made larger or smaller up to so many times."""
PULSE_OFF = 0.03
"""Share by which a pulse may differ from what is stated: its places are rounded."""
PULSE_POINTS, PULSE_MM = (4, 8), 12.0

_NUMBER = r"([0-9]{1,3}(?:[.,][0-9]{1,2})?)"
_SPEED = re.compile(rf"(?<![0-9.,]){_NUMBER}\s?mm\s?/\s?s(?:ec)?\b", re.IGNORECASE)
_GAIN = re.compile(
    rf"(?<![0-9.,])(?:{_NUMBER}\s?[/:]\s?)?{_NUMBER}\s?mm\s?/\s?mV\b", re.IGNORECASE
)


class Pulse(NamedTuple):
    """A calibration pulse: where it begins, its foot and its height, in points."""

    x: float
    base: float
    height: float


class Scale(NamedTuple):
    """
    How a place on the page becomes seconds and mV.

    Attributes
    ----------
    speed : float
        mm/s.
    gains : tuple of float
        mm/mV: one, or several where limb and chest leads differ.
    mm_x, mm_y : float
        Points in a millimetre, along and across.
    has_grid : bool
        Whether the grid said so; the page's own size otherwise.
    """

    speed: float
    gains: tuple[float, ...]
    mm_x: float
    mm_y: float
    has_grid: bool

    @property
    def second(self) -> float:
        """Points in a second."""
        return self.speed * self.mm_x

    def millivolt(self, pulse: Pulse | None) -> float:
        """
        Return points in a millivolt, by what is stated.

        Parameters
        ----------
        pulse : Pulse or None
            Of the row, if it has one; of several gains it tells which.

        Returns
        -------
        float

        Raises
        ------
        RecordError
            If the pulse contradicts what is stated, or none tells which gain holds.
        """
        if pulse is None:
            if len(self.gains) > 1:
                raise RecordError(
                    "The print states several gains and has no pulse before each row "
                    "that tells which one holds. Print it with one gain."
                )
            return self.gains[0] * self.mm_y
        height = pulse.height / self.mm_y
        gain = min(self.gains, key=lambda one: abs(one - height))
        if abs(height / gain - 1) > PULSE_OFF:
            raise RecordError(
                f"The print states {gain:g} mm/mV, and its pulse of 1 mV is "
                f"{height:.1f} mm high: its voltage is unknown. Print it again in its "
                "own size."
            )
        return gain * self.mm_y


def read_scale(text: str, lines: Sequence[Floats]) -> Scale:
    """
    Find the scale of a page.

    Parameters
    ----------
    text : str
        All words of the page.
    lines : sequence of numpy.ndarray of shape (n_points, 2), float64
        In points, x along the traces and y up.

    Returns
    -------
    Scale

    Raises
    ------
    RecordError
        If speed or gain is not stated, or several speeds are.

    Examples
    --------
    >>> read_scale("25 mm/s 10 mm/mV", [])[:2]
    (25.0, (10.0,))
    """
    speeds = {_float(match[1]) for match in _SPEED.finditer(text)}
    gains = {
        _float(part)
        for match in _GAIN.finditer(text)
        for part in match.groups()
        if part
    }
    if len(speeds) != 1 or not gains or 0 in speeds | gains:
        found = ", ".join(
            (
                f"{len(speeds) or 'no'} speed{'s' * (len(speeds) > 1)} (mm/s)",
                f"{len(gains) or 'no'} gain{'s' * (len(gains) > 1)} (mm/mV)",
            )
        )
        raise RecordError(
            "A print must state one paper speed in mm/s and its gain in mm/mV, as "
            f"text; found: {found}. It is never guessed: print it with its scale."
        )
    ends = [line for line in lines if len(line) == 2]
    mm_x, mm_y = (_spacing(ends, axis) for axis in (0, 1))
    # A grid of lines one way only says nothing of the other.
    has_grid = mm_x is not None and mm_y is not None
    return Scale(
        speeds.pop(),
        tuple(sorted(gains)),
        mm_x if mm_x and has_grid else MM_PT,
        mm_y if mm_y and has_grid else MM_PT,
        has_grid,
    )


def _float(text: str) -> float:
    return float(text.replace(",", "."))


def _spacing(ends: Sequence[Floats], axis: int) -> float | None:
    """Return the points of a millimetre by the lines that cross an axis."""
    across = 1 - axis
    places = np.array(
        [
            line[0, axis]
            for line in ends
            if abs(line[0, axis] - line[1, axis]) < LEVEL_PT
            and abs(line[0, across] - line[1, across]) > LONG_MM * MM_PT
        ]
    )
    steps = np.diff(np.unique(places.round(2)))
    steps = steps[steps > 2 * LEVEL_PT]
    if len(steps) < MIN_GRID:
        return None
    step = float(np.median(steps))
    if np.mean(np.abs(steps / step - 1) < EVEN) < 0.8:
        return None
    # Every fifth line alone may be drawn.
    even = steps[np.abs(steps / step - 1) < EVEN]
    shares = [float(np.mean(even)) / (n_mm * MM_PT) for n_mm in (1, 5)]
    share = min(shares, key=lambda one: abs(np.log(one)))
    if abs(share - 1) < ROUNDED:
        share = 1.0
    return share * MM_PT if 1 / SCALED < share < SCALED else None


def find_pulses(lines: Sequence[Floats], mm_x: float) -> list[Pulse]:
    """
    Find the calibration pulses of a page.

    Parameters
    ----------
    lines : sequence of numpy.ndarray of shape (n_points, 2), float64
        In points, x along the traces and y up.
    mm_x : float
        Points in a millimetre.

    Returns
    -------
    list of Pulse
        From top to bottom.
    """
    low, high = PULSE_POINTS
    found = [
        Pulse(float(line[0, 0]), float(line[0, 1]), float(np.ptp(line[:, 1])))
        for line in lines
        if low <= len(line) <= high
        and 0 < line[-1, 0] - line[0, 0] < PULSE_MM * mm_x
        and _is_pulse(line)
    ]
    return sorted(set(found), key=lambda pulse: -pulse.base)


def part_pulse(line: Floats) -> list[Floats]:
    """
    Part a trace from the pulse that some writers draw at its beginning in one stroke.

    Parameters
    ----------
    line : numpy.ndarray of shape (n_points, 2), float64
        In points, x along the traces and y up.

    Returns
    -------
    list of numpy.ndarray
        The pulse and the trace; the line alone if it does not begin with a pulse,
        whose edges and levels are straight as no heart draws them.
    """
    low, high = PULSE_POINTS
    for end in range(min(high, len(line) - 1), low - 1, -1):
        if _is_pulse(line[:end]):
            return [line[:end], line[end:]]
    return [line]


def _is_pulse(line: NDArray[np.float64]) -> bool:
    """Tell whether a line goes up, along and down again, and nowhere else."""
    x, y = line.T
    foot, top = y[0], y.max()
    is_up = np.abs(y - top) < LEVEL_PT
    is_down = np.abs(y - foot) < LEVEL_PT
    return bool(
        top - foot > MM_PT
        and np.all(np.diff(x) >= -LEVEL_PT)
        and np.all(is_up | is_down)
        and is_down[-1]
        and np.count_nonzero(np.diff(is_up)) == 2
    )
