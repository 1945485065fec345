"""Home: what the tool is, what it must not be used for, and where to go."""

import streamlit as st

from ecgkt.vocab.formats import ANY_TITLE
from pages.shared.frame import frame

frame("12-lead ECG reading")

st.markdown(
    "Open a recording and see it **as on paper, in true millimetres**, beside what a "
    "neural network says of it: five diagnostic super-classes and 71 statements, each "
    "with a calibrated probability, its threshold and how well it did on patients the "
    "network had never seen."
)

CARDS = (
    (
        "pages/1_Read_ECG.py",
        ":material/cardiology:",
        "Read an ECG",
        f"Upload {ANY_TITLE} files, or start with one of eight simulated ECGs.",
    ),
    (
        "pages/7_Model_Card.py",
        ":material/lab_profile:",
        "Model card",
        "The data, the figures with their intervals, the rules and the limits.",
    ),
)
for column, (page, icon, title, text) in zip(st.columns(2), CARDS, strict=True):
    with column.container(border=True):
        st.page_link(page, label=f"**{title}**", icon=icon)
        st.caption(text)

uses, misuses = st.columns(2, gap="large")
with uses:
    st.subheader("What it is for", anchor=False)
    st.markdown(
        "- Research and teaching on resting 12-lead ECGs of adults.\n"
        "- Comparing a model's output with the trace it was made from.\n"
        "- Studying where such a model is right, wrong or has nothing to say."
    )
with misuses:
    st.subheader("What it must not be used for", anchor=False)
    st.markdown(
        "- Diagnosis, treatment, triage or monitoring of any patient.\n"
        "- Ruling a disease out: *Not detected* is not *absent*.\n"
        "- Children, paced rhythms, exercise or ambulatory recordings, fewer leads.\n"
        "- Replacing the physician who must over-read every ECG."
    )
st.caption(
    "Recordings stay in this server's memory, for your session only: nothing of them "
    "is kept on disk, and nothing is sent to any other host."
)
