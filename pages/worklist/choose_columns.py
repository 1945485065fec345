"""From a row that could not be read to the question of which column is which lead."""

from dataclasses import replace

import streamlit as st

from ecgkt.errors import RecordError
from ecgkt.serving.client import ServingClient
from ecgkt.types.upload import NOTHING_STATED
from pages.shared import listed, mapping, session
from pages.shared.ask_mapping import ask
from pages.shared.text import show_error

TOO_MUCH = (
    "The tables that wait for an answer in Read ECG leave no room for another: answer "
    "them, or leave them out."
)


def ask_of_row(client: ServingClient, key: str) -> None:
    """
    Leave a worklist for the reading page, to ask how one of its tables is read.

    Parameters
    ----------
    client : ServingClient
        Its child processes look at the bytes.
    key : str
        Of a row that could not be read.
    """
    row = listed.get_worklist().row(key)
    try:
        pending = listed.get_worklist().table(key)
    except RecordError as error:
        show_error(str(error))
        return
    if row is None or pending is None:
        return
    said = RecordError(row.sentence)
    question = ask(client, pending.files, NOTHING_STATED, said)
    if question is None:
        show_error(TOO_MUCH)
        return
    for one in mapping.waiting_of(listed.SOURCE):
        mapping.drop_question(one)
    mapping.add_question(replace(question, source=listed.SOURCE, key=key))
    session.set_chosen(listed.SOURCE, None)
    session.set_widget("source", listed.SOURCE)
    st.switch_page("pages/1_Read_ECG.py")
