"""What a session looks at: which recording, which finding, and what it lets go of."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.plotting.finding_marks import finding_overlay
from ecgkt.plotting.overlay import Overlay
from ecgkt.types.reading import Reading
from pages.shared import listed, session


def get_shown(keys: Sequence[str]) -> str | None:
    """
    Return which of some recordings is shown.

    Parameters
    ----------
    keys : sequence of str
        Of what a source offers, the newest first.

    Returns
    -------
    str or None
        The one that was asked for, or the newest; None if there is none.
    """
    asked = session.state("shown", list[str])
    if asked and asked[0] in keys:
        return asked[0]
    return keys[0] if keys else None


def set_shown(key: str) -> None:
    """Ask for a recording; the newest is shown once another one is read."""
    session.state("shown", list[str])[:] = [key]


def forget_shown(keys: Sequence[str]) -> None:
    """
    Let go of recordings at the user's wish, and of the choice that brought them.

    Parameters
    ----------
    keys : sequence of str
        Of recordings of any source.
    """
    session.state("renewals", list[int]).append(1)
    for key in keys:
        held = session.get_record(key)
        session.forget(key)
        if held and held.source != "upload":
            session.set_chosen(held.source, None)
            session.set_widget(held.source, None)
        if held and held.source == listed.SOURCE:
            listed.forget_row(key)


def uploader_key() -> str:
    """Return the key of the upload field: a new, empty one after each forgetting."""
    renewals = len(session.state("renewals", list[int]))
    return f"up-{renewals}" if renewals else "up"


def get_pointed(key: str) -> str | None:
    """Return the code of the finding that the sheet of a recording points at."""
    return session.state("pointed", dict[str, str | None]).get(key)


def point_or_not(key: str, code: str) -> None:
    """Point at a finding, or at none if it is the one already."""
    set_pointed(key, None if get_pointed(key) == code else code)


def set_pointed(key: str, code: str | None) -> None:
    """Remember which finding the sheet points at; None for none."""
    session.state("pointed", dict[str, str | None])[key] = code


def pointed_overlay(key: str, reading: Reading | None) -> Overlay | None:
    """Return what the sheet draws of the finding it points at, if there is one."""
    code = get_pointed(key)
    findings = reading.findings if reading else ()
    finding = next((finding for finding in findings if finding.code == code), None)
    if reading is None or finding is None:
        return None
    return finding_overlay(finding, reading.measurements)


def show_sheet_from(key: str, start_s: float) -> None:
    """Let the sheet begin where a recording is read, once for each such choice."""
    begun = session.state("sheet-from", dict[str, float])
    # The very first view may come from the address, which goes before.
    if begun.get(key) != start_s and (begun or "start" not in st.query_params):
        session.set_widget("start", start_s)
    begun.clear()
    begun[key] = start_s
