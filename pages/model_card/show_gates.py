"""What the gates before the scores catch, and how often they alarm."""

import streamlit as st

from ecgkt.report.gate_words import folder_rows, gate_rows, scope_text
from ecgkt.results.gates import GateTable
from pages.model_card.show_table import show_command, show_table


def show_gates(table: GateTable) -> None:
    """Draw planted faults with the share that is found, and alarms as recorded."""
    st.markdown(
        "A gate warns beside the scores or refuses them; it puts nothing right. Faults "
        "were planted in **real ECGs**."
    )
    show_table(gate_rows(table), key="gates")
    if table.folders:
        st.markdown("Alarms on other recordings, as they are:")
        show_table(folder_rows(table), key="gate-folders")
    st.caption(scope_text(table))
    show_command(table.command)
