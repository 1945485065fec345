"""How a table is cut up, for those whom the cut surprises."""

from functools import partial

import streamlit as st

from ecgkt.serving.client import ServingClient
from ecgkt.types.table_map import TableMap
from ecgkt.vocab.formats import CSV, EDF
from pages.shared import session
from pages.shared.ask_mapping import look_again
from pages.shared.mapping import Question
from pages.shared.text import truncate

SIDES = {"columns": "in columns", "rows": "in rows"}
MARKS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar", " ": "blanks"}
DECIMALS = {".": "point", ",": "comma"}


def show_table_shape(client: ServingClient, question: Question) -> None:
    """Offer to take the file apart in another way."""
    layout, at = question.layout, question.place
    again = partial(_look_again, client, question)
    with st.container(horizontal=True, gap="medium"):
        if layout.parts:
            st.selectbox(
                "Sheet or array", layout.parts, format_func=truncate, width=220,
                index=_index(layout.parts, layout.map.part), on_change=again,
                key=f"map-part-{at}",
            )  # fmt: skip
        if layout.kind != EDF.name:
            st.segmented_control(
                "Leads lie", list(SIDES), default=layout.map.leads_in or "columns",
                format_func=SIDES.__getitem__, required=True, on_change=again,
                key=f"map-leads_in-{at}",
            )  # fmt: skip
        if layout.map.skip_lines is not None:
            st.number_input(
                "Lines before the samples", min_value=0, max_value=10_000, width=180,
                value=layout.map.skip_lines, on_change=again,
                key=f"map-skip_lines-{at}",
            )  # fmt: skip
            if layout.kind == CSV.name:
                marks = {layout.map.delimiter: layout.map.delimiter} | MARKS
                st.selectbox(
                    "Between cells", list(marks), format_func=marks.__getitem__,
                    index=_index(list(marks), layout.map.delimiter), width=150,
                    on_change=again, key=f"map-delimiter-{at}",
                )  # fmt: skip
            st.selectbox(
                "Decimal mark", list(DECIMALS), format_func=DECIMALS.__getitem__,
                index=_index(list(DECIMALS), layout.map.decimal), width=150,
                on_change=again, key=f"map-decimal-{at}",
            )  # fmt: skip
    if layout.head:
        st.code("\n".join(layout.head), language=None)


def _look_again(client: ServingClient, question: Question) -> None:
    at = question.place
    names = ("part", "leads_in", "skip_lines", "delimiter", "decimal")
    wished = {name: session.get_widget(f"map-{name}-{at}") for name in names}
    given = {name: value for name, value in wished.items() if value is not None}
    look_again(client, question, TableMap(**given))


def _index(options: tuple[str, ...] | list[str], value: str) -> int:
    return list(options).index(value) if value in options else 0
