"""Five experts beside the networks, and how far their doubt can be trusted."""

import streamlit as st

from ecgkt.report.experts_words import doubt_rows, gate_text, opinion_rows
from ecgkt.results.experts import ExpertsTable
from pages.model_card.show_table import show_command, show_table


def show_experts(table: ExpertsTable) -> None:
    """Show who is right, whom to believe when they differ, and what to refer."""
    st.markdown(
        f"**Experts of five kinds** on {table.n_held_out} held-out ECGs, macro AUROC "
        "with 95 % intervals; differences are paired by patient."
    )
    show_table(opinion_rows(table.experts), key="experts")
    st.markdown("**Fused**")
    show_table(opinion_rows(table.fusions), key="fusions")
    st.caption(gate_text(table))
    st.markdown(
        "**Whose doubt to trust.** If the most doubtful ECGs went to a second reader, "
        "how often would a super-class be wrong in those that are kept?"
    )
    show_table(doubt_rows(table), key="doubts")
    st.caption(table.rule)
    show_command(table.command)
