"""HTML of ours whose buttons are heard: what carries `data-ask` says what was asked."""

from collections.abc import Callable
from pathlib import Path

import streamlit as st
from markupsafe import Markup

from pages.shared import session

_clickable = st.components.v2.component(
    "ecgkt_clickable",
    # The class of `st.html`, so that one style sheet serves both.
    html='<div class="stHtml ek-clickable"></div>',
    js=(Path(__file__).parent / "clickable.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)


def show_clickable(html: Markup, *, key: str, answer: Callable[[str], None]) -> None:
    """
    Draw HTML and answer its buttons before the page runs again.

    Parameters
    ----------
    html : markupsafe.Markup
        From `render`, which escapes every value.
    key : str
        Of this place on the page.
    answer : callable
        Given the `data-ask` of the button that was pressed.

    Raises
    ------
    TypeError
        If the HTML was not rendered by a template of ours.
    """
    if not isinstance(html, Markup):
        raise TypeError(f"expected rendered HTML, got {type(html).__name__}")

    def hear() -> None:
        asked = session.get_asked(key)
        if asked:
            answer(asked)

    _clickable(data={"html": str(html)}, key=key, on_asked_change=hear)
