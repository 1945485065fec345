"""Readings to take away, without what identifies a patient unless asked for."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from ecgkt.report.r_peaks_csv import (
    R_PEAKS_FILE,
    R_PEAKS_MIME,
    R_PEAKS_TITLE,
    r_peaks_csv,
)
from ecgkt.report.reading_json import document
from ecgkt.types.reading import Reading
from pages.shared.recording import Failure

T = TypeVar("T")


@st.fragment
def show_downloads(
    shown: Reading, readings: Sequence[Reading], failures: Sequence[Failure]
) -> None:
    """
    Offer the shown reading, and all of them where there are several.

    Parameters
    ----------
    shown : Reading
        The one on the page.
    readings : sequence of Reading
        All from this source.
    failures : sequence of Failure
        What could not be read.
    """
    named = st.checkbox(
        "Include file names and record identifiers",
        help="They may identify a patient. Without them recordings are numbered.",
        key="named",
    )
    with st.container(horizontal=True):
        st.download_button(
            "This reading (JSON)",
            data=lambda: to_json([shown], (), is_named=named),
            file_name="ecg-reading.json",
            mime="application/json",
            on_click="ignore",
            icon=":material/download:",
        )
        if shown.trace and shown.trace.r_peaks:
            st.download_button(
                R_PEAKS_TITLE,
                data=lambda: r_peaks_csv(shown),
                file_name=R_PEAKS_FILE,
                mime=R_PEAKS_MIME,
                on_click="ignore",
                icon=":material/download:",
                help="Of the whole recording: time_s, sample, rr_ms.",
            )
        if len(readings) + len(failures) > 1:
            st.download_button(
                f"All {len(readings)} readings (JSON)",
                data=lambda: to_json(readings, failures, is_named=named),
                file_name="ecg-readings.json",
                mime="application/json",
                on_click="ignore",
                icon=":material/download:",
            )


def to_json(
    readings: Sequence[Reading], failures: Sequence[Failure], *, is_named: bool
) -> str:
    """
    Write the document of ``predict --json``, research-use notice included.

    Parameters
    ----------
    readings : sequence of Reading
        In the order of the list.
    failures : sequence of Failure
        What could not be read.
    is_named : bool
        Whether file names and record identifiers stay.

    Returns
    -------
    str
        JSON of schema ecgkt.reading/1.
    """
    errors: Sequence[tuple[str, str]] = failures
    if not is_named:
        readings = [
            replace(reading, file=number, record=replace(reading.record, id=number))
            for number, reading in enumerate_names("recording", readings)
        ]
        errors = [
            (number, failure.text)
            for number, failure in enumerate_names("file", failures)
        ]
    content = document(readings, errors)
    return json.dumps(content, allow_nan=False, ensure_ascii=False, indent=1)


def enumerate_names(word: str, items: Sequence[T]) -> list[tuple[str, T]]:
    """Give each item a name that says nothing: a word and its number."""
    return [(f"{word}-{number}", item) for number, item in enumerate(items, start=1)]
