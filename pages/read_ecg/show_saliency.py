"""What moved a score: chosen on demand, laid over the sheet, with its checks."""

from collections.abc import Callable
from html import escape
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ecgkt.errors import EcgktError
from ecgkt.plotting.overlay import Overlay
from ecgkt.plotting.saliency import saliency_overlay
from ecgkt.report.explanation_words import (
    MEANING,
    TITLE,
    caption_of,
    facts_of,
    notes_of,
    shares_text,
    target_title,
)
from ecgkt.results.explanations import ExplanationTable
from ecgkt.serving.client import ServingClient
from ecgkt.types.explanation import (
    METHODS,
    Explanation,
    ExplanationRequest,
    TargetName,
)
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from pages.read_ecg.request_explanation import request_check, request_explanation
from pages.read_ecg.show_scores import detected
from pages.shared import resources, session
from pages.shared.text import escape_markdown


class Shown(NamedTuple):
    """
    What is shown of an explanation.

    Attributes
    ----------
    overlay : Overlay
        To be laid over the sheet.
    check : callable
        Has the deletion check made where that was not done, and prints its outcome
        among the facts; to be called last, for nobody shall wait for the map because
        of it.
    """

    overlay: Overlay
    check: Callable[[], None]


def show_saliency(
    client: ServingClient, key: str, record: EcgRecord, reading: Reading | None
) -> Shown | None:
    """
    Offer the explanation of any score.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    key : str
        Of the recording in the session.
    record : EcgRecord
        As it was read.
    reading : Reading or None
        Its scores are offered.

    Returns
    -------
    Shown or None
        None while nothing is asked for, where nothing was scored, and where the checks
        of this very model's explanations are not shipped: there is no map without them.

    Raises
    ------
    OSError
        If no process can be started.
    """
    table = measured_table(reading)
    if reading is None or table is None or not reading.diagnoses:
        return None
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        if not st.toggle(TITLE, key="saliency"):
            return None
        averaged = st.toggle("Mean over the beats", value=True, key="saliency-mean")
        coloured = st.toggle("Colour the trace", key="saliency-trace")
        same = st.toggle(
            "Same scale for all scores",
            key="saliency-scale",
            help="Full colour means the same for every score explained so far.",
        )
    target, method = choose(reading, table)
    beats = reading.trace.beats if reading.trace else ()
    start_s = reading.record.start_s
    request = ExplanationRequest(target, method, table.baseline, beats, start_s)
    place = {"key": key, "sha256": reading.model.sha256}
    explanation = request_explanation(client, record, request, **place)
    if explanation is None:
        return None
    reason = table.why_greyed(method, target)
    facts = show_facts(explanation, reason)
    overlay = saliency_overlay(
        explanation,
        start_s=start_s,
        caption=caption_of(explanation, reason),
        is_greyed=bool(reason),
        is_averaged=averaged,
        is_trace_coloured=coloured,
        full_colour=common_scale(key, is_averaged=averaged) if same else None,
    )

    def check() -> None:
        if explanation.deletion_passed is None and not explanation.empty_reason:
            checked = request_check(client, record, request, explanation, **place)
            facts.html(facts_html(checked))

    return Shown(overlay, check)


def measured_table(reading: Reading | None) -> ExplanationTable | None:
    """Return the checks of this model's explanations; None if they are not shipped."""
    try:
        table = resources.get_document(ExplanationTable)
    except EcgktError:
        return None  # the model card names the damage
    if reading is None or table is None or table.model.sha256 != reading.model.sha256:
        return None
    return table


def targets_of(reading: Reading) -> list[TargetName]:
    """Return what can be explained: what was detected comes first."""
    targets = [TargetName("statement", score.code) for score in detected(reading)]
    targets += [TargetName("superclass", score.code) for score in reading.superclasses]
    labs = sorted(
        (lab for lab in reading.labs if lab.readable), key=lambda lab: not lab.flagged
    )
    targets += map(TargetName.of_lab, labs)
    targets += [TargetName("statement", score.code) for score in reading.diagnoses]
    return list(dict.fromkeys(targets))


def choose(reading: Reading, table: ExplanationTable) -> tuple[TargetName, str]:
    """Let the user pick score and method; the best measured method comes first."""
    scores, methods = st.columns((3, 2), gap="medium")
    with scores:
        target = st.selectbox(
            "Score",
            targets_of(reading),
            format_func=target_title,
            key="saliency-target",
        )
    measured = (method.name for method in table.methods)
    names = sorted(measured, key=lambda name: name != table.default)
    with methods:
        method = st.selectbox(
            "Method", names, format_func=METHODS.__getitem__, key="saliency-method"
        )
    return target, method


def common_scale(key: str, *, is_averaged: bool) -> float | None:
    """Return the largest contribution of one bin in all maps of a recording."""
    held = session.get_explanations(key).values()
    scales = [shown.beat_scale if is_averaged else shown.scale for shown in held]
    return max(scales, default=0.0) or None


def show_facts(explanation: Explanation, reason: str) -> DeltaGenerator:
    """Print what every map is shown with; return where its figures stand."""
    st.markdown(f"**{TITLE}.** {MEANING}")
    if explanation.empty_reason:
        st.info(explanation.empty_reason)
    if reason:
        st.warning(f"Shown in grey: {escape_markdown(reason, 900)}.")
    place = st.empty()
    place.html(facts_html(explanation))
    if shares := shares_text(explanation):
        st.caption(f"Share per lead: {shares}.")
    for note in notes_of(explanation):
        st.caption(note)
    return place


def facts_html(explanation: Explanation) -> str:
    """Return the figures of a map as a list of names and values."""
    facts = "".join(
        f"<div><dt>{escape(name)}</dt><dd>{escape(value)}</dd></div>"
        for name, value in facts_of(explanation)
    )
    return f'<dl class="ek-facts">{facts}</dl>'
