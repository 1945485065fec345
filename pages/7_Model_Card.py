"""What is known of the model: data, figures with intervals, rules and limits."""

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.card import plot_auroc_intervals, plot_calibration, plot_roc
from pages.model_card.show_card import (
    show_calibration,
    show_headline,
    show_labels,
    show_macro,
)
from pages.model_card.show_results import show_results
from pages.model_card.show_table import show_facts_of
from pages.shared.frame import frame
from pages.shared.resources import get_card
from pages.shared.text import show_error

frame("Model card")

try:
    card = get_card()
except EcgktError as error:
    show_error(str(error))
    st.markdown("Without a card that belongs to its weights, nothing is scored.")
    st.stop()

st.markdown(f"**{card.name} {card.version}**, made on {card.created}")
st.caption("sha256 of the weights")
st.code(card.sha256, language=None, wrap_lines=True)

uses, real = st.columns(2, gap="large")
with uses:
    st.subheader("Intended use", anchor=False)
    st.markdown(card.intended_use)
with real:
    st.subheader("What is real", anchor=False)
    st.markdown(
        "The figures of the 71 statements were measured on **real ECGs of PTB-XL**, of "
        "patients in whom the model was neither trained nor tuned; the simulated "
        "examples of this tool played no part in it. Each section further down says "
        "whether its patients are real or **simulated**."
    )

st.subheader("How well it tells ECGs apart: macro AUROC", anchor=False)
show_headline(card.macro)
show_macro(card.macro)
st.caption(
    "Means over the labels with both classes on the held-out fold; intervals from a "
    "bootstrap of patients. *All 71 statements* is the headline that others report too."
)

with st.container(horizontal=True, gap="large", key="curves"):
    with st.container():
        st.subheader("Super-classes: ROC", anchor=False)
        st.plotly_chart(plot_roc(card.superclasses), key="roc", alt="ROC curves")
    with st.container():
        st.subheader("Super-classes: calibration", anchor=False)
        calibration = plot_calibration(card.superclasses)
        st.plotly_chart(calibration, key="calibration", alt="Calibration curves")
show_calibration(card.calibration)

st.subheader("Every label", anchor=False)
show_labels(card)
st.caption(
    "Fewer than 50 positives in the held-out fold: not validated. PPV depends on how "
    "common a label is: it holds at the prevalence beside it, not in your clinic."
)
with st.expander("AUROC of every statement, with its interval"):
    st.plotly_chart(
        plot_auroc_intervals(card.labels), key="intervals", alt="AUROC with intervals"
    )

show_results()

st.subheader("Rules", anchor=False)
show_facts_of(card.rules)
st.subheader("Limits", anchor=False)
st.markdown("\n".join(f"- {limit}" for limit in card.limits))
st.subheader("Data and credits", anchor=False)
show_facts_of(card.data)
st.subheader("Training", anchor=False)
show_facts_of(card.training)
