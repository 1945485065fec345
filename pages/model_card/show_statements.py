"""All statements together: means, curves of the super-classes, every label."""

import streamlit as st

from ecgkt.plotting.card import plot_auroc_intervals, plot_calibration, plot_roc
from ecgkt.results.model_card import ModelCard
from pages.model_card.show_card import (
    show_calibration,
    show_headline,
    show_labels,
    show_macro,
)

FIGURE_PX = 560
"""What is seen at once of the list of intervals."""


def show_statements(card: ModelCard) -> None:
    """Draw the figures of the card, the means first."""
    st.subheader("How well it tells ECGs apart: macro AUROC", anchor=False)
    show_headline(card.macro)
    show_macro(card.macro)
    st.caption(
        "Means over the labels with both classes on the held-out fold; intervals from "
        "a bootstrap of patients. *All 71 statements* is the headline that others "
        "report too."
    )
    st.subheader("Every label", anchor=False)
    show_labels(card)
    st.caption(
        "Fewer than 50 positives in the held-out fold: not validated. PPV depends on "
        "how common a label is: it holds at the prevalence beside it, not in your "
        "clinic."
    )
    if st.toggle("Draw AUROC of every statement with its interval", key="intervals"):
        with st.container(height=FIGURE_PX):
            st.plotly_chart(
                plot_auroc_intervals(card.labels),
                key="auroc-intervals",
                alt="AUROC with intervals",
            )
    show_calibration(card.calibration)
    curves = st.expander("ROC and calibration of the super-classes")
    with curves, st.container(horizontal=True, gap="large", key="curves"):
        st.plotly_chart(plot_roc(card.superclasses), key="roc", alt="ROC curves")
        calibration = plot_calibration(card.superclasses)
        st.plotly_chart(calibration, key="calibration", alt="Calibration curves")
