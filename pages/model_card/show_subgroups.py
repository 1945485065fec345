"""AUROC in parts of the patients: all statements together, and the chosen one."""

import streamlit as st

from ecgkt.report.subgroup_words import label_rows, macro_rows, scope_text
from ecgkt.results.cases.table import SUPER
from ecgkt.results.subgroups import SubgroupTable
from pages.model_card.show_card import titles
from pages.model_card.show_table import show_command, show_table
from pages.shared import address


def show_subgroups(table: SubgroupTable) -> None:
    """Draw the losses of every subgroup, and those of the statement chosen above."""
    show_table(macro_rows(table), key="subgroups")
    chosen = address.shown("label")
    code = next((name for name, group in SUPER.items() if group == chosen), chosen)
    label = table.find(code or "")
    if label:
        st.subheader(f"{titles()[chosen or label.code]}, by subgroup", anchor=False)
        show_table(label_rows(label), key="subgroups-of-the-statement")
        st.caption(
            "*Worse by chance*: how often so large a loss would be seen in a subgroup "
            "that is none, corrected by Holm's method for their number."
        )
    st.caption(scope_text(table))
    show_command(table.command)
