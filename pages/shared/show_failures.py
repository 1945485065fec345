"""What could not be read of an upload, and where to state what a file does not."""

import streamlit as st

from pages.shared import session
from pages.shared.recording import Failure
from pages.shared.show_details import DETAILS
from pages.shared.text import show_error

SHOWN_FAILURES = 5


def show_failures(source: str) -> None:
    """Show what could not be read of the last attempt, one sentence each."""
    failures = session.get_failures(source)
    for failure in failures[:SHOWN_FAILURES]:
        show_failure(failure)
    if len(failures) > SHOWN_FAILURES:
        st.caption(f"{len(failures) - SHOWN_FAILURES} more could not be read either.")
    if failures:
        st.button(
            "Try again",
            type="tertiary",
            icon=":material/refresh:",
            on_click=session.set_attempt,
            args=(None,),
        )


def show_failure(failure: Failure) -> None:
    """Show one failure, and where to state what a file does not."""
    show_error(failure.text, failure.name)
    if "State " in failure.text:
        st.caption(f":material/tune: State it under **{DETAILS}**.")
