"""Histogram, ROC, precision and calibration at the threshold, and the map."""

from typing import Any

import streamlit as st

from ecgkt.plotting.case_charts import (
    MAP_LIMIT,
    plot_map,
    plot_precision_at,
    plot_reliability_at,
    plot_roc_at,
    plot_scores,
)
from pages.failure_cases.choose_case import n_openings, open_case
from pages.failure_cases.opened import Look, Opened

CHARTS = {
    "scores": ("Scores", plot_scores),
    "roc": ("ROC", plot_roc_at),
    "precision": ("Precision and recall", plot_precision_at),
    "calibration": ("Calibration", plot_reliability_at),
}
NO_BAR = {"displayModeBar": False}


def show_curves(_opened: Opened, look: Look) -> None:
    """Draw the four curves; the threshold is a line or a diamond in each."""
    if not look.view.truth.any() or look.view.truth.all():
        st.info(
            "Curves need ECGs with and without the label. Choose other ECGs under "
            "“Among”, or another label."
        )
        return
    with st.container(key="case-charts"):
        for key, (title, plot) in CHARTS.items():
            with st.container():
                st.subheader(title, anchor=False)
                st.plotly_chart(
                    plot(look.view, look.threshold),
                    key=f"case-{key}",
                    alt=f"{title} of {look.label.title}",
                    config=NO_BAR,
                )


def show_map(opened: Opened, look: Look) -> None:
    """Draw every ECG where the encoder sees it; a click opens it."""
    event = st.plotly_chart(
        plot_map(look.view, look.threshold),
        # Another key after each opening: an old selection would open it again.
        key=f"case-map-{n_openings()}",
        on_select="rerun",
        selection_mode="points",
        alt=f"Map of all ECGs, coloured by what became of {look.label.title}",
        config=NO_BAR,
    )
    st.caption(
        f"{opened.table.head.rules['map']} A click on a dot opens its ECG; the lists "
        "under *Errors* open the same ones by key. At most "
        f"{MAP_LIMIT} of the right ones without the label are drawn."
    )
    row = selected_row(event)
    if row is not None:
        open_case(str(opened.table.columns.record_ids[row]))
        st.rerun()


def selected_row(event: Any) -> int | None:
    """Return the row of the dot that was clicked; None while there is none."""
    points = event.get("selection", {}).get("points", []) if event else []
    if not points:
        return None
    data = points[0].get("customdata")
    value = data[0] if isinstance(data, list | tuple) else data
    return None if value is None else int(value)
