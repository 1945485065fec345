"""Titles and units of the measured values that score beside the networks."""

from typing import NamedTuple

from ecgkt.vocab.leads import INDEPENDENT_LEADS


class ValueTitle(NamedTuple):
    """What a value is, its unit, and the digits that are shown."""

    title: str
    unit: str
    digits: int


# fmt: off
_LEAD_VALUES = {
    "p_mv": ("P in {}", "mV", 2),
    "p_area_mv_ms": ("P area in {}", "mV·ms", 1),
    "q_mv": ("Lowest before R in {}", "mV", 2),
    "r_mv": ("R in {}", "mV", 2),
    "s_mv": ("Lowest after R in {}", "mV", 2),
    "qrs_area_mv_ms": ("QRS area in {}", "mV·ms", 0),
    "st_mv": ("ST in {}", "mV", 2),
    "t_mv": ("T in {}", "mV", 2),
    "t_area_mv_ms": ("T area in {}", "mV·ms", 0),
    "t_time_ms": ("Peak of T after R in {}", "ms", 0),
    "t_width_ms": ("Width of T in {}", "ms", 0),
    "t_to_qrs": ("T in parts of QRS in {}", "", 2),
}
VALUE_TITLES = {
    "heart_rate_bpm": ValueTitle("Heart rate", "bpm", 0),
    "sdnn_ms": ValueTitle("SDNN", "ms", 0),
    "rmssd_ms": ValueTitle("RMSSD", "ms", 0),
    "irregularity": ValueTitle("Median change of RR, in parts of RR", "", 2),
    "early_share": ValueTitle("Share of short RR intervals", "", 2),
    "beat_likeness": ValueTitle("Likeness of the beats", "", 2),
    "qrs_ms": ValueTitle("QRS by slope", "ms", 0),
    "qt_ms": ValueTitle("QT by slope", "ms", 0),
    "qtc_fridericia_ms": ValueTitle("QTc Fridericia by slope", "ms", 0),
    "sokolow_lyon_mv": ValueTitle("Sokolow-Lyon voltage", "mV", 2),
    "cornell_mv": ValueTitle("Cornell voltage", "mV", 2),
    "limb_voltage_mv": ValueTitle("Largest QRS, limb leads", "mV", 2),
    "chest_voltage_mv": ValueTitle("Largest QRS, chest leads", "mV", 2),
    "qrs_axis_cos": ValueTitle("Cosine of the QRS axis", "", 2),
    "qrs_axis_sin": ValueTitle("Sine of the QRS axis", "", 2),
    "t_axis_cos": ValueTitle("Cosine of the T axis", "", 2),
    "t_axis_sin": ValueTitle("Sine of the T axis", "", 2),
    **{
        f"{lead}_{name}": ValueTitle(title.format(lead), unit, digits)
        for name, (title, unit, digits) in _LEAD_VALUES.items()
        for lead in INDEPENDENT_LEADS
    },
    "wide_premature_beats": ValueTitle("Premature beats of another shape", "", 0),
    "narrow_premature_beats": ValueTitle("Premature beats of the usual shape", "", 0),
    "longest_run_beats": ValueTitle("Most wide beats in a row", "", 0),
    "dropped_beats": ValueTitle("Dropped beats", "", 0),
    "rr_steps_percent": ValueTitle("RR variation, usual beats", "%", 1),
    "rr_swing_ms": ValueTitle("RR swing, usual beats", "ms", 0),
    "p_alike_percent": ValueTitle("Likeness before the beats", "%", 0),
    "shortest_rr": ValueTitle("Shortest RR in parts of the median", "", 2),
    "longest_rr": ValueTitle("Longest RR in parts of the median", "", 2),
    "least_likeness": ValueTitle("Likeness of the least usual beat", "", 2),
    "other_shape_share": ValueTitle("Share of beats of another shape", "", 2),
    "qrs_spread_ms": ValueTitle("Spread of QRS in time", "ms", 0),
    "widest_spread_ms": ValueTitle("Spread of the widest QRS", "ms", 0),
    "before_peak_ms": ValueTitle("Peak of the wave before QRS, before R", "ms", 0),
    "before_onset_ms": ValueTitle("Onset of the wave before QRS, before R", "ms", 0),
    "before_width_ms": ValueTitle("Width of the wave before QRS", "ms", 0),
    "before_height_mv": ValueTitle("Height of the wave before QRS", "mV", 2),
}
# fmt: on
"""By the names of `measure.measured_values.VALUES`, in their order."""
