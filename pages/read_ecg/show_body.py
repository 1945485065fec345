"""Below the first screen: one tab at a time, and the sheet that a tab may colour."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ecgkt.plotting.overlay import join_overlays
from ecgkt.report.model_words import AS_SHIPPED
from ecgkt.serving.client import ServingClient
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedPerson
from pages.read_ecg.draw_map import Shown
from pages.read_ecg.show_context import show_context
from pages.read_ecg.show_diagnoses import show_diagnoses
from pages.read_ecg.show_fewer_leads import show_fewer_leads
from pages.read_ecg.show_labs import show_labs
from pages.read_ecg.show_labs_by_diagnosis import show_labs_by_diagnosis
from pages.read_ecg.show_limits import show_limits
from pages.read_ecg.show_measurements import show_measurements
from pages.read_ecg.show_report import show_report
from pages.read_ecg.show_saliency import show_saliency
from pages.read_ecg.show_second_opinion import show_second_opinion
from pages.shared import kept, session, shown
from pages.shared.recording import SessionRecording
from pages.shared.sheet import show_sheet

TABS = {
    "results": "Diagnoses and labs",
    "measurements": "Measurements",
    "explain": "Explain",
    "report": "Report",
}


def show_body(
    client: ServingClient,
    held: SessionRecording,
    record: EcgRecord,
    reading: Reading | None,
    readings: dict[str, Reading],
    person: StatedPerson,
    paper: DeltaGenerator,
) -> None:
    """
    Draw the chosen tab and the sheet; what is not chosen is not computed.

    Parameters
    ----------
    client : ServingClient
        Asked for maps and second opinions.
    held : SessionRecording
        The one that is shown.
    record : EcgRecord
        With what is stated of the person.
    reading : Reading or None
        None where it could not be read: then there is only the sheet.
    readings : dict of str to Reading
        All from this source.
    person : StatedPerson
        As entered.
    paper : DeltaGenerator
        Where the sheet belongs, above the tab.
    """
    saliency: Shown | None = None
    if reading:
        tab = st.segmented_control(
            "Part of the reading",
            list(TABS),
            default="results",
            required=True,
            format_func=TABS.__getitem__,
            label_visibility="collapsed",
            key="tab",
            bind="query-params",
        )
        kept.keep("tab", tab)
        if tab == "results":
            show_results(client, held, reading, person)
            show_context(client, held, record, reading)
        elif tab == "measurements":
            show_measurements(reading, record.vendor_beat)
        elif tab == "explain":
            if reading.model.adapter:
                st.caption(AS_SHIPPED)
            # Asked first, drawn above: the sheet needs to know what lies over it.
            saliency = show_saliency(client, held.key, record, reading)
            show_second_opinion(client, held, reading, person)
        else:
            failures = session.get_failures(held.source)
            show_report(client, held.key, record, reading, readings, failures)
            show_limits()
    pointed = shown.pointed_overlay(held.key, reading)
    with paper:
        overlay = join_overlays(saliency.overlay if saliency else None, pointed)
        show_sheet(held, reading, overlay)
    if saliency:
        saliency.check()


def show_results(
    client: ServingClient,
    held: SessionRecording,
    reading: Reading,
    person: StatedPerson,
) -> None:
    """Draw diagnoses and labs side by side: what the page is for."""
    if reading.quality.measured_only:
        show_fewer_leads(reading)
        return
    with st.container(key="results"):
        with st.container(key="scores"):
            show_diagnoses(client, held, reading, person)
        with st.container(key="labs"):
            show_labs(held.key, reading)
    show_labs_by_diagnosis(held.key, reading)
