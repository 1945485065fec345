"""
A choice that the page's address names by a short code, and takes from it.

Streamlit's own binding writes what a choice looks like, not its code.
"""

from collections.abc import Container

import streamlit as st

from pages.shared import session


def asked(name: str, allowed: Container[str]) -> str | None:
    """
    Return what the address asks for, once: until it is shown or changed.

    Parameters
    ----------
    name : str
        Of the parameter, ``label`` in ``?label=AFIB``.
    allowed : container of str
        Anything else is passed over.

    Returns
    -------
    str or None
    """
    code = st.query_params.get(name)
    return code if code in allowed and code != _shown().get(name) else None


def show(name: str, code: str | None, *, preset: str | None = None) -> None:
    """
    Have the address name what is chosen, so that a reload brings it back.

    Parameters
    ----------
    name : str
        Of the parameter.
    code : str or None
        What is chosen; None for nothing.
    preset : str, optional
        Stands for itself in an address that names nothing: each other address is one
        more step for the browser's way back.
    """
    _shown()[name] = code
    if code is None:
        st.query_params.pop(name, None)
    elif code != preset or name in st.query_params:
        st.query_params[name] = code


def shown(name: str) -> str | None:
    """Return what was shown last under a name."""
    return _shown().get(name)


def _shown() -> dict[str, str | None]:
    return session.state("in-address", dict[str, str | None])
