"""What a site adapter regains, and where it gains nothing."""

import streamlit as st

from ecgkt.report.adapter_words import site_rows
from ecgkt.results.adapter import AdapterTable
from pages.model_card.show_table import show_command, show_table


def show_adapters(table: AdapterTable) -> None:
    """List the gains by site and by the number of ECGs that taught."""
    st.markdown(
        "The last layer can be adapted to 50 to 500 labelled ECGs of a site (`ecgkt "
        "adapt`); off by default. Judged on patients that did not teach, macro means; "
        "log loss is that of the probabilities, and less is better. *Recommended*: how "
        "many adapters their own ECGs call better than the model as shipped."
    )
    show_table(site_rows(table), key="site-adapters")
    st.caption(f"PTB-XL's {table.split} split. {table.rule}")
    show_command(table.command)
