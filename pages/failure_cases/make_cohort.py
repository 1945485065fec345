"""A simulated cohort for those who have no table, made while one looks on."""

from typing import Any

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.results.cases.table import CaseTable
from ecgkt.serving.cohort_run import CohortRun
from pages.shared import session
from pages.shared.text import show_error

N_ECGS = 300
SEED = 16
POLL_SECONDS = 0.7
INTRODUCTION = (
    f"Make **{N_ECGS} simulated ECGs** and have the model read them: it takes about "
    "half a minute. What is true of each is known, for it was planted. They show how "
    "this page works, and nothing about patients."
)
OWN = (
    "To look at real ECGs, the operator of this server runs "
    "`python -m ecgkt evaluate cases --store STORE --out CASES` and starts the app "
    "with `ECGKT_CASES=CASES make app`."
)


def offer_cohort() -> CaseTable | None:
    """
    Return the simulated cohort of this session, or offer to make it.

    Returns
    -------
    CaseTable or None
        None until it is made.
    """
    state = session.state("cohort", dict[str, Any])
    if "table" in state:
        return state["table"]
    if "error" in state:
        show_error(state.pop("error"))
    if "run" in state:
        show_progress()
        return None
    st.markdown(INTRODUCTION)
    st.button("Make them", type="primary", key="make-cohort", on_click=start)
    st.caption(OWN)
    return None


def start() -> None:
    """Begin to make the cohort."""
    state = session.state("cohort", dict[str, Any])
    try:
        state["run"] = CohortRun(N_ECGS, SEED)
    except (EcgktError, OSError) as error:
        state["error"] = str(error)


@st.fragment(run_every=POLL_SECONDS)
def show_progress() -> None:
    """Draw how far the cohort is, and take it over when it is whole."""
    state = session.state("cohort", dict[str, Any])
    run: CohortRun | None = state.get("run")
    if run is None:
        st.rerun()
        return
    if run.is_over:
        finish(state, run)
        st.rerun()
    share = run.n_done / run.n
    st.progress(share, progress_text(run))
    if st.button("Cancel", key="cancel-cohort", icon=":material/close:"):
        run.cancel()
        del state["run"]
        st.rerun()


def finish(state: dict[str, Any], run: CohortRun) -> None:
    """Keep what came of a run."""
    del state["run"]
    try:
        state["table"] = run.table()
    except EcgktError as error:
        state["error"] = str(error)


def progress_text(run: CohortRun) -> str:
    """Say how many simulated ECGs are read and how long the rest will take."""
    left = run.seconds_left
    if left is None:
        return "Starting two workers with the model …"
    return f"{run.n_done} of {run.n} simulated ECGs read, {left:.0f} s left"
