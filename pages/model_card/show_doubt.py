"""What the scores leave open, statement by statement."""

import streamlit as st

from ecgkt.report.doubt_words import limit_rows, referral_text, rule_text
from ecgkt.results.doubt import DoubtTable
from pages.model_card.show_table import show_command, show_table


def show_doubt(table: DoubtTable) -> None:
    """List the limits between which a score decides nothing, and what they keep."""
    st.markdown(
        "A threshold calls every ECG. Of a score **between two limits** a reading says "
        "that it leaves the statement open: it is usual in ECGs with it and in ECGs "
        "without it, or in neither. *Kept* is the share of held-out ECGs on the right "
        "side of their limit."
    )
    show_table(limit_rows(table), key="doubt")
    st.caption(rule_text(table))
    st.markdown(f"**A second reader.** {referral_text(table)}")
    show_command(table.command)
