"""How well the delineator finds waves, on marked recordings and on simulated beats."""

import pandas as pd
import streamlit as st

from ecgkt.results.delineation import (
    Boundary,
    DelineationTable,
    IntervalError,
    SimulatedIntervals,
)
from ecgkt.vocab.findings import MEASURES, find_measure

NAMES = {"p": "P", "qrs": "QRS", "t": "T"}
OTHERS = {"r_percent": "Height of R"}
"""Quantities of simulated beats that are no measurement of the app."""


def show_delineation(table: DelineationTable) -> None:
    """
    Draw what was measured of the delineator.

    Parameters
    ----------
    table : DelineationTable
        As shipped.
    """
    how = (
        f"cross-validated in {table.folds} folds by recording"
        if table.folds
        else "**not** cross-validated"
    )
    st.markdown(
        f"Judged on **{table.n_records} real recordings** of LUDB in which "
        f"cardiologists marked every wave, {how}."
    )
    st.dataframe(wave_frame(table), hide_index=True, key="delineation")
    st.caption(f"Tolerance {table.tolerance_ms:g} ms. {table.rule}")
    if table.simulated:
        st.markdown(
            "On **simulated** beats whose intervals are known, beside the largest "
            "errors that IEC 60601-2-25 allows:"
        )
        st.dataframe(
            interval_frame(table.simulated), hide_index=True, key="simulated-intervals"
        )
        st.caption(table.simulated.rule)
    st.caption("Made by")
    st.code(table.command, language=None)


def wave_frame(table: DelineationTable) -> pd.DataFrame:
    """Return one line per kind of wave."""
    return pd.DataFrame(
        [
            {
                "Wave": NAMES.get(name, name),
                "Sensitivity": share_text(one.sensitivity),
                "PPV": share_text(one.ppv),
                "PPV, marks complete": share_text(one.ppv_of_complete_marks),
                "Error of the onset": boundary_text(one.onset_ms),
                "Error of the end": boundary_text(one.offset_ms),
            }
            for name, one in table.waves.items()
        ]
    )


def interval_frame(simulated: SimulatedIntervals) -> pd.DataFrame:
    """Return one line per quantity."""
    return pd.DataFrame(
        [
            {
                "Quantity": quantity(name),
                "Mean ± SD": error_text(one.mean, one.sd, one.unit),
                "Allowed": error_text(one.target_mean, one.target_sd, one.unit),
                "Within": within_text(one),
                "Recordings": one.n,
            }
            for name, one in simulated.errors.items()
        ]
    )


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


def within_text(one: IntervalError) -> str:
    """Say whether mean and SD keep what the standard allows."""
    if one.mean is None or one.sd is None:
        return "not measured"
    if one.target_mean is None or one.target_sd is None:
        return "–"
    return (
        "yes" if abs(one.mean) <= one.target_mean and one.sd <= one.target_sd else "no"
    )
