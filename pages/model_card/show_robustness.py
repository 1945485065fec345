"""How the scores hold under noise, and what the gate of noise catches."""

import streamlit as st

from ecgkt.report.robustness_words import change_rows, noise_rows, scope_text
from ecgkt.results.robustness import RobustnessTable
from pages.model_card.show_table import show_command, show_table


def show_robustness(table: RobustnessTable) -> None:
    """Draw AUROC by kind and strength of noise, all records and those passed."""
    st.markdown(
        "Noise of known strength was added to **real ECGs** of PTB-XL. *Passed by the "
        "gate* are the recordings that the app scores without a word about noise."
    )
    show_table(noise_rows(table), key="robustness")
    if table.changes:
        st.markdown(
            "The same recordings as another cart or a lost electrode would give them; "
            "less as recorded: the difference, paired."
        )
        show_table(change_rows(table), key="altered-recordings")
    st.caption(scope_text(table))
    show_command(table.command)
