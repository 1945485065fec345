"""What the tool is for, what it must not be used for, and what becomes of the data."""

import streamlit as st

from ecgkt.serving.audit import audit_file

PURPOSE = """
- Research and teaching on resting 12-lead ECGs of adults.
- Comparing a model's output with the trace it was made from.
- Studying where such a model is right, wrong or has nothing to say.
"""
MISUSE = """
- Diagnosis, treatment, triage or monitoring of any patient.
- Ruling a disease out: *Not detected* is not *absent*.
- Children, paced rhythms, exercise or ambulatory recordings.
- Replacing the physician who must over-read every ECG.
"""

PROMISE = (
    "Recordings stay in this server's memory, for your session only: nothing of them "
    "is kept on disk, and nothing is sent to any other host."
)
AUDITED = (
    " This installation keeps an audit file of what was done with which file: hashes, "
    "no names."
)


def show_purpose() -> None:
    """Draw both lists side by side, and the promise about recordings below them."""
    uses, misuses = st.columns(2, gap="large")
    with uses:
        st.subheader("What it is for", anchor=False)
        st.markdown(PURPOSE)
    with misuses:
        st.subheader("What it must not be used for", anchor=False)
        st.markdown(MISUSE)
    st.caption(PROMISE + (AUDITED if audit_file() else ""))
