"""Findings of some seconds and leads, put where the whole recording shows them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from ecgkt.measure.findings.parts import Spans
from ecgkt.types.measurements import Finding
from ecgkt.vocab.leads import LEADS

DECIMALS = 4
"""Of seconds, as in the spans of `parts`."""


def place_findings(
    findings: Iterable[Finding], start_s: float, absent: Sequence[str]
) -> tuple[Finding, ...]:
    """
    Move what findings point at onto the recording's own time and leads.

    Parameters
    ----------
    findings : iterable of Finding
        With spans from the first measured second on.
    start_s : float
        Where in the recording the measured seconds begin.
    absent : sequence of str
        Leads that are not there.

    Returns
    -------
    tuple of Finding
        A span of a lead that is not there is left out; where none remains, the first
        lead that is there shows the same seconds.

    Examples
    --------
    >>> seen = Finding(code="regular", text="", value=1, unit="%", leads=(), beats=9,
    ...     normal_range=(None, 10), source="", spans=(("II", 0.5, 1.5),))
    >>> place_findings([seen], 20.0, ["II"])[0].spans
    (('I', 20.5, 21.5),)
    """
    shown = next((lead for lead in LEADS if lead not in absent), "")
    return tuple(
        replace(finding, spans=_placed(finding.spans, start_s, absent, shown))
        for finding in findings
    )


def _placed(spans: Spans, start_s: float, absent: Sequence[str], shown: str) -> Spans:
    kept = [span for span in spans if span[0] not in absent]
    if not kept and shown:
        kept = list(dict.fromkeys((shown, first, last) for _lead, first, last in spans))
    return tuple(
        (lead, round(start_s + first, DECIMALS), round(start_s + last, DECIMALS))
        for lead, first, last in kept
    )
