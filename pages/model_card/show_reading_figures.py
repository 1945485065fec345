"""What the first sentence of a reading names, and how right its alarms are."""

from typing import Any

import streamlit as st

from ecgkt.report.share_words import NONE, share_text
from ecgkt.results.reading_figures import CriticalFigures, ReadingFigures
from ecgkt.results.shares import Share
from ecgkt.vocab.critical import RULES
from ecgkt.vocab.findings import find_measure
from pages.model_card.show_table import show_command, show_table


def show_reading_figures(table: ReadingFigures) -> None:
    """Draw what was measured of first sentences."""
    normal = table.normal_against_a_finding
    st.markdown(
        f"On **{table.n_records} real recordings** ({table.source}, {table.split} "
        f"split, {table.fs:g} Hz), {table.n_scored} of them scored; half of the "
        f"sentences have at most {table.words} words. *Normal ECG* against a finding "
        f"or a critical rule: {normal.hits} of {normal.n}. Any critical rule among "
        f"ECGs stated to be normal: {share_text(table.critical_of_normal)}."
    )
    show_table(named_rows(table), key="reading-named")
    show_table([critical_row(one) for one in table.critical], key="reading-critical")
    show_command(table.command)


def named_rows(table: ReadingFigures) -> list[dict[str, Any]]:
    """Return one line per measurement that the sentence must name."""
    return [
        {
            "Abnormal": find_measure(name).title,
            "Recordings": share.n,
            "Named in the sentence": share_text(share),
        }
        for name, share in table.named.items()
    ]


def critical_row(one: CriticalFigures) -> dict[str, Any]:
    """Return the line of one critical rule."""

    def told(share: Share | None) -> str:
        return NONE if share is None else share_text(share)

    return {
        "Critical": RULES[one.rule].title,
        "Met": share_text(one.met),
        "Among normal": share_text(one.met_of_normal),
        "Statements": ", ".join(one.implies) or NONE,
        "Stated, of these": told(one.labelled_of_met),
        "Met, of the stated": told(one.met_of_labelled),
    }
