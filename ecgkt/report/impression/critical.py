"""What needs a physician at once, by measured rules alone."""

from collections.abc import Iterator

from ecgkt.report.impression.evidence import Evidence
from ecgkt.report.impression.part import number_text_of
from ecgkt.types.impression import Critical
from ecgkt.types.reading import Reading
from ecgkt.vocab.critical import RULES

VOLTAGES = ("sokolow_lyon", "cornell", "cornell_in_women")
BLOCKS = ("qrs_rbbb", "qrs_lbbb")
WIDE_QRS = 120.0
"""ms; Page et al. 2016."""
FLAGS = {"no_heart_beat": "no_rhythm", "electrodes": "electrodes"}
"""Of the quality gates, and the rules that they meet."""


def critical_of(reading: Reading) -> tuple[Critical, ...]:
    """
    Apply every rule to what was measured; what the model says plays no part.

    Parameters
    ----------
    reading : Reading
        With or without scores.

    Returns
    -------
    tuple of Critical
        In the order of `RULES`.
    """
    found = {item.rule: item for item in _found(Evidence(reading))}
    return tuple(found[rule] for rule in RULES if rule in found)


def _found(evidence: Evidence) -> Iterator[Critical]:
    for flag, reason in evidence.reading.quality.flags.items():
        yield _critical(FLAGS[flag], reason)
    if "paced" in evidence.findings:
        yield _critical("paced", evidence.findings["paced"].text)
        return
    yield from _rates(evidence)
    yield from _repolarisation(evidence)


def limit_of(rule: str) -> float:
    """Return the number of a rule that has one."""
    limit = RULES[rule].limit
    if limit is None:
        raise ValueError(f"{rule} has no number")
    return limit


def _rates(evidence: Evidence) -> Iterator[Critical]:
    rate, qrs = evidence.value("heart_rate_bpm"), evidence.value("qrs_ms")
    if rate is None:
        return
    told = f"Heart rate {evidence.number('heart_rate_bpm')}/min"
    if rate < limit_of("very_slow"):
        yield _critical("very_slow", f"{told}.", value=rate)
    if rate > limit_of("very_fast"):
        yield _critical("very_fast", f"{told}.", value=rate)
    is_wide = qrs is not None and qrs >= WIDE_QRS
    if (
        rate > limit_of("wide_tachycardia")
        and is_wide
        and "p_present" not in evidence.findings
    ):
        text = f"{told} with a QRS of {evidence.quoted('qrs_ms')}."
        yield _critical("wide_tachycardia", text, value=rate)


def _repolarisation(evidence: Evidence) -> Iterator[Critical]:
    qtc = evidence.value("qtc_fridericia_ms")
    if qtc is not None and qtc >= limit_of("long_qtc"):
        text = f"QTc (Fridericia) {evidence.quoted('qtc_fridericia_ms')}."
        yield _critical("long_qtc", text, value=qtc)
    explained = {*VOLTAGES, *BLOCKS} & set(evidence.findings)
    raised = [f for code, f in evidence.findings.items() if code.startswith("st_up_")]
    if raised and not explained:
        worst = max(raised, key=lambda finding: finding.value)
        leads = tuple(lead for finding in raised for lead in finding.leads)
        text = f"{' and '.join(number_text_of(f, 'ST') for f in raised)}."
        yield _critical("st_elevation", text, leads=leads, value=worst.value)
    block = evidence.findings.get("st_in_lbbb")
    if block:
        text = f"{number_text_of(block, 'ST')}."
        yield _critical("st_in_lbbb", text, leads=block.leads, value=block.value)


def _critical(
    rule: str, text: str, *, leads: tuple[str, ...] = (), value: float | None = None
) -> Critical:
    kind = RULES[rule]
    return Critical(
        text=text,
        rule=rule,
        leads=leads,
        value=value,
        limit=kind.limit,
        source=kind.source,
    )
