"""All reports of the list as one zip: prepared in the background, then taken away."""

from typing import Any

import streamlit as st

from ecgkt.report.exports.report_files import unique_stems
from ecgkt.serving.report_run import ReportItem, ReportRun
from ecgkt.serving.worklist import Worklist
from ecgkt.types.report_wish import ReportWish
from ecgkt.types.worklist import NOT_OVERREAD
from pages.shared import listed, resources, session
from pages.shared.take_away import show_download
from pages.shared.text import escape_markdown
from pages.worklist.show_exports import about_list, rows_to_write, to_csv
from pages.worklist.show_list import progress_words

TICK_SECONDS = 1.0
NAMED = 3
"""Reports whose reason is told where several could not be written."""


def show_reports(worklist: Worklist, *, is_named: bool) -> None:
    """
    Offer the reports: to be prepared, how far they are, or to be downloaded.

    Parameters
    ----------
    worklist : Worklist
        Whose rows.
    is_named : bool
        Whether names go into the files and are their names.
    """
    held = session.state("list-reports", dict[str, Any])
    run: ReportRun | None = held.get("run")
    if run and run.progress.is_running:
        st.fragment(show_running, run_every=TICK_SECONDS)(run)
        return
    is_of_now = held.get("of") == asked_of(worklist, is_named=is_named)
    if run and run.archive is not None and is_of_now:
        show_ready(worklist, run)
        return
    st.button(
        "Prepare all reports (PDF)",
        icon=":material/picture_as_pdf:",
        key="list-reports",
        help="One page each, the over-read under the draft, in one zip with the table.",
        on_click=begin,
        args=(worklist, is_named),
    )


def asked_of(worklist: Worklist, *, is_named: bool) -> tuple[object, ...]:
    """Return what the reports depend on: others, and they are prepared again."""
    keys = tuple(row.key for row in worklist.rows)
    return is_named, keys, tuple(listed.get_over_reads().items())


def begin(worklist: Worklist, is_named: bool) -> None:
    """Have the reports written."""
    rows = rows_to_write(worklist, is_named=is_named)
    said = listed.get_over_reads()
    stems = unique_stems([row.name for row in rows])
    items = [
        ReportItem(
            row.key,
            ReportWish(formats=("pdf",), stem=stem, is_named=is_named),
            said.get(row.key, NOT_OVERREAD),
        )
        for row, stem in zip(rows, stems, strict=True)
        if row.level != "error"
    ]
    table = to_csv(worklist, said, is_named=is_named).encode()
    held = session.state("list-reports", dict[str, Any])
    held["of"] = asked_of(worklist, is_named=is_named)
    held["run"] = ReportRun(
        worklist, resources.get_bulk(), items, {"worklist.csv": table}
    )


def show_running(run: ReportRun) -> None:
    """Draw how far the reports are, and what cancels them."""
    progress = run.progress
    if not progress.is_running:
        st.rerun()
    with st.container(
        horizontal=True, vertical_alignment="bottom", key="list-report-progress"
    ):
        share = progress.n_done / progress.n_all if progress.n_all else 0.0
        words = progress_words(progress).replace(" read", " reports written")
        st.progress(share, words)
        st.button("Cancel", key="list-reports-stop", on_click=run.stop)


def show_ready(worklist: Worklist, run: ReportRun) -> None:
    """Offer the zip, and say what is not in it."""
    failures = run.failures
    show_download(
        f"All {run.progress.n_all - len(failures)} reports (zip)",
        lambda: run.archive or b"",
        "ecg-reports.zip",
        "application/zip",
        lambda: about_list(worklist),
        key="list-reports-zip",
    )
    for stem, text in failures[:NAMED]:
        st.caption(
            f"No report of {escape_markdown(stem)}: {escape_markdown(text, 300)}"
        )
    if len(failures) > NAMED:
        st.caption(f"{len(failures) - NAMED} more could not be written either.")
