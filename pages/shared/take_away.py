"""The one button by which anything leaves: made when asked for, and written down."""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from pages.shared import audit


class About(NamedTuple):
    """
    What a file is about.

    Attributes
    ----------
    files : tuple of str or None
        sha256 of the recordings' files; None where all are simulated.
    weights : str or None
        sha256 of the model that speaks in it; None where none does.
    """

    files: tuple[str, ...] | None
    weights: str | None = None


def show_download(
    label: str,
    make: Callable[[], str | bytes],
    file_name: str,
    mime: str,
    about: Callable[[], About],
    **looks: Any,
) -> None:
    """
    Offer a file; it is made at a click and redraws nothing.

    Parameters
    ----------
    label : str
        Of the button.
    make : callable
        Gives the content, in a thread that knows of no session.
    file_name, mime : str
        What the browser is told.
    about : callable
        Gives what the audit file says of it, in that thread, too.
    **looks
        More for ``st.download_button``.
    """
    trail = audit.get_trail()

    def make_and_note() -> str | bytes:
        content = make()
        trail.note("export", *about())
        return content

    looks = {"icon": ":material/download:", **looks}
    st.download_button(
        label, make_and_note, file_name, mime, on_click="ignore", **looks
    )
