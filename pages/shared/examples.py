"""The simulated recordings: held by the session, and named in the page's address."""

import streamlit as st

from ecgkt.simulate.example import EXAMPLES, simulate_example
from pages.shared import session
from pages.shared.recording import SessionRecording, content_key

ADDRESS = "example"
"""What ``Read_ECG?example=af`` calls it."""


def hold(name: str) -> SessionRecording:
    """
    Return a simulated recording, made and held when it is first asked for.

    Parameters
    ----------
    name : str
        A key of `EXAMPLES`.

    Returns
    -------
    SessionRecording
    """
    key = content_key([name.encode()], "example")
    held = session.get_record(key)
    if held is None:
        held = SessionRecording(
            key=key,
            name=f"Simulated: {EXAMPLES[name]}",
            source="example",
            record=simulate_example(name),
        )
        session.set_held(held)
    return held


def asked_in_address() -> str | None:
    """Return the example that the address asks for, unless it is known already."""
    name = st.query_params.get(ADDRESS)
    return name if name in EXAMPLES and name not in _known() else None


def set_address(name: str | None) -> None:
    """Have the address name what is shown, so that a reload brings it back."""
    _known()[:] = [name] if name else []
    if name:
        st.query_params[ADDRESS] = name
    else:
        st.query_params.pop(ADDRESS, None)


def _known() -> list[str]:
    return session.state("example-in-address", list[str])
