"""What is known of the model: data, figures with intervals, rules and limits."""

import streamlit as st

from ecgkt.errors import EcgktError
from pages.model_card.choose_tab import choose_tab
from pages.model_card.show_facts import show_data, show_identity
from pages.model_card.show_results import show_results
from pages.model_card.show_statement import show_statement
from pages.model_card.show_statements import show_statements
from pages.shared.frame import frame
from pages.shared.resources import get_card
from pages.shared.text import show_error

frame("Model card")

try:
    card = get_card()
except EcgktError as error:
    show_error(str(error))
    st.markdown("Without a card that belongs to its weights, nothing is scored.")
    st.stop()

show_identity(card)
show_statement(card)
tab = choose_tab()
if tab == "statements":
    show_statements(card)
show_results(tab)
if tab == "data":
    show_data(card)
