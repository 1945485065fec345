"""What moved a score: chosen on demand, laid over the sheet, with its checks."""

from collections.abc import Callable
from typing import NamedTuple

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ecgkt.plotting.overlay import Overlay
from ecgkt.plotting.saliency import saliency_overlay
from ecgkt.report.explanation_words import (
    MEANING,
    TITLE,
    caption_of,
    facts_of,
    notes_of,
    verdict_text,
)
from ecgkt.results.explanations import Checks
from ecgkt.serving.client import ServingClient
from ecgkt.types.explanation import (
    Explanation,
    ExplanationRequest,
)
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from pages.read_ecg.choose_explanation import choose, measured_table
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
    checks = table.checks_of(method, target)
    reason = table.why_greyed(method, target)
    facts = show_facts(explanation, checks, reason)
    overlay = saliency_overlay(
        explanation,
        start_s=start_s,
        caption=caption_of(explanation, reason),
        why_grey=checks.why_grey,
        is_averaged=averaged,
        is_trace_coloured=coloured,
        full_colour=common_scale(key, is_averaged=averaged) if same else None,
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
