"""The title of a finding, as clinicians write it, and its value."""

from ecgkt.types.measurements import Finding
from ecgkt.vocab.finding_titles import TITLES
from ecgkt.vocab.findings import FINDINGS, MEASURES, number_text, with_unit

COUNTS = frozenset(
    name for name, measure in MEASURES.items() if measure.unit == "beats"
)
"""Measures whose title names what is counted."""


def value_of(finding: Finding) -> str:
    """
    Print what a finding measured.

    Parameters
    ----------
    finding : Finding
        Any.

    Returns
    -------
    str
        "118/min", "135 ms" or "0.15 mV"; of beats that are counted the bare number.
    """
    measure = FINDINGS[finding.code].measure
    if measure == "heart_rate_bpm":
        return f"{finding.value:.0f}/min"
    if measure in COUNTS:
        return number_text(measure, finding.value)
    if "{}" in measure:
        measure = measure.format(finding.leads[0].lower())
    return with_unit(measure, finding.value)


def title_of(finding: Finding) -> str:
    """
    Name a finding with its value and leads.

    Parameters
    ----------
    finding : Finding
        Any.

    Returns
    -------
    str
        Few words; the finding's text says the rest.
    """
    title = TITLES[finding.code]
    value, leads = value_of(finding), ", ".join(finding.leads)
    return title.format(value=value, leads=leads)
