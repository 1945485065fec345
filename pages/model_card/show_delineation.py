"""How well the delineator finds waves, on marked recordings and on simulated beats."""

from typing import Any

import streamlit as st

from ecgkt.results.delineation import (
    Boundary,
    DelineationTable,
    GlobalIntervals,
    IntervalError,
    SimulatedIntervals,
)
from ecgkt.vocab.findings import MEASURES, find_measure
from pages.model_card.show_table import show_command, show_table

NAMES = {"p": "P", "qrs": "QRS", "t": "T"}
OTHERS = {"r_percent": "Height of R"}
"""Quantities of simulated beats that are no measurement of the app."""
FAMILIES = (
    "Gaussian, cosine and triangle are the shapes of QRS of three more families: "
    "40-220 bpm, QRS 60-180 ms, 250, 500 and 1000 Hz, noise of 2-10 microvolts"
)
SEEN = (
    "The delineator has learned from these recordings; its boundaries in single leads "
    "err by up to an eighth more where it has not."
)


def show_delineation(table: DelineationTable) -> None:
    """Draw what was measured of the delineator."""
    how = (
        f"cross-validated in {table.folds} folds by recording"
        if table.folds
        else "**not** cross-validated"
    )
    st.markdown(
        f"Judged on **{table.n_records} real recordings** of LUDB in which "
        f"cardiologists marked every wave, {how}."
    )
    show_table(wave_rows(table), key="delineation")
    st.caption(f"Tolerance {table.tolerance_ms:g} ms. {table.rule}")
    if simulated := table.simulated_intervals:
        st.markdown(
            "On **simulated** beats whose intervals are known, beside the largest "
            "errors that IEC 60601-2-25 allows:"
        )
        show_table(interval_rows(simulated), key="simulated-intervals")
        st.caption(
            f"{simulated.rule}. {FAMILIES}" if simulated.families else simulated.rule
        )
    if intervals := table.global_intervals:
        st.markdown("Intervals of **whole recordings** against the same marks:")
        show_table(global_rows(intervals), key="global-intervals")
        seen = SEEN if intervals.are_seen else ""
        st.caption(f"{intervals.rule} {seen}".strip())
    show_command(table.command)


def wave_rows(table: DelineationTable) -> list[dict[str, Any]]:
    """Return one line per kind of wave."""
    return [
        {
            "Wave": NAMES.get(name, name),
            "Sensitivity": share_text(wave.sensitivity),
            "PPV": share_text(wave.ppv),
            "PPV, marks complete": share_text(wave.ppv_of_complete_marks),
            "Error of the onset": boundary_text(wave.onset_ms),
            "Error of the end": boundary_text(wave.offset_ms),
        }
        for name, wave in table.waves.items()
    ]


def interval_rows(simulated: SimulatedIntervals) -> list[dict[str, Any]]:
    """Return one line per family of beats and quantity."""
    families = {"as simulated cohort": simulated.errors, **simulated.families}
    return [
        {
            "Beats": family,
            "Quantity": quantity(name),
            "Mean ± SD": error_text(error.mean, error.sd, error.unit),
            "Allowed": error_text(error.target_mean, error.target_sd, error.unit),
            "Within": within_text(error),
            "Recordings": error.n,
        }
        for family, errors in families.items()
        for name, error in errors.items()
    ]


def global_rows(intervals: GlobalIntervals) -> list[dict[str, Any]]:
    """Return one line per quantity and sampling rate."""
    return [
        {
            "Quantity": quantity(name),
            "Sampling rate": f"{rate} Hz",
            "Mean ± SD": error_text(error.mean, error.sd, "ms"),
            "Root mean square": "–" if error.rms is None else f"{error.rms:.1f} ms",
            "Recordings": error.n,
            "Not measured": error.not_measured,
        }
        for rate, errors in intervals.rates.items()
        for name, error in errors.items()
    ]


def quantity(name: str) -> str:
    """Return what a quantity is called on the reading page."""
    return find_measure(name).title if name in MEASURES else OTHERS.get(name, name)


def share_text(share: float | None) -> str:
    """Return a share in percent."""
    return "not measured" if share is None else f"{100 * share:.2f} %"


def boundary_text(boundary: Boundary) -> str:
    """Return mean and standard deviations of a boundary's error."""
    text = error_text(boundary.mean, boundary.sd, "ms")
    if boundary.sd_within is None:
        return text
    return f"{text} (within a recording {boundary.sd_within:.1f})"


def error_text(mean: float | None, sd: float | None, unit: str) -> str:
    """Return mean and standard deviation with their unit; a dash without them."""
    return "–" if mean is None or sd is None else f"{mean:.1f} ± {sd:.1f} {unit}"


def within_text(error: IntervalError) -> str:
    """Say whether mean and SD keep what the standard allows."""
    if error.mean is None or error.sd is None:
        return "not measured"
    if error.target_mean is None or error.target_sd is None:
        return "–"
    is_near = abs(error.mean) <= error.target_mean
    return "yes" if is_near and error.sd <= error.target_sd else "no"
