"""Upload or pick one ECG and read it."""

import streamlit as st

from pages.demo import show_demo
from pages.read_ecg.choose_adapter import choose_adapter
from pages.read_ecg.show_body import show_body
from pages.read_ecg.show_file_bar import show_file_bar
from pages.read_ecg.show_findings import show_findings
from pages.read_ecg.show_listed import open_from_address, show_listed
from pages.read_ecg.show_lost import show_lost
from pages.read_ecg.show_reading import describe, show_readings
from pages.read_ecg.show_record import show_quality
from pages.read_ecg.show_source import choose_record, show_source
from pages.read_ecg.show_window import show_window
from pages.shared import kept, mapping, session
from pages.shared.frame import frame
from pages.shared.reading import with_person
from pages.shared.recording import Asked
from pages.shared.resources import get_client
from pages.shared.sheet import preload_sheet
from pages.shared.show_details import warn_stale_metadata
from pages.shared.show_impression import show_impression
from pages.shared.show_mapping import show_mapping

frame("Read ECG")
client = get_client()
if show_demo.is_asked():
    show_demo.show_demo(client)
    st.stop()
kept.bring_back()

open_from_address()
with st.container(key="opener"):
    source, stated = show_source(client)
recordings = session.get_recordings(source)
show_mapping(client, source)
asked = Asked(stated.person, is_adapted=choose_adapter() if recordings else False)
readings = show_readings(client, recordings, asked)
held = choose_record(source)
show_lost(held is not None)
if held is None:
    if not session.get_failures(source) and not mapping.waiting_of(source):
        st.info("Upload a recording, or choose a simulated one, to see it read.")
    preload_sheet()
    st.stop()

record = with_person(held.record, stated.person)
show_listed(source)
bar = st.container(key="bar")
reading = show_window(client, held, readings.get(held.key), asked)
with bar:
    show_file_bar(
        client,
        held,
        record,
        reading,
        stated.person,
        descriptions={r.key: describe(r, readings.get(r.key)) for r in recordings},
    )
warn_stale_metadata(held, stated)
if reading:
    show_quality(reading.quality, reading.record.warnings)
with st.container(key="readings"), st.container(key="reading"):
    with st.container(key="card"):
        if reading:
            show_impression(held.key, reading)
    paper = st.container(key="sheet")
    with st.container(key="found"):
        if reading:
            show_findings(held.key, reading)
    with st.container(key="body"):
        show_body(client, held, record, reading, readings, stated.person, paper)
