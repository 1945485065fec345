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
    Show again what was kept, where the address of a page come back to says nothing.

    Raises
    ------
    streamlit.runtime.scriptrunner.RerunException
        To have the page run once more: on the browser's way back Streamlit takes an
        address without a choice for the wish for its preset, until that run is over.
    """
    place = session.state("place", dict[str, Any])
    kept = session.state("kept", dict[str, object])
    is_second = place.pop("comes_back", False)
    is_wanted = place.pop("is_new", False) and not set(kept) & set(st.query_params)
    if not (kept and (is_second or is_wanted)):
        return
    for key, value in kept.items():
        session.set_widget(key, value)
    if not is_second:
        place["comes_back"] = True
        st.rerun()
