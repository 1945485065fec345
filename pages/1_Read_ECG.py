"""Upload or pick one ECG and read it."""

import streamlit as st

from ecgkt.plotting.overlay import join_overlays
from pages.read_ecg.show_details import warn_stale_metadata
from pages.read_ecg.show_downloads import show_downloads
from pages.read_ecg.show_findings import overlay_of, pointed_finding, show_findings
from pages.read_ecg.show_labs import show_labs
from pages.read_ecg.show_labs_by_diagnosis import show_labs_by_diagnosis
from pages.read_ecg.show_limits import show_limits
from pages.read_ecg.show_measurements import show_measurements
from pages.read_ecg.show_reading import describe, show_readings, with_person
from pages.read_ecg.show_record import show_facts, show_quality
from pages.read_ecg.show_saliency import show_saliency
from pages.read_ecg.show_scores import show_scores
from pages.read_ecg.show_second_opinion import show_second_opinion
from pages.read_ecg.show_source import choose_record, show_source
from pages.read_ecg.show_window import show_window
from pages.shared import session
from pages.shared.frame import frame
from pages.shared.resources import get_client
from pages.shared.sheet import preload_sheet, show_sheet
from pages.shared.text import escape_markdown

frame("Read ECG")

client = get_client()
source, stated = show_source(client)
recordings = session.get_recordings(source)
readings = show_readings(client, recordings, stated.person)
held = choose_record(
    source, {held.key: describe(readings.get(held.key)) for held in recordings}
)
if held is None:
    if not session.get_failures(source):
        st.info("Upload a recording, or choose a simulated one, to see it read.")
    preload_sheet()
    st.stop()

record = with_person(held.record, stated.person)
st.subheader(escape_markdown(held.name), anchor=False)
reading = show_window(client, held, readings.get(held.key), stated.person)
show_facts(record, reading, stated.person)
warn_stale_metadata(held, stated)
if reading:
    show_quality(reading.quality, reading.record.warnings)

with st.container(key="readings"), st.container(key="reading"):
    with st.container(key="sheet"):
        paper = st.container()
        # Asked first, drawn below: the sheet needs to know what lies over it.
        saliency = show_saliency(client, held.key, record, reading)
        pointed = overlay_of(pointed_finding(held.key, reading))
        with paper:
            moved = saliency.overlay if saliency else None
            show_sheet(held, reading, join_overlays(moved, pointed))
    with st.container(key="measured"):
        if reading:
            show_measurements(reading)
    with st.container(key="found"):
        if reading:
            show_findings(held.key, reading)
    # What is measured without scores has no panels for them.
    has_panels = reading and (reading.diagnoses or not reading.measurements)
    with st.container(key="scores"):
        if reading and has_panels:
            show_scores(reading)
    with st.container(key="labs"):
        if reading and has_panels:
            show_labs(reading)

if reading:
    if has_panels:
        show_labs_by_diagnosis(reading)
    show_second_opinion(client, held, reading, stated.person)
    show_limits()
    failures = session.get_failures(source)
    show_downloads(reading, list(readings.values()), failures)
    if saliency:
        saliency.check()
