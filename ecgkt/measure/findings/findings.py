"""Measured facts in words, and what they say for and against the model's statements."""

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from ecgkt.measure.findings.conduction import conduction_findings
from ecgkt.measure.findings.ectopy import ectopy_findings
from ecgkt.measure.findings.rhythm import rhythm_findings
from ecgkt.measure.findings.territory import territory_findings
from ecgkt.measure.findings.voltage import voltage_findings
from ecgkt.measure.measure_ecg import EcgMeasurements
from ecgkt.types.measurements import Finding
from ecgkt.types.record import Sex
from ecgkt.vocab.findings import FINDINGS


class ModelCalls(NamedTuple):
    """
    What a model says, in codes of statements; nothing of it is measured here.

    Attributes
    ----------
    positive : frozenset of str
        Validated statements above their thresholds.
    rejected : frozenset of str
        Validated statements far below them.
    """

    positive: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


NO_CALLS = ModelCalls()


def find_findings(
    ecg: EcgMeasurements,
    calls: ModelCalls = NO_CALLS,
    *,
    sex: Sex | None = None,
    age: float | None = None,
) -> tuple[Finding, ...]:
    """
    Apply every rule to one recording.

    Parameters
    ----------
    ecg : EcgMeasurements
        What was measured.
    calls : ModelCalls
        What the model says of the same recording.
    sex : str or None
        Where QTc and Cornell's voltage have a limit for each sex, its own; if it is not
        known, a text says what holds for which. ST elevation has limits by sex and age,
        too.
    age : float or None
        Years.

    Returns
    -------
    tuple of Finding
        Those that disagree with the model first, measurements within their limits
        last; nothing of what could not be measured.
    """
    findings = (
        *rhythm_findings(ecg),
        *ectopy_findings(ecg),
        *conduction_findings(ecg, sex),
        *voltage_findings(ecg, sex),
        *territory_findings(ecg, sex, age),
    )
    compared = [
        replace(finding, disagrees=disagreements(finding, calls))
        for finding in findings
    ]

    def place(finding: Finding) -> tuple[bool, bool]:
        return not finding.disagrees, FINDINGS[finding.code].is_normal

    return tuple(sorted(compared, key=place))


def disagreements(finding: Finding, calls: ModelCalls) -> tuple[str, ...]:
    """
    Return the statements of which a finding says otherwise than the model.

    Parameters
    ----------
    finding : Finding
        A measured fact.
    calls : ModelCalls
        What the model says.

    Returns
    -------
    tuple of str
        `vocab.findings.DISAGREEMENT_RULE` says which.

    Examples
    --------
    >>> normal = Finding(code="qrs_normal", text="", value=94, unit="ms", leads=(),
    ...     beats=9, normal_range=(None, 110), source="", contradicts=("CRBBB",))
    >>> disagreements(normal, ModelCalls(positive=frozenset({"CRBBB"})))
    ('CRBBB',)
    """
    contradicted = _within(finding.contradicts, calls.positive)
    is_called = bool(_within(finding.supports, calls.positive))
    if not FINDINGS[finding.code].defines or is_called:
        return contradicted
    return (*contradicted, *_within(finding.supports, calls.rejected))


def _within(codes: Iterable[str], others: frozenset[str]) -> tuple[str, ...]:
    return tuple(code for code in codes if code in others)
