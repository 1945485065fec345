"""Two or more recordings of one patient: what changed, beyond repeat error."""

from pathlib import Path

import streamlit as st

from ecgkt.report.serial.compare import compare
from ecgkt.report.serial.person import date_note, person_warnings
from pages.compare_ecgs.choose_pair import choose_pair
from pages.compare_ecgs.choose_recordings import choose_recordings
from pages.compare_ecgs.known import apart_text, load_repeatability
from pages.compare_ecgs.read_chosen import read_chosen
from pages.compare_ecgs.show_changes import show_changes
from pages.compare_ecgs.show_comparison import Told, show_comparison
from pages.compare_ecgs.show_exports import show_exports
from pages.compare_ecgs.show_medians import show_medians
from pages.compare_ecgs.show_model import show_model
from pages.compare_ecgs.show_sheets import Shown, show_sheets
from pages.compare_ecgs.show_trends import show_trends
from pages.shared import audit, kept
from pages.shared.frame import frame
from pages.shared.reading import with_person
from pages.shared.resources import get_client
from pages.shared.sheet import preload_sheet

frame("Compare ECGs")
st.html(Path(__file__).parent / "compare_ecgs" / "compare.css")
kept.bring_back()

client = get_client()
with st.container(key="compare-opener"):
    chosen = choose_recordings(client)
readings = read_chosen(client, chosen)
recordings = [held for held in chosen.in_order if held.key in readings]
if len(recordings) < 2:
    st.info(
        "Upload two or more recordings of one patient, or choose a simulated patient, "
        "to see what changed between them."
    )
    preload_sheet()
    st.stop()

table = load_repeatability()
with st.container(key="compare-bar"):
    pair = choose_pair(chosen, recordings)
labels = [chosen.label(held, place) for place, held in enumerate(recordings)]
said = [readings[held.key] for held in recordings]
places = (pair.baseline, *pair.others)
told = [
    Told(
        f"{labels[place]} against {labels[pair.baseline]}"
        f"{apart_text(recordings[pair.baseline].record, recordings[place].record)}",
        compare(said[pair.baseline], said[place], table),
        labels[place],
    )
    for place in pair.others
]
people = [with_person(held.record, chosen.person) for held in recordings]
warnings = person_warnings(people)
model = said[places[-1]].model
held = [recordings[place] for place in places]
if told:
    audit.note_once("compare", held, model.sha256)
    show_comparison(told, warnings)
else:
    st.info("Choose what is compared with the baseline.")
shown = [
    Shown(recordings[n], said[n], labels[n], "baseline" if n == pair.baseline else "")
    for n in places
]
if note := date_note(people):
    st.caption(note)
with st.container(key="compare-columns-box"), st.container(key="compare-columns"):
    with st.container(key="compare-seen"):
        show_sheets(shown)
        st.subheader("Median beats", anchor=False)
        show_medians(shown)
    with st.container(key="compare-told"):
        if told:
            show_changes(told)
        # Two points are no course: the tables say as much.
        with st.expander("Over time", expanded=len(recordings) > 2):
            show_trends(chosen, recordings, said, pair, table)
        if told:
            show_model(model, table)
            names = [(n, labels[n]) for n in places]
            files = audit.files_of(one.file_sha256 for one in held)
            show_exports(told, names, model, table, warnings, files)
