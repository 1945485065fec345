"""Which labs go with each diagnosis elsewhere, beside what this ECG's labs say."""

from collections.abc import Iterable
from html import escape

import streamlit as st

from ecgkt.errors import EcgktError
from ecgkt.report.lab_agreement import (
    RULE,
    VERDICTS,
    Agreement,
    DiagnosisLabs,
    labs_of_diagnoses,
)
from ecgkt.report.lab_words import ARROWS
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from ecgkt.types.reading import Reading
from pages.read_ecg.show_scores import share_text
from pages.shared import resources
from pages.shared.text import show_error

TITLE = "Do the laboratory values go with the diagnoses?"
OTHER_MODEL = (
    "The reference cohort was read by other weights than these, so nothing is compared."
)
HEAD = (
    "<thead><tr><th>Laboratory value</th><th>Ratio in the reference cohort</th>"
    '<th class="ek-wide">Prevalence with | without</th>'
    "<th>Patients with | without</th><th>Estimate for this ECG</th><th>Verdict</th>"
    "</tr></thead>"
)


def show_labs_by_diagnosis(reading: Reading) -> None:
    """
    Draw, for each positive diagnosis, the labs that go with it and what is estimated.

    Parameters
    ----------
    reading : Reading
        Nothing is drawn of a refused one, or where no reference is shipped.

    Raises
    ------
    StreamlitAPIException
        If it is called outside a page.
    """
    if not reading.diagnoses:
        return
    try:
        table = resources.get_document(LabsByDiagnosis)
    except EcgktError as error:
        show_error(str(error))
        return
    if table is None:
        return
    st.html(f'<div class="ek-lab-title">{TITLE}</div>')
    if table.model.sha256 != reading.model.sha256:
        st.caption(OTHER_MODEL)
        return
    st.caption(caption_text(table))
    found = labs_of_diagnoses(reading, table)
    st.html(f'<div class="ek-agree">{diagnoses_html(found)}</div>')


def caption_text(table: LabsByDiagnosis) -> str:
    """Say whom the reference is made of, and the rule of the verdicts."""
    return (
        f"Reference: **{table.n_patients} real patients** of the open MIMIC-IV demo "
        f"({table.n_ecgs} ECGs), labs measured within {table.window_hours:g} h, "
        "diagnoses being **what this model calls positive** on their ECGs. The ratio "
        "says how many times as common a laboratory abnormality is with the diagnosis "
        "as without it, with its 95 % interval; only intervals that exclude 1 are "
        f"listed. {RULE} {table.n_pairs_measured} pairs were looked at and intervals "
        "are not corrected for that; the same patients taught the lab estimates. A "
        "verdict says nothing of cause, and neither side need be right."
    )


def diagnoses_html(found: Iterable[DiagnosisLabs]) -> str:
    """Return one block for each diagnosis; those without telling labs as one line."""
    blocks = "".join(map(diagnosis_html, found))
    return blocks or '<p class="ek-quiet">No diagnosis is above its threshold.</p>'


def diagnosis_html(one: DiagnosisLabs) -> str:
    """Return one diagnosis: verdicts counted, and each lab on demand."""
    name = f"<b>{escape(one.score.name)}</b>"
    if not one.score.validated:
        name += ' <span class="ek-small">not validated</span>'
    if not one.agreements:
        quiet = f'<span class="ek-quiet">{silence_text(one)}</span>'
        return f'<div class="ek-line"><span>{name}</span>{quiet}</div>'
    counts = " · ".join(
        f"{one.count(verdict)} {verdict}" for verdict in VERDICTS if one.count(verdict)
    )
    rows = "".join(map(row_html, one.agreements))
    is_open = " open" if one.score.validated else ""
    return (
        f'<details{is_open}><summary><span class="ek-name"><span>{name}</span></span>'
        f"<span>{counts}</span></summary><table>{HEAD}<tbody>{rows}</tbody></table>"
        f'<p class="ek-small">{open_text(one)}</p></details>'
    )


def silence_text(one: DiagnosisLabs) -> str:
    """Say why nothing can be said of a diagnosis."""
    if one.statement is None:
        return "nobody in the reference cohort has it"
    n_patients = one.statement.n_patients
    who = f"{n_patients} patient{'' if n_patients == 1 else 's'} of the reference"
    if not one.statement.pairs:
        return f"{who} cohort: too few to tell"
    return f"{who} cohort: no laboratory value stands out. {open_text(one)}"


def open_text(one: DiagnosisLabs) -> str:
    """Count the labs of a diagnosis that cannot be told, and why."""
    if one.statement is None:
        return ""
    return (
        f"Of {one.statement.n_pairs} abnormalities, {one.statement.n_open} cannot be "
        f"told apart from no difference, and {one.statement.n_too_few} were seen in "
        "too few patients."
    )


def row_html(one: Agreement) -> str:
    """Return one lab that goes with a diagnosis."""
    pair = one.pair
    shares = f"{pair.prevalence_with:.0%} | {pair.prevalence_without:.0%}"
    patients = f"{pair.patients_with} | {pair.patients_without}"
    return (
        f'<tr class="ek-{one.verdict}"><th scope="row">{ARROWS[pair.direction]} '
        f'{escape(pair.title)}</th><td class="ek-interval">{pair.text}</td>'
        f'<td class="ek-interval ek-wide">{shares}</td>'
        f'<td class="ek-interval">{patients}</td>'
        f'<td class="ek-interval">{estimate_html(one)}</td>'
        f'<td class="ek-verdict">{one.verdict.capitalize()}</td></tr>'
    )


def estimate_html(one: Agreement) -> str:
    """Return the estimate with its threshold; nothing of a lab that is unknown."""
    lab = one.lab
    if lab is None:
        return '<span class="ek-quiet">not estimated</span>'
    if one.verdict == "unknown":
        return '<span class="ek-quiet">not readable</span>'
    side = "above" if lab.positive else "below"
    return f"{share_text(lab.probability)} {side} {share_text(lab.threshold)}"
