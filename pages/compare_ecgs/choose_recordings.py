"""Which recordings are compared: open ones, a simulated or a library's patient."""

import streamlit as st

from ecgkt.results.patient_labs import LabSeries
from ecgkt.serving.client import ServingClient
from ecgkt.serving.library import library_folder
from ecgkt.simulate.course import COURSES, simulate_course
from ecgkt.types.record import EcgRecord
from pages.compare_ecgs.choose_patient import PatientCodes, choose_patient
from pages.compare_ecgs.chosen import Chosen
from pages.shared import address, session
from pages.shared.recording import SessionRecording, content_key
from pages.shared.show_failures import show_failures
from pages.shared.show_mapping import show_mapping
from pages.shared.show_upload import show_upload
from pages.shared.text import truncate

SOURCES = {
    "open": "Open recordings",
    "course": "Simulated patient",
    "library": "Library patient",
}
OTHERS = {"example": "simulated", "library": "library"}
POTASSIUM = ("Potassium", "mmol/L", 3.5, 5.1)
"""Name as in ``d_labitems``, unit and reference range of the simulated values."""
SIMULATED_LABS = "Simulated values, planted together with the ECGs."


def choose_recordings(client: ServingClient) -> Chosen:
    """
    Let the user choose whose recordings are compared.

    Parameters
    ----------
    client : ServingClient
        Parses what comes from outside.

    Returns
    -------
    Chosen
        Empty where there is nothing yet.
    """
    offered = [key for key in SOURCES if key != "library" or library_folder()]
    if address.asked("patient", PatientCodes()) and "library" in offered:
        session.set_widget("compare-source", "library")
    asked = address.asked("example", COURSES)
    if asked:
        session.set_widget("compare-source", "course")
        session.set_widget("compare-course", asked)
    source = st.segmented_control(
        "Recordings from",
        offered,
        default=None if session.is_set("compare-source") else "open",
        required=True,
        format_func=SOURCES.__getitem__,
        label_visibility="collapsed",
        key="compare-source",
        persist_state="session",
    )
    if source != "library":
        address.show("patient", None)
    if source == "course":
        return choose_course()
    address.show("example", None)
    return choose_patient(client) if source == "library" else choose_open(client)


def choose_open(client: ServingClient) -> Chosen:
    """Offer what this session holds, and a field for more."""
    has_two = len(session.get_held("upload")) > 1
    with st.popover("Open more", icon=":material/add:") if has_two else st.container():
        stated = show_upload(client)
    show_failures("upload")
    show_mapping(client, "upload")
    uploads = session.get_held("upload")[::-1]
    others = [held for source in OTHERS for held in session.get_held(source)]
    by_key = {held.key: held for held in (*uploads, *others)}
    if not by_key:
        return Chosen((), {}, stated.person)
    code = "-".join(sorted(held.key[:4] for held in uploads))
    keys = st.multiselect(
        "Recordings to compare",
        list(by_key),
        default=[held.key for held in uploads],
        format_func=lambda key: _offered(by_key[key]),
        placeholder="Choose two or more",
        label_visibility="collapsed",
        key=f"compare-open-{code}",
        persist_state="session",
    )
    recordings = tuple(by_key[key] for key in keys)
    return Chosen(recordings, {h.key: h.name for h in recordings}, stated.person)


def _offered(held: SessionRecording) -> str:
    origin = OTHERS.get(held.source)
    return truncate(f"{held.name} ({origin})" if origin else held.name)


def choose_course() -> Chosen:
    """Offer the simulated patients; one is made when it is asked for."""
    name = st.selectbox(
        "Simulated patient, nobody real",
        list(COURSES),
        label_visibility="collapsed",
        format_func=lambda one: COURSES[one].title,
        width=520,
        key="compare-course",
        persist_state="session",
    )
    address.show("example", name)
    made = session.state("courses", dict[str, list[EcgRecord]])
    if name not in made:
        made[name] = simulate_course(name)
    records = made[name]
    steps = COURSES[name].steps
    held = tuple(
        SessionRecording(
            key=content_key([record.record_id.encode()], "course"),
            name=f"Simulated: {step.title}",
            source="course",
            record=record,
            file_sha256=None,
        )
        for record, step in zip(records, steps, strict=True)
    )
    taken = [
        (record.recorded_at, step.potassium)
        for record, step in zip(records, steps, strict=True)
        if record.recorded_at and step.potassium is not None
    ]
    title, unit, low, high = POTASSIUM
    labs = [
        LabSeries(
            name=title,
            unit=unit,
            low=low,
            high=high,
            times=tuple(time for time, _ in taken),
            values=tuple(value for _, value in taken),
        )
    ]
    return Chosen(
        held,
        {one.key: step.title for one, step in zip(held, steps, strict=True)},
        labs=tuple(labs) if taken else (),
        origin=SIMULATED_LABS,
    )
