"""The display filters a sheet may be drawn with: for the eye, never for the model."""

from typing import NamedTuple


class DisplayFilter(NamedTuple):
    """
    One way to smooth a drawing.

    Attributes
    ----------
    text : str
        What a sheet drawn with it says.
    low, high : float or None
        Edges of the pass band in Hz, where the amplitude is 0.71 of the recorded one.
    notch : float or None
        Frequency in Hz that is taken out.
    """

    text: str
    low: float | None = None
    high: float | None = None
    notch: float | None = None

    @property
    def highest(self) -> float:
        """The highest of its frequencies in Hz, 0 if it has none."""
        return max(self.low or 0.0, self.high or 0.0, self.notch or 0.0)


# 0.05-150 Hz is the band that Kligfield et al., Circulation 2007, recommend for adults
# (doi:10.1161/CIRCULATIONAHA.106.180200); 0.5-40 Hz is that of monitors, and they warn
# that a limit of 40 Hz lowers amplitudes; 50 and 60 Hz are those of mains power.
DISPLAY_FILTERS = {
    "none": DisplayFilter("as recorded (no display filter)"),
    "0.05-150": DisplayFilter("display filter 0.05–150 Hz", low=0.05, high=150.0),
    "0.5-40": DisplayFilter("display filter 0.5–40 Hz", low=0.5, high=40.0),
    "notch-50": DisplayFilter("display filter 50 Hz notch", notch=50.0),
    "notch-60": DisplayFilter("display filter 60 Hz notch", notch=60.0),
}
"""By name; the first is the preset."""


def offered_filters(fs: float) -> tuple[str, ...]:
    """
    Name the filters that a sampling frequency leaves room for.

    Parameters
    ----------
    fs : float
        Hz.

    Returns
    -------
    tuple of str
        Keys of `DISPLAY_FILTERS` whose frequencies all lie below `fs` / 2.

    Examples
    --------
    >>> offered_filters(100.0)
    ('none', '0.5-40')
    """
    return tuple(
        name for name, offered in DISPLAY_FILTERS.items() if offered.highest < fs / 2
    )
