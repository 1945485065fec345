"""One part of a tab of the card: what it shows, and what is said without it."""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.results.document import Document
from pages.shared import resources
from pages.shared.text import show_error


class Section(NamedTuple):
    """
    One part of a tab.

    Attributes
    ----------
    title, absent : str
        Heading, and what is said without a document.
    load : callable
        Gives the content; empty or None where there is none.
    show : callable
        Draws it.
    is_folded : bool
        Whether it is opened by a click.
    """

    title: str
    load: Callable[[], Any]
    show: Callable[[Any], None]
    absent: str
    is_folded: bool = False


def document(kind: type[Document]) -> Callable[[], Document | None]:
    """Return what loads a shipped document when it is asked for."""
    return lambda: resources.get_document(kind)


def show_section(section: Section) -> None:
    """Draw a section under its heading, folded where it is opened by a click."""
    if section.is_folded:
        with st.expander(section.title):
            show_content(section)
    else:
        st.subheader(section.title, anchor=False)
        show_content(section)


def show_content(section: Section) -> None:
    """Draw what a section holds, or say that it is absent or damaged."""
    try:
        content = section.load()
    except EcgktError as error:
        show_error(str(error))
        return
    if content:
        section.show(content)
    else:
        st.markdown(section.absent)
