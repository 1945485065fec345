"""The list to take away: a table, and the readings with what was said of them."""

import msgspec
import streamlit as st

from ecgkt.report.worklist.export import (
    without_names,
    worklist_csv,
    worklist_document,
)
from ecgkt.serving.worklist import Worklist
from ecgkt.types.worklist import OverRead, Row
from pages.shared import listed
from pages.shared.audit import files_of
from pages.shared.take_away import About, show_download


def show_exports() -> bool | None:
    """
    Offer the list in the formats in which others take it.

    Returns
    -------
    bool or None
        Whether names shall stay in what is taken away; None where there is no list.
    """
    if listed.is_empty():
        return None
    worklist = listed.get_worklist()
    over_reads = listed.get_over_reads()
    is_named = st.checkbox(
        "Include file names and record identifiers",
        help="They may identify a patient. Without them recordings are numbered in "
        "the order of urgency.",
        key="list-named",
        persist_state="session",
    )
    with st.container(horizontal=True):
        show_download(
            "Table (CSV)",
            lambda: to_csv(worklist, over_reads, is_named=is_named),
            "ecg-worklist.csv",
            "text/csv",
            lambda: about_list(worklist),
        )
        show_download(
            "Readings and over-reads (JSON)",
            lambda: to_json(worklist, over_reads, is_named=is_named),
            "ecg-worklist.json",
            "application/json",
            lambda: about_list(worklist),
        )
    return is_named


def rows_to_write(worklist: Worklist, *, is_named: bool) -> list[Row]:
    """Return the rows in their order, by name or by number."""
    rows = worklist.rows
    return rows if is_named else without_names(rows)


def about_list(worklist: Worklist) -> About:
    """Return the files and the model of a list, as far as it is now."""
    keys = [row.key for row in worklist.rows]
    readings = map(worklist.reading_dict, keys)
    weights = next((read["model"]["sha256"] for read in readings if read), None)
    return About(files_of(map(worklist.file_sha256, keys)), weights)


def to_csv(
    worklist: Worklist, over_reads: dict[str, OverRead], *, is_named: bool
) -> str:
    """Write the table; the byte order mark has spreadsheets read it as UTF-8."""
    rows = rows_to_write(worklist, is_named=is_named)
    model = about_list(worklist).weights or ""
    return f"\ufeff{worklist_csv(rows, over_reads, model)}"


def to_json(
    worklist: Worklist, over_reads: dict[str, OverRead], *, is_named: bool
) -> bytes:
    """Write the document of ``predict --json`` with the over-reads beside it."""
    rows = rows_to_write(worklist, is_named=is_named)
    items = ((row, worklist.reading_dict(row.key)) for row in rows)
    return msgspec.json.encode(worklist_document(items, over_reads))
