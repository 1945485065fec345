"""One map: its verdict printed, its bands ready to be laid over the sheet."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ecgkt.plotting.overlay import Overlay
from ecgkt.plotting.saliency import saliency_overlay
from ecgkt.report.explanation_words import (
    MEANING,
    caption_of,
    facts_of,
    notes_of,
    verdict_text,
)
from ecgkt.report.value_words import values_text
from ecgkt.results.explanations import Checks
from ecgkt.serving.client import ServingClient
from ecgkt.types.explanation import Explanation, ExplanationRequest, TargetName
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from pages.read_ecg.choose_explanation import measured_table
from pages.read_ecg.request_explanation import request_check, request_explanation
from pages.shared import session
from pages.shared.html import render
from pages.shared.text import escape_markdown

FACTS = """
<details class="ek-verdict-line"><summary>{{ verdict }}</summary>
<dl class="ek-facts">
{% for name, value in facts %}
<div><dt>{{ name }}</dt><dd>{{ value }}</dd></div>
{% endfor %}
</dl>
<p>{{ meaning }}</p>
{% for note in notes %}
<p>{{ note }}</p>
{% endfor %}
</details>
"""


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


class Look(NamedTuple):
    """How a map is drawn: the mean beat in every beat, on the trace, on one scale."""

    is_averaged: bool = True
    is_coloured: bool = False
    is_same_scale: bool = False


def draw_map(
    client: ServingClient,
    key: str,
    record: EcgRecord,
    reading: Reading,
    asked: tuple[TargetName, str],
    look: Look,
) -> Shown | None:
    """
    Print the verdict on one map, and return it to be laid over the sheet.

    Parameters
    ----------
    client : ServingClient
        Asks the inference worker.
    key : str
        Of the recording in the session.
    record : EcgRecord
        As it was read.
    reading : Reading
        Of the model whose checks are shipped.
    asked : tuple of TargetName and str
        Score and method.
    look : Look
        How it is drawn.

    Returns
    -------
    Shown or None
        None if it failed, which is shown then, and where no checks are shipped.

    Raises
    ------
    OSError
        If no process can be started.
    """
    table = measured_table(reading)
    if table is None:
        return None
    target, method = asked
    beats = reading.trace.beats if reading.trace else ()
    start_s = reading.record.start_s
    request = ExplanationRequest(target, method, table.baseline, beats, start_s)
    place = {"key": key, "sha256": reading.model.sha256}
    explanation = request_explanation(client, record, request, **place)
    if explanation is None:
        return None
    checks = table.checks_of(method, target)
    reason = table.why_greyed(method, target)
    facts = show_facts(explanation, checks, reason)
    # What the networks' map cannot show: the part of the measured values.
    is_statement = target.kind == "statement"
    parts = reading.value_parts.get(target.code, ()) if is_statement else ()
    if parts:
        st.caption(values_text(parts))
    scale = common_scale(key, is_averaged=look.is_averaged)
    overlay = saliency_overlay(
        explanation,
        start_s=start_s,
        caption=caption_of(explanation, reason),
        why_grey=checks.why_grey,
        is_averaged=look.is_averaged,
        is_trace_coloured=look.is_coloured,
        full_colour=scale if look.is_same_scale else None,
    )

    def check() -> None:
        if explanation.deletion_passed is None and not explanation.empty_reason:
            checked = request_check(client, record, request, explanation, **place)
            facts.html(facts_html(checked, checks))

    return Shown(overlay, check)


def common_scale(key: str, *, is_averaged: bool) -> float | None:
    """Return the largest contribution of one bin in all maps of a recording."""
    held = session.get_explanations(key).values()
    scales = [shown.beat_scale if is_averaged else shown.scale for shown in held]
    return max(scales, default=0.0) or None


def show_facts(explanation: Explanation, checks: Checks, reason: str) -> DeltaGenerator:
    """Print what every map is shown with; return where its figures stand."""
    if explanation.empty_reason:
        st.info(explanation.empty_reason)
    place = st.empty()
    place.html(facts_html(explanation, checks))
    if reason and checks.state == "failed":
        st.warning(f"Shown in grey: {escape_markdown(reason, 900)}.")
    return place


def facts_html(explanation: Explanation, checks: Checks) -> str:
    """Return the verdict on a map; its figures and what must be known are folded."""
    return render(
        FACTS,
        verdict=verdict_text(explanation, checks),
        facts=facts_of(explanation),
        meaning=MEANING,
        notes=notes_of(explanation),
    )
