"""The view that a page had when it was left, brought back when it is come back to."""

from typing import Any

import streamlit as st

from pages.shared import session


def arrive(title: str) -> None:
    """Note which page runs; to be called by its frame."""
    place = session.state("place", dict[str, Any])
    place["is_new"] = place.get("title", title) != title
    place["title"] = title


def keep(key: str, value: object) -> None:
    """Remember what a widget of the view shows, by its key."""
    session.state("kept", dict[str, object])[key] = value


def bring_back() -> None:
    """
    Show again what was kept, where the address of a page come back to does not say.

    Raises
    ------
    streamlit.runtime.scriptrunner.RerunException
        To have the page run once more: on the browser's way back Streamlit takes an
        address without a choice for the wish for its preset, until that run is over.
    """
    place = session.state("place", dict[str, Any])
    kept = session.state("kept", dict[str, object])
    unsaid = place.pop("unsaid", None)
    is_second = unsaid is not None
    if place.pop("is_new", False) and not is_second:
        # A page left in a hurry may leave an address that names half of its view.
        unsaid = set(kept) - set(st.query_params)
    for key in unsaid or ():
        session.set_widget(key, kept[key])
    if unsaid and not is_second:
        place["unsaid"] = unsaid
        st.rerun()
