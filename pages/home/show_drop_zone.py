"""Where a recording is dropped: it is parsed here and read on the next page."""

import streamlit as st

from ecgkt.serving.client import ServingClient
from pages.shared import session, shown
from pages.shared.show_failures import show_failures
from pages.shared.show_upload import show_upload


def show_drop_zone(client: ServingClient) -> None:
    """
    Take uploads; once one of them is a recording, open the page that reads it.

    Parameters
    ----------
    client : ServingClient
        Parses what comes from outside.
    """
    with st.container(key="opener"):
        stated = show_upload(client)
    show_failures("upload")
    listed = {file.file_id for file in session.get_listed_uploads(shown.uploader_key())}
    if listed & session.get_spent_files():
        # The other page has an uploader of its own, which lists nothing yet: what
        # failed shall stand there and not be taken for another attempt.
        session.set_attempt((stated.without_person,))
        session.set_widget("source", "upload")
        st.switch_page("pages/1_Read_ECG.py")
