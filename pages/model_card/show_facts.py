"""Whose card it is, what is real in it, its rules, limits, data and training."""

import streamlit as st

from ecgkt.results.model_card import ModelCard
from pages.model_card.show_table import show_facts_of


def show_identity(card: ModelCard) -> None:
    """Say in two lines which weights these are and on whom they were judged."""
    st.markdown(f"**{card.name} {card.version}**, made on {card.created}")
    st.caption(
        "The figures of the 71 statements were measured on **real ECGs of PTB-XL**, of "
        "patients in whom the model was neither trained nor tuned; the simulated "
        "examples of this tool played no part in it. Every other section says whether "
        "its patients are real or **simulated**."
    )


def show_data(card: ModelCard) -> None:
    """Draw what else the card states."""
    st.subheader("Intended use", anchor=False)
    st.markdown(card.intended_use)
    st.subheader("Rules", anchor=False)
    show_facts_of(card.rules)
    st.subheader("Limits", anchor=False)
    st.markdown("\n".join(f"- {limit}" for limit in card.limits))
    st.subheader("Data and credits", anchor=False)
    show_facts_of(card.data)
    st.subheader("Training", anchor=False)
    show_facts_of(card.training)
    st.caption("sha256 of the weights")
    st.code(card.sha256, language=None)
