"""The columns of a table as cards: a small picture each, and the lead that it is."""

from base64 import b64encode

import streamlit as st

from ecgkt.plotting.column_picture import draw_column
from ecgkt.types.table_map import ColumnPicture, TableLayout
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS
from pages.shared import session
from pages.shared.html import render
from pages.shared.text import truncate

CARD = """
<div class="ek-column"><b title="{{ name }}">{{ short }}</b> <span>{{ range }}</span>
<img alt="" src="data:image/svg+xml;base64,{{ svg }}"></div>
"""
ORDERS = {
    "12 leads": LEADS,
    "I, II, V1–V6": INDEPENDENT_LEADS,
    "Limb leads": LEADS[:6],
    "V1–V6": LEADS[6:],
}
NAME_LIMIT = 24
UNUSED = "not used"


def lead_key(key: str, n: int) -> str:
    """Return the key of the field with a column's lead."""
    return f"map-lead-{n}-{key}"


def show_columns(layout: TableLayout, key: str) -> None:
    """
    Draw every column with the lead that it is taken for.

    Parameters
    ----------
    layout : TableLayout
        What was detected.
    key : str
        Of the table's fields.
    """
    side = "row" if layout.map.leads_in == "rows" else "column"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.caption(f"Lead of each {side}. Put in an order:", width="content")
        for name, leads in ORDERS.items():
            st.button(
                name,
                type="tertiary",
                key=f"map-order-{len(leads)}-{leads[0]}",
                on_click=put_in_order,
                args=(layout, key, leads),
            )
    detected = {one.column: one.lead for one in layout.map.columns}
    with st.container(horizontal=True, gap="small", key="columns"):
        for n, column in enumerate(layout.columns):
            with st.container(border=True, gap=None, width=224, key=f"column-{n}"):
                st.html(column_html(column, n, side))
                _choose(detected.get(n + 1), column, n, key)


def _choose(lead: str | None, column: ColumnPicture, n: int, key: str) -> None:
    place = lead_key(key, n)
    if not session.is_set(place):
        session.set_widget(place, lead if lead in LEADS else None)
    st.selectbox(
        f"Lead of {truncate(column.name, NAME_LIMIT) or n + 1}",
        LEADS,
        index=None,
        placeholder=UNUSED,
        label_visibility="collapsed",
        key=place,
    )


def put_in_order(layout: TableLayout, key: str, leads: tuple[str, ...]) -> None:
    """Give the columns that hold a signal the leads of an order, from the first on."""
    places = [
        n
        for n, column in enumerate(layout.columns)
        if column.low != column.high and not (column.n_words or column.is_time)
    ]
    for n in range(len(layout.columns)):
        session.set_widget(lead_key(key, n), None)
    for n, lead in zip(places, leads, strict=False):
        session.set_widget(lead_key(key, n), lead)


def column_html(column: ColumnPicture, n: int, side: str) -> str:
    """Return a column's name, range and picture."""
    name = column.name or f"{side.capitalize()} {n + 1}"
    return render(
        CARD,
        name=name,
        short=truncate(name, NAME_LIMIT),
        range=_range(column),
        svg=b64encode(draw_column(column.points).encode()).decode(),
    )


def _range(column: ColumnPicture) -> str:
    if column.is_time:
        return "time or count"
    if column.n_words:
        return "holds words"
    if column.low is None or column.high is None:
        return "empty"
    missing = f", {column.n_missing} missing" if column.n_missing else ""
    unit = f" {column.unit}" if column.unit else ""
    return f"{column.low:g} … {column.high:g}{unit}{missing}"
