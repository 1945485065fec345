"""The comparison to take away, without what identifies a patient unless asked for."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.report.serial.export import Compared, comparison_csv, comparison_markdown
from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.types.reading import ModelIdentity
from pages.compare_ecgs.show_comparison import Told
from pages.shared.take_away import About, show_download


@st.fragment
def show_exports(
    told: Sequence[Told],
    names: Sequence[tuple[int, str]],
    model: ModelIdentity,
    table: RepeatabilityTable | None,
    warnings: Sequence[str],
    files: tuple[str, ...] | None,
) -> None:
    """
    Offer a comparison as CSV and as Markdown.

    Parameters
    ----------
    told : sequence of Told
        One for each recording that is held against the baseline.
    names : sequence of (int, str)
        Places and names of the baseline and of each of these.
    model : ModelIdentity
        Whose statements these are.
    table : RepeatabilityTable or None
        Says what repeat error is.
    warnings : sequence of str
        What speaks against one patient.
    files : tuple of str or None
        sha256 of the recordings' files; None for simulated ones.
    """
    about = About(files, model.sha256)
    is_named = st.checkbox(
        "Include dates and names",
        help="They may identify a patient. Without them recordings are numbered.",
        key="compare-named",
    )
    called = [name if is_named else f"recording {n + 1}" for n, name in names]
    compared = [
        Compared(called[0], name, one.comparison)
        for name, one in zip(called[1:], told, strict=True)
    ]
    with st.container(horizontal=True):
        show_download(
            "Changes (CSV)",
            lambda: comparison_csv(compared),
            "ecg-comparison.csv",
            "text/csv",
            lambda: about,
        )
        show_download(
            "Comparison (Markdown)",
            lambda: comparison_markdown(compared, model, table, warnings=warnings),
            "ecg-comparison.md",
            "text/markdown",
            lambda: about,
        )
