"""Which labs go with each diagnosis elsewhere, beside what this ECG's labs say."""

from collections.abc import Iterable

import streamlit as st
from markupsafe import Markup

from ecgkt.errors import EcgktError
from ecgkt.report.lab_agreement import (
    RULE,
    VERDICTS,
    DiagnosisLabs,
    labs_of_diagnoses,
)
from ecgkt.report.lab_words import ARROWS, ratio_text
from ecgkt.results.labs_by_diagnosis import LabsByDiagnosis
from ecgkt.types.reading import Reading
from pages.shared import resources
from pages.shared.clickable import show_clickable
from pages.shared.html import render
from pages.shared.text import show_error

TITLE = "Do the laboratory values go with the diagnoses?"
OTHER_MODEL = (
    "The reference cohort was read by other weights than these, so nothing is compared."
)
ADAPTED = (
    "The reference cohort was read by the model as shipped, not adapted to a site, so "
    "nothing is compared."
)
SOURCE = """
<div class="ek-agree"><details data-fold="source"><summary><span class="ek-name">
<span>Measured on {{ n_patients }} other patients: how this is judged</span></span>
<span></span></summary>
<template><p class="ek-small">{{ caption }}</p></template></details></div>
"""
AGREEMENT = """
<div class="ek-agree">
{% for diagnosis in diagnoses %}
{% set name %}
<b>{{ diagnosis.score.name }}</b>
{% if not diagnosis.score.validated %} <span class="ek-small">not validated</span>
{%- endif %}{% endset %}
{% if not diagnosis.agreements %}
<div class="ek-line"><span>{{ name }}</span>
<span class="ek-quiet">{{ silence_text(diagnosis) }}</span></div>
{% else %}
<details data-fold="{{ diagnosis.score.code }}"><summary>
<span class="ek-name"><span>{{ name }}</span></span>
<span>{{ verdicts_text(diagnosis) }}</span></summary>
<template><table><thead><tr>
<th>Laboratory value</th><th>Ratio in the reference cohort</th>
<th class="ek-wide">Prevalence with | without</th><th>Patients with | without</th>
<th>Likelihood ratio of this ECG</th><th>Verdict</th></tr></thead><tbody>
{% for agreement in diagnosis.agreements %}
{% set pair, lab = agreement.pair, agreement.lab %}
<tr class="ek-{{ agreement.verdict }}">
<th scope="row">{{ arrows[pair.direction] }} {{ pair.title }}</th>
<td class="ek-interval">{{ pair.text }}</td>
<td class="ek-interval ek-wide">
{{- '{:.0%} | {:.0%}'.format(pair.prevalence_with, pair.prevalence_without) }}</td>
<td class="ek-interval">{{ pair.patients_with }} | {{ pair.patients_without }}</td>
<td class="ek-interval">
{%- if lab is none %}<span class="ek-quiet">not estimated</span>
{%- elif not lab.is_shown %}<span class="ek-quiet">not readable</span>
{%- else %}{{ ratio_text(lab) }}{% endif %}</td>
<td class="ek-verdict">{{ agreement.verdict.capitalize() }}</td></tr>
{% endfor %}
</tbody></table><p class="ek-small">{{ open_text(diagnosis) }}</p></template></details>
{% endif %}
{% else %}
<p class="ek-quiet">No diagnosis is above its threshold.</p>
{% endfor %}
</div>
"""


def show_labs_by_diagnosis(key: str, reading: Reading) -> None:
    """
    Draw, for each positive diagnosis, the labs that go with it and what is estimated.

    Parameters
    ----------
    key : str
        Of the recording.
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
    if reading.model.adapter:
        st.caption(ADAPTED)
        return
    html = diagnoses_html(labs_of_diagnoses(reading, table)) + source_html(table)
    show_clickable(html, key="labs-by-diagnosis", of=key)


def source_html(table: LabsByDiagnosis) -> Markup:
    """Return the reference and the rule, folded."""
    return render(SOURCE, n_patients=table.n_patients, caption=caption_text(table))


def caption_text(table: LabsByDiagnosis) -> str:
    """Say whom the reference is made of, and the rule of the verdicts."""
    return (
        f"Reference: {table.n_patients} real patients of the open MIMIC-IV demo "
        f"({table.n_ecgs} ECGs), labs measured within {table.window_hours:g} h, "
        "diagnoses being what this model calls positive on their ECGs. The ratio "
        "says how many times as common a laboratory abnormality is with the diagnosis "
        "as without it, with its 95 % interval; only intervals that exclude 1 are "
        f"listed. {RULE} {table.n_pairs_measured} pairs were looked at and intervals "
        "are not corrected for that; the same patients taught the lab estimates. A "
        "verdict says nothing of cause, and neither side need be right."
    )


def diagnoses_html(diagnoses: Iterable[DiagnosisLabs]) -> Markup:
    """Return a block for each diagnosis; those without significant labs as one line."""
    return render(
        AGREEMENT,
        diagnoses=diagnoses,
        arrows=ARROWS,
        open_text=open_text,
        ratio_text=ratio_text,
        silence_text=silence_text,
        verdicts_text=verdicts_text,
    )


def verdicts_text(diagnosis: DiagnosisLabs) -> str:
    """Count the verdicts on the labs of a diagnosis."""
    counts = {verdict: diagnosis.count(verdict) for verdict in VERDICTS}
    return " · ".join(f"{n} {verdict}" for verdict, n in counts.items() if n)


def silence_text(diagnosis: DiagnosisLabs) -> str:
    """Say why nothing can be said of a diagnosis."""
    if diagnosis.statement is None:
        return "nobody in the reference cohort has it"
    n_patients = diagnosis.statement.n_patients
    who = f"{n_patients} patient{'' if n_patients == 1 else 's'} of the reference"
    if not diagnosis.statement.pairs:
        return f"{who} cohort: too few to tell"
    return f"{who} cohort: no laboratory value stands out. {open_text(diagnosis)}"


def open_text(diagnosis: DiagnosisLabs) -> str:
    """Count the labs of a diagnosis that cannot be told, and why."""
    statement = diagnosis.statement
    if statement is None:
        return ""
    return (
        f"Of {statement.n_pairs} abnormalities, {statement.n_open} cannot be told "
        f"apart from no difference, and {statement.n_too_few} were seen in too few "
        "patients."
    )
