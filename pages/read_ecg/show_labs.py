"""Laboratory abnormalities beside the diagnoses: estimated, measured validity, why."""

from collections.abc import Iterable, Sequence
from html import escape

import streamlit as st

from ecgkt.report.lab_words import (
    ARROWS,
    ESTIMATED,
    NOT_READABLE,
    SIMULATED_HEAD,
    range_text,
)
from ecgkt.types.reading import LabScore, Reading
from ecgkt.vocab.labs import lab_link, lab_title
from pages.read_ecg.show_scores import share_text

SIMULATED_NOTE = (
    "The ECG signs of these labs are established, but too few real patients were at "
    "hand to learn them: simulated ECGs taught these estimates. The AUROC beside each "
    "was measured on real patients, whatever it is."
)
NO_HEADS = "No laboratory values are estimated: this model has no heads for them."


def show_labs(reading: Reading) -> None:
    """
    Draw the laboratory abnormalities that can be read, and on demand the others.

    Parameters
    ----------
    reading : Reading
        Its `labs` are empty where nothing was assessed.

    Raises
    ------
    StreamlitAPIException
        If the page shows two readings' labs: the switch exists once.
    """
    st.html('<div class="ek-lab-title">Laboratory values</div>')
    if reading.quality.verdict == "refuse":
        st.html('<div class="ek-found"><b>Not assessed</b></div>')
        return
    if not reading.labs:
        st.caption(NO_HEADS)
        return
    taught = [lab for lab in reading.labs if lab.taught_by == "patients"]
    simulated = [lab for lab in reading.labs if lab.taught_by == "simulation"]
    st.caption(
        f"**{ESTIMATED}.** Probability that the value lies below (↓) or above (↑) its "
        "reference range; | marks the threshold. AUROC cross-validated by patient."
    )
    st.html(f'<div class="ek-labs">{readable_html(taught)}</div>')
    if simulated and st.toggle(
        f"Show {len(simulated)} estimates {SIMULATED_HEAD}",
        key="simulated_labs",
        help=SIMULATED_NOTE,
    ):
        st.caption(SIMULATED_NOTE)
        rows = "".join(map(lab_html, in_order(simulated)))
        st.html(f'<div class="ek-labs">{rows}</div>')
    hidden = [lab for lab in taught if not lab.readable]
    if hidden:
        st.html(f'<div class="ek-labs">{unreadable_html(hidden)}</div>')


def in_order(labs: Iterable[LabScore]) -> list[LabScore]:
    """Return those above their thresholds first, then the probable ones."""
    return sorted(labs, key=lambda lab: (not lab.positive, -lab.probability))


def readable_html(labs: Iterable[LabScore]) -> str:
    """Return one line for each lab whose AUROC is surely above chance."""
    shown = in_order(lab for lab in labs if lab.readable)
    if not shown:
        return '<p class="ek-quiet">None can be read with the data at hand.</p>'
    return "".join(map(lab_html, shown))


def lab_html(lab: LabScore) -> str:
    """Return one lab: its estimate, its validity, and the physiology on demand."""
    side = "above" if lab.positive else "below"
    above, is_open = (" ek-above", " open") if lab.positive else ("", "")
    simulated = lab.taught_by == "simulation"
    badge = f'<span class="ek-badge">{SIMULATED_HEAD}</span>' if simulated else ""
    limits = [f"normal {escape(range_text(lab))}"] if range_text(lab) else []
    facts = "".join(
        f"<span>{fact}</span>" for fact in (*limits, f"threshold {lab.threshold:.2f}")
    )
    link = lab_link(lab)
    source = f' <span class="ek-small">{escape(link.source)}</span>'
    return (
        f'<details class="ek-lab{above}"{is_open}><summary>'
        f'<span class="ek-arrow">{ARROWS[lab.direction]}</span>'
        f"<span><b>{escape(lab_title(lab))}</b> {badge}</span>"
        f'<span class="ek-bar" title="{side} its threshold of {lab.threshold:.2f}">'
        f'<i style="width:{lab.probability:.1%}"></i>'
        f'<u style="left:{lab.threshold:.1%}"></u></span>'
        f'<span class="ek-number">{share_text(lab.probability)}</span>'
        f'<span class="ek-small ek-validity">{facts}'
        f"<span>{validity_html(lab)}</span></span>"
        f"</summary><p>{escape(link.text)}{source if link.source else ''}</p></details>"
    )


def validity_html(lab: LabScore) -> str:
    """Return the AUROC with its interval and the patients behind it."""
    patients = f"{lab.n_patients} patient{'' if lab.n_patients == 1 else 's'}"
    if lab.auroc is None:
        return f"AUROC not measured · {patients}"
    ends = lab.auroc_ci
    interval = f" [{ends[0]:.2f}–{ends[1]:.2f}]" if ends else ""
    real = " on real patients" if lab.taught_by == "simulation" else ""
    return f"AUROC {lab.auroc:.2f}{interval}{real} · {patients}"


def unreadable_html(labs: Sequence[LabScore]) -> str:
    """Return the labs that the ECG does not show, closed and without estimates."""
    ordered = sorted(labs, key=lambda lab: (-(lab.auroc or 0), lab_title(lab)))
    rows = "".join(
        f"<li><span>{ARROWS[lab.direction]} {escape(lab_title(lab))}</span>"
        f'<span class="ek-small">{validity_html(lab)}</span></li>'
        for lab in ordered
    )
    return (
        f'<details class="ek-unreadable"><summary>{NOT_READABLE}: {len(labs)}'
        f"</summary><ul>{rows}</ul></details>"
    )
