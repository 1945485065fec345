"""False alarms and missed ECGs, the most remarkable first."""

import streamlit as st

from ecgkt.results.cases.view import Order, Outcome
from pages.failure_cases.opened import Look, Opened
from pages.failure_cases.show_rows import show_rows

ORDERS: dict[Order, str] = {
    "confidence": "Model most sure",
    "disagreement": "Against measurements",
}
LISTS: tuple[tuple[Outcome, str], ...] = (
    ("false_negative", "Missed: stated, not called"),
    ("false_positive", "False alarms: called, not stated"),
)
FEW, MANY = 12, 60


def show_errors(opened: Opened, look: Look) -> None:
    """Draw both lists side by side."""
    with st.container(horizontal=True, gap="medium", vertical_alignment="center"):
        order = st.segmented_control(
            "Order",
            list(ORDERS),
            default="confidence",
            required=True,
            format_func=ORDERS.__getitem__,
            label_visibility="collapsed",
            key="case-order",
        )
        most = MANY if st.toggle(f"Show {MANY} of each", key="case-many") else FEW
    view = look.view
    with st.container(key="case-lists"):
        for outcome, title in LISTS:
            rows = view.errors(look.threshold, outcome, order or "confidence")
            show_rows(opened, look, rows, title=title, key=f"rows-{outcome}", most=most)
