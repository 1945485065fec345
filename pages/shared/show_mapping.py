"""How a table is read: what was detected, for the user to confirm or correct."""

import streamlit as st

from ecgkt.serving.audit import hashes_of
from ecgkt.serving.client import ServingClient
from ecgkt.types.table_map import MappedColumn, TableMap, map_to_json
from ecgkt.types.upload import LIMITS, UNITS
from pages.shared import listed, mapping, session
from pages.shared.ask_mapping import answer, leave
from pages.shared.mapping import Question
from pages.shared.show_columns import lead_key, show_columns
from pages.shared.show_table_shape import show_table_shape
from pages.shared.take_away import About, show_download
from pages.shared.text import MESSAGE_LIMIT, escape_markdown, show_error

RATES = (250, 500, 1000)
SHOWN_DOUBTS = 6
SMALL = 0.05
"""Of all mV that a heart beat has; numbers as small are likelier V than µV."""


def show_mapping(client: ServingClient, source: str) -> None:
    """
    Ask of the table that waits longest how it is read; nothing is scored before.

    Parameters
    ----------
    client : ServingClient
        Its child processes look at the table.
    source : str
        Where the page takes its recording from.
    """
    listed.return_if_answered()
    waiting = mapping.waiting_of(source)
    if not waiting:
        return
    question = waiting[0]
    with st.container(border=True, key="mapping"):
        _show_head(question, len(waiting))
        _show_facts(question)
        with st.expander("Is the table cut up wrongly?", icon=":material/table:"):
            show_table_shape(client, question)
        show_columns(question.layout, question.place)
        _show_buttons(client, question, question.place)


def _show_head(question: Question, n_waiting: int) -> None:
    title = "Change the mapping" if question.replaces else "Which column is which lead?"
    st.subheader(title, anchor=False)
    more = f" {n_waiting - 1} more wait after it." if n_waiting > 1 else ""
    st.markdown(
        f"**{escape_markdown(question.name)}** – confirm or correct this; nothing is "
        f"scored before.{more}"
    )
    if question.reason:
        show_error(question.reason)
    doubts = question.layout.doubts[:SHOWN_DOUBTS]
    if doubts:
        text = " ".join(escape_markdown(doubt, MESSAGE_LIMIT) for doubt in doubts)
        st.warning(text, icon=":material/help:")
    for note in question.layout.notes:
        st.caption(f":material/info: {escape_markdown(note, MESSAGE_LIMIT)}")


def _show_facts(question: Question) -> None:
    """Ask for what most tables do not state: rate and unit."""
    layout, at = question.layout, question.place
    with st.container(horizontal=True, gap="medium", vertical_alignment="top"):
        with st.container(width=300):
            st.number_input(
                "Sampling rate (Hz)",
                min_value=LIMITS.min_fs,
                max_value=LIMITS.max_fs,
                value=layout.map.fs,
                step=50.0,
                format="%g",
                placeholder="e.g. 500",
                key=f"map-fs-{at}",
            )
            lasts = ", ".join(
                f"{layout.n_samples / rate:.3g} s at {rate}" for rate in RATES
            )
            st.caption(f"{layout.n_samples} samples last {lasts} Hz.")
        with st.container(width=300):
            unit = layout.map.unit if layout.map.unit in UNITS else None
            st.selectbox(
                "Unit of the samples",
                list(UNITS),
                index=list(UNITS).index(unit) if unit else None,
                format_func=UNITS.__getitem__,
                placeholder="Choose" if _needs_unit(question) else "As in the file",
                key=f"map-unit-{at}",
            )
            st.caption(_span_text(question))


def _needs_unit(question: Question) -> bool:
    leads = question.layout.map.columns
    return not all(
        question.layout.columns[one.column - 1].unit for one in leads if one.lead
    )


def _span_text(question: Question) -> str:
    """Say what the numbers would be in each unit: a QRS is about 1 to 3 mV."""
    spans = [
        one.high - one.low
        for place, one in zip(
            question.layout.map.columns, question.layout.columns, strict=False
        )
        if place.lead and one.high is not None and one.low is not None
    ]
    if not spans:
        return "A heart beat is about 1 to 3 mV high."
    span = sorted(spans)[len(spans) // 2]
    unit, factor = ("V", 1000.0) if span < SMALL else ("µV", 0.001)
    return (
        f"The numbers span {_plain(span)}: {_plain(span * factor)} mV if they are "
        f"{unit}, else {_plain(span)} mV. A heart beat is about 1 to 3 mV high."
    )


def _plain(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.2g}"


def _show_buttons(client: ServingClient, question: Question, key: str) -> None:
    # Made now: the thread that hands a file out knows of no session, so of no fields.
    shown = map_to_json(_answer(question, key))
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Read this ECG",
            type="primary",
            key="map-read",
            on_click=_read,
            args=(client, question, key),
        )
        words = "Keep it as it was" if question.replaces else "Leave this file out"
        if question.source == listed.SOURCE:
            words = "Back to the worklist"
        st.button(words, key="map-leave", on_click=leave, args=(question,))
        show_download(
            "This mapping as a file",
            lambda: shown,
            "map.json",
            "application/json",
            lambda: About(hashes_of([question.file])),
            type="tertiary",
            help="For `ecgkt predict --map map.json` with files of the same kind.",
            key="map-save",
        )


def _read(client: ServingClient, question: Question, key: str) -> None:
    """Answer by what stands in the fields at the click, not when they were drawn."""
    answer(client, question, _answer(question, key))


def _answer(question: Question, key: str) -> TableMap:
    """Collect what the fields show now."""
    detected, at = question.layout.map, question.place
    return TableMap(
        columns=tuple(
            MappedColumn(
                column=n + 1,
                lead=session.get_widget(lead_key(key, n)),
                name=column.name,
            )
            for n, column in enumerate(question.layout.columns)
        ),
        fs=session.get_widget(f"map-fs-{at}"),
        unit=session.get_widget(f"map-unit-{at}"),
        leads_in=detected.leads_in,
        skip_lines=detected.skip_lines,
        delimiter=detected.delimiter,
        decimal=detected.decimal,
        part=detected.part,
    )
