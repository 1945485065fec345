"""What the results of a reading cannot say."""

import streamlit as st

CANNOT_SEE = (
    "**Anything outside its 71 statements.** Pericarditis, Brugada pattern, pulmonary "
    "embolism or an occlusion without ST elevation, for example, are not looked for.",
    "**What is not there.** *Not detected* means below the threshold, not absent: the "
    "model card gives the sensitivity, that is how many cases were found.",
    "**The patient.** Symptoms, drugs, laboratory values and earlier ECGs are unknown "
    "to it; a number that fits none of them is probably wrong.",
    "**The laboratory.** Laboratory values, where it gives any, are estimates learnt "
    "from few patients of one hospital: they replace no blood test.",
    "**Most of the recording's detail.** It scores ten seconds, at 100 "
    "samples a second: what comes later, or is as short as a pacing spike, is lost.",
    "**Other machines and people.** It learnt from one German collection (PTB-XL, "
    "1989–1996, adults for the most part); elsewhere it will do less well than the "
    "figures say.",
)


def show_limits() -> None:
    """Draw the text that stands under every result."""
    st.subheader("What this cannot see", anchor=False)
    st.markdown("\n".join(f"- {limit}" for limit in CANNOT_SEE))
    st.markdown("**Needs over-reading by a physician.**")
