"""Findings: measured facts, what they say of the diagnoses, and a click to see them."""

from collections.abc import Sequence

import streamlit as st

from ecgkt.report.finding_words import title_of
from ecgkt.report.measured_words import disagreement_text, statement_names
from ecgkt.types.measurements import Finding
from ecgkt.types.reading import Reading
from ecgkt.vocab.findings import DISAGREEMENT_RULE, FINDINGS
from pages.shared import shown
from pages.shared.html import render
from pages.shared.text import MESSAGE_LIMIT, escape_markdown

NAMED = 2
"""Statements that are named beside a finding; the file to take away has them all."""
SPEAKS = """
<div class="ek-finding">
<span>{{ text }}</span>
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
    st.caption("Measured; a click shows it on the sheet.", help=DISAGREEMENT_RULE)
    told = [finding for finding in reading.findings if not is_quiet(finding)]
    quiet = [finding for finding in reading.findings if is_quiet(finding)]
    pointed = shown.get_pointed(key)
    with st.container(key="findings-told", gap="xsmall"):
        for finding in told:
            show_finding(key, finding, is_pointed=finding.code == pointed)
    if not told:
        st.html('<p class="ek-quiet">Nothing beyond the limits was measured.</p>')
    if quiet:
        rest = st.expander(
            f"{len(quiet)} within normal limits", key="quiet", on_change="rerun"
        )
        if rest.open:
            with rest, st.container(key="findings-quiet", gap="xsmall"):
                for finding in quiet:
                    show_finding(key, finding, is_pointed=finding.code == pointed)


def is_quiet(finding: Finding) -> bool:
    """Tell whether a finding is a normal value that nobody contradicts."""
    return FINDINGS[finding.code].is_normal and not finding.disagrees


def show_finding(key: str, finding: Finding, *, is_pointed: bool) -> None:
    """Draw one finding: its title to click, its sentence, what it says of diagnoses."""
    with st.container(key=f"one-{finding.code}", gap=None):
        show_title(key, finding, is_pointed=is_pointed)
        st.html(finding_html(finding))


def show_title(key: str, finding: Finding, *, is_pointed: bool) -> None:
    """Draw the title that is clicked."""
    st.button(
        escape_markdown(title_of(finding), MESSAGE_LIMIT),
        key=f"finding-{finding.code}",
        type="tertiary",
        icon=":material/visibility:" if is_pointed else ":material/my_location:",
        help=escape_markdown(finding.source, MESSAGE_LIMIT),
        on_click=shown.point_or_not,
        args=(key, finding.code),
    )


def finding_html(finding: Finding) -> str:
    """Return a finding's sentence, and what it says for and against the statements."""
    return render(
        SPEAKS,
        text=finding.text,
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
