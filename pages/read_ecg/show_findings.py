"""Findings: measured facts, what they say of the diagnoses, and a click to see them."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.plotting.overlay import Overlay, Span
from ecgkt.report.measured_words import disagreement_text, statement_names
from ecgkt.types.measurements import Finding
from ecgkt.types.reading import Reading
from ecgkt.vocab.findings import DISAGREEMENT_RULE, FINDINGS
from pages.shared import shown
from pages.shared.html import render
from pages.shared.text import MESSAGE_LIMIT, escape_markdown

CAPTION = "Marked on the trace: the measured finding, drawn where it was measured."
NAMED = 2
"""Statements that are named beside a finding; the file to take away has them all."""
SPEAKS = """
<div class="ek-finding">
{% if disagreement %}<span class="ek-disagrees">{{ disagreement }}</span>{% endif %}
{% for word, names in statements.items() if names %}
<span><b>{{ word }}</b> {{ names }}</span>
{% endfor %}
</div>
"""


def show_findings(key: str, reading: Reading) -> None:
    """
    List findings, those that disagree with the model first; a click marks the trace.

    Parameters
    ----------
    key : str
        Of the recording.
    reading : Reading
        Its findings are empty where the recording was refused.

    Raises
    ------
    StreamlitAPIException
        If the page lists one finding twice.
    """
    st.html('<div class="ek-lab-title">Findings</div>')
    if not reading.measurements:
        st.html('<div class="ek-found"><b>Not assessed</b></div>')
        return
    st.caption(
        "Measured facts by published rules, and which diagnoses they speak for or "
        "against. Click one: the trace shows it.",
        help=DISAGREEMENT_RULE,
    )
    told = [finding for finding in reading.findings if not is_quiet(finding)]
    quiet = [finding for finding in reading.findings if is_quiet(finding)]
    pointed = shown.get_pointed(key)
    with st.container(key="findings-told", gap="xsmall"):
        for finding in told:
            show_finding(key, finding, is_pointed=finding.code == pointed)
    if not told:
        st.html('<p class="ek-quiet">Nothing beyond the limits was measured.</p>')
    if quiet:
        with (
            st.expander(
                f"{len(quiet)} within normal limits",
                expanded=pointed in {finding.code for finding in quiet},
            ),
            st.container(key="findings-quiet", gap="xsmall"),
        ):
            for finding in quiet:
                show_finding(key, finding, is_pointed=finding.code == pointed)


def is_quiet(finding: Finding) -> bool:
    """Tell whether a finding is a normal value that nobody contradicts."""
    return FINDINGS[finding.code].is_normal and not finding.disagrees


def show_finding(key: str, finding: Finding, *, is_pointed: bool) -> None:
    """Draw one finding: its sentence to click, and what it says of the diagnoses."""
    st.button(
        escape_markdown(finding.text, MESSAGE_LIMIT),
        key=f"finding-{finding.code}",
        type="tertiary",
        icon=":material/visibility:" if is_pointed else ":material/my_location:",
        help=escape_markdown(finding.source, MESSAGE_LIMIT),
        on_click=shown.set_pointed,
        args=(key, None if is_pointed else finding.code),
    )
    st.html(finding_html(finding))


def finding_html(finding: Finding) -> str:
    """Return what a finding says for and against the statements."""
    return render(
        SPEAKS,
        disagreement=disagreement_text(finding),
        statements={
            "Supports": short_names(finding.supports),
            "Contradicts": short_names(finding.contradicts),
        },
    )


def short_names(codes: Sequence[str]) -> str:
    """Name the first statements, and count the others."""
    more = f" and {len(codes) - NAMED} more" if len(codes) > NAMED else ""
    return statement_names(codes[:NAMED]) + more


def pointed_finding(key: str, reading: Reading | None) -> Finding | None:
    """Return the finding that was clicked, if this reading has it."""
    code = shown.get_pointed(key)
    findings = reading.findings if reading else ()
    return next((finding for finding in findings if finding.code == code), None)


def overlay_of(finding: Finding | None) -> Overlay | None:
    """
    Return what the sheet shows of a finding.

    Parameters
    ----------
    finding : Finding or None
        The one that was clicked.

    Returns
    -------
    Overlay or None
        Its stretches of the leads concerned.
    """
    if finding is None:
        return None
    return Overlay(
        spans=tuple(Span(*span) for span in finding.spans),
        caption=(finding.text, CAPTION),
    )
