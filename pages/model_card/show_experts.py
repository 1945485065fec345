"""Five experts beside the model, and what its doubt refers."""

import streamlit as st

from ecgkt.report.experts_words import (
    doubt_rows,
    gate_text,
    opinion_rows,
    referral_text,
)
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
        "**What doubt refers.** The most doubtful ECGs go to a second reader: how "
        "often is a super-class wrong in those that are kept?"
    )
    show_table(doubt_rows(table), key="referral")
    st.markdown(referral_text(table))
    st.caption(table.rule)
    show_command(table.command)
