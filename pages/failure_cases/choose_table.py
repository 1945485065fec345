"""Which table is open: one of the operator's, or one simulated on the spot."""

from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ecgkt.errors import EcgktError
from ecgkt.results.cases.files import HEAD, load_cases
from ecgkt.results.cases.same_data import check_same_data
from ecgkt.results.cases.table import CaseTable
from ecgkt.serving.case_folders import list_cases
from pages.failure_cases.make_cohort import offer_cohort
from pages.failure_cases.opened import Opened
from pages.shared import address, session
from pages.shared.text import show_error, truncate

SIMULATED = "simulated"
MAX_LOADED = 3
"""Tables that a session holds; one of 20,000 ECGs takes 40 MB."""


def choose_table(place: DeltaGenerator) -> Opened | None:
    """
    Let a table be chosen, also by ``?cases=NAME``, and open it.

    Parameters
    ----------
    place : DeltaGenerator
        Where the choices stand.

    Returns
    -------
    Opened or None
        None where there is nothing to look at yet; what to do is said then.
    """
    try:
        tables = list_cases()
    except EcgktError as error:
        show_error(str(error))
        tables = {}
    name, second_name = _choose(tables, place)
    if name == SIMULATED:
        table = offer_cohort()
        return None if table is None else Opened(name=name, folder=None, table=table)
    try:
        table = _load(tables[name])
    except EcgktError as error:
        show_error(str(error))
        return None
    second = _load_second(table, tables[second_name]) if second_name else None
    return Opened(
        name=name,
        folder=tables[name],
        table=table,
        second=second,
        second_name=second_name,
    )


def _choose(tables: dict[str, Path], place: DeltaGenerator) -> tuple[str, str]:
    """Return the names of the table and of the one to hold against it, if any."""
    names = [*tables, SIMULATED]
    if not tables:
        return SIMULATED, ""
    asked = address.asked("cases", names)
    if asked:
        session.set_widget("cases", asked)
    with place:
        name = st.selectbox(
            "Cases",
            names,
            format_func=_title,
            width=200,
            key="cases",
            persist_state="session",
        )
        name = name or names[0]
        second = None
        if len(tables) > 1 and name != SIMULATED:
            second = st.selectbox(
                "Second model's table",
                [other for other in tables if other != name],
                index=None,
                format_func=_title,
                placeholder="None",
                width=180,
                key=f"second-of-{name}",
            )
    address.show("cases", name, preset=names[0])
    return name, second or ""


def _load_second(table: CaseTable, folder: Path) -> CaseTable | None:
    """Return the other model's table, if it is one of the same ECGs."""
    try:
        second = _load(folder)
        check_same_data(table, second)
    except EcgktError as error:
        show_error(str(error))
        return None
    return second


def _title(name: str) -> str:
    return "Simulated on the spot" if name == SIMULATED else truncate(name)


def _load(folder: Path) -> CaseTable:
    """Read a table once for the session, and anew when it was written anew."""
    loaded = session.state("case-tables", dict[str, tuple[Any, CaseTable]])
    try:
        stamp = (folder / HEAD).stat().st_mtime_ns
    except OSError:
        stamp = 0  # reading it says what is missing
    key = str(folder)
    if key not in loaded or loaded[key][0] != stamp:
        with st.spinner("Opening the table …"):
            loaded[key] = (stamp, load_cases(folder))
        while len(loaded) > MAX_LOADED:
            del loaded[next(iter(loaded))]
    return loaded[key][1]
