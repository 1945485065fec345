"""What a reload costs: a note where a recording was open and is no more."""

import streamlit as st

from pages.shared import session

LOST = (
    "A recording was open here. Recordings are kept only while the page is open, and "
    "it was reloaded: open it again."
)
KEY = "ecgkt-open"
"""In the browser tab's own storage: that something was open, never what."""

_lost = st.components.v2.component(
    "ecgkt_lost",
    html=f'<p role="status" hidden>{LOST}</p>',
    css=(
        "p { margin: 0; padding: 0.6rem 0.8rem; font-family: var(--st-font);"
        " color: var(--st-text-color); border-left: 4px solid var(--st-primary-color);"
        " background: var(--st-secondary-background-color); }"
    ),
    js=f"""export default function ({{ data, parentElement }}) {{
        const note = parentElement.querySelector("p");
        try {{
            if (data.is_open) sessionStorage.setItem("{KEY}", "1");
            else if (data.was_open) sessionStorage.removeItem("{KEY}");
            note.hidden = data.is_open || !sessionStorage.getItem("{KEY}");
        }} catch {{ note.hidden = true; }} // A browser may refuse to store anything.
    }}""",
)


def show_lost(is_open: bool) -> None:
    """
    Say that a recording was lost by a reload, as far as the browser remembers it.

    Parameters
    ----------
    is_open : bool
        Whether one is shown now.
    """
    opened = session.state("opened", set[str])
    if is_open:
        opened.add("any")
    data = {"is_open": is_open, "was_open": bool(opened)}
    with st.container(key="lost"):
        _lost(data=data, key="lost-note")
