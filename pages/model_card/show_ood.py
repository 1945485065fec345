"""Recordings unlike those that the model learned from, and what becomes of them."""

import streamlit as st

from ecgkt.plotting.foreign_kinds import plot_foreign_kinds
from ecgkt.report.ood_words import alarm_rows, foreign_rows, scope_text
from ecgkt.results.ood import OodTable
from pages.model_card.show_table import show_command, show_table


def show_ood(table: OodTable) -> None:
    """Draw what becomes of each kind, and the alarms on real ECGs."""
    st.markdown(
        "A reading warns where a recording looks unlike the ECGs that the model "
        "learned from. The bars are recordings that are **no ordinary ECGs**; below "
        "them stand real ECGs that get the warning, too."
    )
    st.plotly_chart(
        plot_foreign_kinds(table), key="ood-bars", alt="What becomes of each kind"
    )
    show_table(foreign_rows(table), key="ood")
    show_table(alarm_rows(table), key="ood-alarms")
    st.caption(scope_text(table))
    show_command(table.command)
