"""How the leads are arranged on a sheet, and at which scales."""

from dataclasses import dataclass
from typing import NamedTuple

from ecgkt.vocab.display_filters import DISPLAY_FILTERS
from ecgkt.vocab.leads import LEADS

SPEEDS = (25.0, 50.0)
GAINS = (5.0, 10.0, 20.0)
"""Offered mm/s and mm/mV."""

WINDOW_S = 10.0
"""Seconds on one sheet, as on the paper of a 12-lead recorder."""

MARGIN_MM = 10.0
"""Left of t = 0, where the calibration pulse stands: the trace keeps its 250 mm."""

INVERTED = "−"
"""Before a lead's name: drawn upside down."""

RHYTHM = ""
"""In a layout: the lead that the reader chooses."""


class Layout(NamedTuple):
    """
    One arrangement.

    Attributes
    ----------
    rows : tuple of tuple of str
        From top to bottom; the leads of a row share its time from left to right.
    half_height : float
        A row reaches this far above and below its baseline in mm, before it has to
        grow.
    """

    rows: tuple[tuple[str, ...], ...]
    half_height: float

    @property
    def has_rhythm(self) -> bool:
        """Whether the lead of its last row can be chosen."""
        return self.rows[-1] == (RHYTHM,)


_THREE_BY_FOUR = (
    ("I", "aVR", "V1", "V4"),
    ("II", "aVL", "V2", "V5"),
    ("III", "aVF", "V3", "V6"),
)
LAYOUTS = {
    "3x4+1": Layout((*_THREE_BY_FOUR, (RHYTHM,)), 15.0),
    "3x4+3": Layout((*_THREE_BY_FOUR, ("V1",), ("II",), ("V5",)), 15.0),
    "6x2": Layout(tuple(zip(LEADS[:6], LEADS[6:], strict=True)), 15.0),
    "12x1": Layout(tuple((lead,) for lead in LEADS), 10.0),
    # The limb leads in the order of their axes, -30 to 120 degrees, so -aVR at 30.
    "Cabrera": Layout(
        tuple(
            zip(
                ("aVL", "I", f"{INVERTED}aVR", "II", "aVF", "III"),
                LEADS[6:],
                strict=True,
            )
        ),
        15.0,
    ),
}
"""By name; the first is the preset."""


@dataclass(frozen=True, kw_only=True)
class View:
    """
    How one sheet is drawn.

    Attributes
    ----------
    layout : str
        A key of `LAYOUTS`.
    speed, gain : float
        Paper speed in mm/s, one of `SPEEDS`; amplitude in mm/mV, one of `GAINS`.
    start_s : float
        First second shown.
    rhythm : str
        From `LEADS`; of no effect where the layout has no choice.
    filtered : str
        A key of `DISPLAY_FILTERS`: what the recording went through before it is drawn.
    estimated : tuple of str
        Leads whose samples are estimates: drawn dashed, and said so.

    Raises
    ------
    ValueError
        If one of them is not offered.

    Examples
    --------
    >>> View(rhythm="V1").rows[-1]
    ('V1',)
    """

    layout: str = "3x4+1"
    speed: float = 25.0
    gain: float = 10.0
    start_s: float = 0.0
    rhythm: str = "II"
    filtered: str = "none"
    estimated: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name, value, offered in (
            ("layout", self.layout, tuple(LAYOUTS)),
            ("speed", self.speed, SPEEDS),
            ("gain", self.gain, GAINS),
            ("rhythm lead", self.rhythm, LEADS),
            ("display filter", self.filtered, tuple(DISPLAY_FILTERS)),
        ):
            if value not in offered:
                message = f"expected a {name} out of {offered}, got {value!r}"
                raise ValueError(message)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """Names of leads by row, `INVERTED` before those drawn upside down."""
        rows = LAYOUTS[self.layout].rows
        return tuple(tuple(lead or self.rhythm for lead in row) for row in rows)

    @property
    def half_height(self) -> float:
        """Room of a row on either side of its baseline in mm, the 1 mV pulse's too."""
        return max(LAYOUTS[self.layout].half_height, self.gain)

    @property
    def width(self) -> float:
        """Of the sheet in mm."""
        return MARGIN_MM + WINDOW_S * self.speed


def lead_of(name: str) -> str:
    """
    Return the lead behind a name on the sheet.

    Parameters
    ----------
    name : str
        With or without `INVERTED` before it.

    Returns
    -------
    str
        From `LEADS`.

    Examples
    --------
    >>> lead_of("−aVR")
    'aVR'
    """
    return name.removeprefix(INVERTED)
