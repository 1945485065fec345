"""A patient of the operator's library, with the laboratory where it was written."""

import re
from hashlib import sha256

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.results.patient_labs import LabSeries
from ecgkt.serving.client import ServingClient
from ecgkt.serving.library import LibraryEntry, library_folder
from ecgkt.serving.library_patients import (
    LibraryPatient,
    list_patients,
    load_patient_labs,
)
from pages.compare_ecgs.chosen import Chosen
from pages.compare_ecgs.work_through import work_through
from pages.shared import address, library, session
from pages.shared.recording import Failure, SessionRecording
from pages.shared.show_failures import show_failure
from pages.shared.text import truncate

FROM_LIBRARY = (
    "Real laboratory values of this patient from MIMIC-IV, whose dates are moved "
    "together with those of the ECGs."
)


class PatientCodes:
    """What an address may ask for as a patient: eight digits of a sha256, no name."""

    def __contains__(self, code: object) -> bool:
        return isinstance(code, str) and bool(re.fullmatch("[0-9a-f]{8}", code))


def choose_patient(client: ServingClient) -> Chosen:
    """Offer the patients of the operator's folder who have two recordings or more."""
    folder = library_folder()
    try:
        patients = {one.name: one for one in list_patients(folder)} if folder else {}
    except EcgktError as error:
        show_failure(Failure("", str(error)))
        return Chosen()
    if not patients:
        st.info(
            "No patient of this server's library has two recordings. They are told "
            "apart by folder: one folder per patient, or MIMIC-IV-ECG's own layout."
        )
        return Chosen()
    codes = {sha256(one.encode()).hexdigest()[:8]: one for one in patients}
    asked = address.asked("patient", codes)
    if asked:
        session.set_widget("compare-patient", codes[asked])
    name = st.selectbox(
        "Patient in this server's library",
        list(patients),
        label_visibility="collapsed",
        index=None,
        format_func=lambda one: f"{truncate(one)} ({len(patients[one].entries)} ECGs)",
        placeholder=f"Choose one of {len(patients)}",
        width=520,
        key="compare-patient",
        persist_state="session",
    )
    code = next((code for code, one in codes.items() if one == name), None)
    address.show("patient", code)
    if name is None:
        return Chosen()
    recordings = parse_all(client, patients[name])
    labs: tuple[LabSeries, ...] = ()
    try:
        document = load_patient_labs(folder, name) if folder else None
        labs = document.labs if document else ()
    except EcgktError as error:
        show_failure(Failure("", str(error)))
    titles = {held.key: held.name.rpartition("/")[2] for held in recordings}
    return Chosen(recordings, titles, labs=labs, origin=FROM_LIBRARY)


def parse_all(
    client: ServingClient, patient: LibraryPatient
) -> tuple[SessionRecording, ...]:
    """Have the recordings of a patient parsed, each once; failures are named."""
    parsed = session.state("compare-parsed", dict[str, str | Failure])

    def parse(entry: LibraryEntry) -> None:
        try:
            parsed[entry.name] = library.hold(client, entry).key
        except EcgktError as error:
            parsed[entry.name] = Failure(entry.name, str(error))

    def is_missing(entry: LibraryEntry) -> bool:
        known = parsed.get(entry.name)
        is_lost = isinstance(known, str) and session.get_record(known) is None
        return known is None or is_lost

    missing = [entry for entry in patient.entries if is_missing(entry)]
    work_through(missing, parse, words="Opening", key=f"parse-{patient.name}")
    outcomes = [parsed.get(entry.name) for entry in patient.entries]
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    for failure in failures:
        show_failure(failure)
    if failures:
        st.button(
            "Open again",
            type="tertiary",
            icon=":material/refresh:",
            on_click=forget_failures,
            args=(parsed,),
        )
    found = [session.get_record(one) for one in outcomes if isinstance(one, str)]
    return tuple(held for held in found if held is not None)


def forget_failures(parsed: dict[str, str | Failure]) -> None:
    """Have what could not be opened tried once more."""
    for name in [name for name, one in parsed.items() if isinstance(one, Failure)]:
        del parsed[name]
