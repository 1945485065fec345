"""For researchers: where a model was wrong, at any threshold, down to the ECG."""

import streamlit as st

from pages.failure_cases.choose_case import chosen_case
from pages.failure_cases.choose_look import choose_look, choose_threshold
from pages.failure_cases.choose_part import choose_part
from pages.failure_cases.choose_table import choose_table
from pages.failure_cases.show_case import show_case
from pages.failure_cases.show_cost import show_cost
from pages.failure_cases.show_facts import show_facts, show_simulated
from pages.failure_cases.show_part import show_part
from pages.shared.frame import frame
from pages.shared.resources import get_client

frame("Failure cases")

client = get_client()
choices = st.container(horizontal=True, gap="medium", key="case-choices")
opened = choose_table(choices)
if opened is None:
    st.stop()
show_simulated(opened.table.head)
look = choose_look(opened, choices)
look = choose_threshold(opened, look)
show_cost(look)
row = chosen_case(opened)
if row is None:
    show_part(opened, look, choose_part(opened))
else:
    show_case(client, opened, look, row)
show_facts(opened.table.head)
