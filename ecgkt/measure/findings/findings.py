"""Measured facts in words, and what they say for and against the model's statements."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from ecgkt.measure.findings.conduction import conduction_findings
from ecgkt.measure.findings.rhythm import rhythm_findings
from ecgkt.measure.findings.territory import territory_findings
from ecgkt.measure.findings.voltage import voltage_findings
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import Finding
from ecgkt.vocab.findings import FINDINGS


class ModelCalls(NamedTuple):
    """
    What a model says, in codes of statements; nothing of it is measured here.

    Attributes
    ----------
    called : frozenset of str
        Validated statements above their thresholds.
    denied : frozenset of str
        Validated statements far below them.
    """

    called: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()


NO_CALLS = ModelCalls()


def find_findings(
    found: EcgMeasurements, said: ModelCalls = NO_CALLS
) -> tuple[Finding, ...]:
    """
    Apply every rule to one recording.

    Parameters
    ----------
    found : EcgMeasurements
        What was measured.
    said : ModelCalls
        What the model says of the same recording.

    Returns
    -------
    tuple of Finding
        Those that disagree with the model first, measurements within their limits
        last; nothing of what could not be measured.
    """
    findings = (
        *rhythm_findings(found),
        *conduction_findings(found),
        *voltage_findings(found),
        *territory_findings(found),
    )
    compared = [replace(one, disagrees=disagreements(one, said)) for one in findings]
    return tuple(
        sorted(
            compared, key=lambda one: (not one.disagrees, FINDINGS[one.code].is_normal)
        )
    )


def disagreements(finding: Finding, said: ModelCalls) -> tuple[str, ...]:
    """
    Return the statements of which a finding says otherwise than the model.

    Parameters
    ----------
    finding : Finding
        A measured fact.
    said : ModelCalls
        What the model says.

    Returns
    -------
    tuple of str
        `findings_vocab.DISAGREEMENT_RULE` says which.

    Examples
    --------
    >>> normal = Finding(code="qrs_normal", text="", value=94, unit="ms", leads=(),
    ...     beats=9, normal_range=(None, 110), source="", contradicts=("CRBBB",))
    >>> disagreements(normal, Said(called=frozenset({"CRBBB"})))
    ('CRBBB',)
    """
    called = _within(finding.contradicts, said.called)
    is_called = bool(_within(finding.supports, said.called))
    if not FINDINGS[finding.code].defines or is_called:
        return called
    return (*called, *_within(finding.supports, said.denied))


def _within(codes: Iterable[str], others: frozenset[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code in others)
