"""Missing leads on the sheet: estimates, dashed, and only where they are asked for."""

from dataclasses import replace

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.plotting.layouts import View
from ecgkt.report.fewer_leads_words import estimable, estimate_text
from ecgkt.results.fewer_leads import FewerLeadsTable
from ecgkt.serving.estimated_leads import ask_estimates
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from pages.shared import resources
from pages.shared.text import show_error


def with_estimates(view: View, reading: Reading | None) -> View:
    """
    Offer estimates of missing chest leads, off by default.

    Parameters
    ----------
    view : View
        As chosen.
    reading : Reading or None
        Says which leads are there; None offers nothing.

    Returns
    -------
    View
        With the leads that are to be drawn dashed.
    """
    leads = estimable(reading) if reading else ()
    if not leads:
        return view
    label = f"Estimated leads, dashed ({', '.join(leads)})"
    is_asked = st.toggle(label, key="estimated-leads")
    return replace(view, estimated=leads) if is_asked else view


def show_limits_of_estimates(view: View) -> None:
    """Say under a sheet what estimates are, and how near they come."""
    if not view.estimated:
        return
    try:
        table = resources.get_document(FewerLeadsTable)
    except EcgktError as error:
        show_error(str(error))
        table = None
    st.caption(estimate_text(table, view.estimated))


def estimate_record(record: EcgRecord, view: View) -> tuple[EcgRecord, View]:
    """Return what to draw and its view: without estimates, and said, if that fails."""
    if not view.estimated:
        return record, view
    try:
        return ask_estimates(resources.get_client(), record, view.start_s), view
    except EcgktError as error:
        show_error(str(error))
        return record, replace(view, estimated=())
