"""What recorders measure: the names under which their values are shown beside ours."""

from typing import NamedTuple


class VendorMeasure(NamedTuple):
    """
    One quantity that recorders state.

    Attributes
    ----------
    title, unit : str
        How it is shown.
    ours : tuple of str
        Our measurements of the same quantity; several where the file does not say
        which formula was used.
    low, high : float
        Beyond these a value is a placeholder or damaged, and is left out.
    """

    title: str
    unit: str
    ours: tuple[str, ...]
    low: float
    high: float


VENDOR_MEASURES = {
    "heart_rate_bpm": VendorMeasure("Heart rate", "bpm", ("heart_rate_bpm",), 10, 350),
    "p_ms": VendorMeasure("P duration", "ms", ("p_ms",), 20, 300),
    "pr_ms": VendorMeasure("PR interval", "ms", ("pr_ms",), 40, 800),
    "qrs_ms": VendorMeasure("QRS duration", "ms", ("qrs_ms",), 30, 350),
    "qt_ms": VendorMeasure("QT interval", "ms", ("qt_ms",), 150, 900),
    "qtc_ms": VendorMeasure(
        "QTc (formula not stated)",
        "ms",
        ("qtc_bazett_ms", "qtc_fridericia_ms"),
        150,
        900,
    ),
    "qtc_bazett_ms": VendorMeasure("QTc Bazett", "ms", ("qtc_bazett_ms",), 150, 900),
    "qtc_fridericia_ms": VendorMeasure(
        "QTc Fridericia", "ms", ("qtc_fridericia_ms",), 150, 900
    ),
    "p_axis_degrees": VendorMeasure("P axis", "°", ("p_axis_degrees",), -360, 360),
    "qrs_axis_degrees": VendorMeasure("QRS axis", "°", ("axis_degrees",), -360, 360),
    "t_axis_degrees": VendorMeasure("T axis", "°", ("t_axis_degrees",), -360, 360),
}
"""By name. The limits are those of any human heart, not normal ones."""
