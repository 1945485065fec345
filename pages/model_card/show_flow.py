"""Whose ECGs they were: the flow of the cohort, and how real the simulated one is."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.plotting.flow import plot_flow
from ecgkt.results.cohort import CohortTable
from ecgkt.results.flow import FlowStep
from pages.model_card.show_table import interval_text, show_command, show_table

MET = {True: "yes", False: "no", None: "not measured"}


def show_flow(steps: Sequence[FlowStep]) -> None:
    """Draw the flow diagram of the real patients behind the laboratory heads."""
    st.markdown("**Real** ECGs of the open MIMIC-IV demo: who was left out, and why.")
    with st.container(key="flow"):
        st.plotly_chart(
            plot_flow(steps),
            width="content",
            key="flow-diagram",
            alt="Flow diagram of the cohort",
            config={"displayModeBar": False},
        )


def show_cohort(table: CohortTable) -> None:
    """Draw what the simulated cohort was calibrated to, and what it reached."""
    st.markdown(
        "**Simulated** patients. Before the transferred arm was run on it, the cohort "
        "was tuned towards bands taken from **real** data, and then frozen. These are "
        "its figures with the present recipe of the arms."
    )
    show_table(
        [
            {
                "Quantity": target.quantity,
                "Simulated cohort": target.value,
                "Band": interval_text(target.band),
                "In the band": MET[target.is_met],
                "Real anchor": target.anchor,
            }
            for target in table.calibration
        ],
        key="cohort",
        decimals=("Simulated cohort",),
    )
    show_command(table.command)
