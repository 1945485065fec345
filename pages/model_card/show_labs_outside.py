"""Laboratory heads with knowledge from other patients beside the shipped ones."""

import streamlit as st

from ecgkt.report.labs_outside_words import arm_rows, outside_text
from ecgkt.results.labs_outside import LabsOutside
from pages.model_card.show_table import show_command, show_table


def show_labs_outside(table: LabsOutside) -> None:
    """Show whether the recipe that was fixed beforehand gains anything."""
    st.markdown(
        f"One recipe, **fixed before it was run**, on the same {table.n_patients} "
        "patients: age, sex and BMI as the ECG lets one estimate them, few named "
        "measures, and signs from the literature. It is **not shipped** all the same: "
        "made ready to ship, it flagged more than twice as many labs of normal ECGs."
    )
    show_table(arm_rows(table), key="labs-outside")
    st.caption(f"{outside_text(table)} {table.rule}")
    show_command(table.command)
