"""
HTML of ours that answers: its buttons are heard, its closed rows come when opened.

What carries `data-ask` says what was asked. What a `details` element keeps in a
`template` is no part of the page until it is opened; `data-fold` names such a row, so
that it stays as it is when the page is drawn again.
"""

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


def show_clickable(
    html: Markup,
    *,
    key: str,
    answer: Callable[[str], None] | None = None,
    of: str = "",
) -> None:
    """
    Draw HTML and answer its buttons before the page runs again.

    Parameters
    ----------
    html : markupsafe.Markup
        From `render`, which escapes every value.
    key : str
        Of this place on the page.
    answer : callable, optional
        Given the `data-ask` of the button that was pressed; left out where there is
        none.
    of : str
        What is told of, a recording's key for one: rows stay open for the same only.

    Raises
    ------
    TypeError
        If the HTML was not rendered by a template of ours.
    """
    if not isinstance(html, Markup):
        raise TypeError(f"expected rendered HTML, got {type(html).__name__}")

    def hear() -> None:
        asked = session.get_asked(key)
        if asked and answer:
            answer(asked)

    _clickable(data={"html": str(html), "of": of}, key=key, on_asked_change=hear)
