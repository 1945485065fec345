"""The first part of an impression: which rhythm, at which rate."""

from dataclasses import replace

from ecgkt.report.impression.evidence import Evidence
from ecgkt.report.impression.part import Part

SINUS = ("SR", "SBRAD", "STACH", "SARRH")
TOLD_BY_THE_MODEL = {
    "AFLT": "atrial flutter",
    "SVTAC": "supraventricular tachycardia",
    "PSVT": "paroxysmal supraventricular tachycardia",
    "SVARR": "supraventricular arrhythmia",
}
"""Rhythms that no rule here knows."""
RATES = {
    "sinus_bradycardia": "bradycardia",
    "bradycardia": "bradycardia",
    "sinus_tachycardia": "tachycardia",
    "tachycardia": "tachycardia",
}
IRREGULAR = (
    "irregular",
    "irregular_ectopic",
    "irregular_dropped",
    "sinus_arrhythmia",
)
"""Findings of an irregular rhythm, by what makes it so."""
MANY_P = 50.0
"""Per cent of the beats with a P wave from which sinus rhythm is said if the model says
it, too: the lower normal limit of `vocab.findings`."""
RESPONSES = {"bradycardia": "slow", "tachycardia": "fast", "rhythm": ""}
"""Of the ventricles in fibrillation, by the rate."""


def rhythm_parts(evidence: Evidence) -> list[Part]:
    """
    Name the rhythm; what the model says against the measurement follows it.

    Parameters
    ----------
    evidence : Evidence
        Of one recording.

    Returns
    -------
    list of Part
        The first one carries the measured rate.
    """
    if "paced" in evidence.findings:
        return [_part(evidence, "paced rhythm", ("PACE",), ("paced",))]
    fibrillation = _fibrillation(evidence)
    others = [
        Part(words=words, scores=tuple(called))
        for code, words in TOLD_BY_THE_MODEL.items()
        if (called := evidence.positive((code,)))
    ]
    if fibrillation and fibrillation.clause:
        return [fibrillation, *others]
    also = [fibrillation] if fibrillation else []
    return [_by_measurement(evidence), *also, *others]


def _part(
    evidence: Evidence, words: str, statements: tuple[str, ...], codes: tuple[str, ...]
) -> Part:
    """Put a rhythm together: its numbers are the rate, whatever says the rhythm."""
    called = evidence.positive(statements)
    findings = [evidence.findings[code] for code in codes if code in evidence.findings]
    rate = evidence.number("heart_rate_bpm")
    return Part(
        words=words,
        scores=tuple(called),
        findings=tuple(findings),
        rate=f"{rate}/min" if rate else "rate not measurable",
    )


def _rate_word(evidence: Evidence) -> str:
    found = (word for code, word in RATES.items() if code in evidence.findings)
    return next(found, "rhythm")


def _fibrillation(evidence: Evidence) -> Part | None:
    response = RESPONSES[_rate_word(evidence)]
    words = "atrial fibrillation"
    if response:
        words = f"{words} with {response} ventricular rate"
    part = _part(evidence, words, ("AFIB",), ("irregular_without_p",))
    if part.scores and not part.findings:
        against = tuple(evidence.contradicting(("AFIB",)))
        return replace(part, against=against)
    if part.findings and not part.scores:
        regular = "irregular rhythm without P waves"
        return _part(evidence, regular, (), ("irregular_without_p",))
    return part if part.scores else None


def _by_measurement(evidence: Evidence) -> Part:
    """Name the rhythm by its rate, regularity and P waves."""
    rate_codes = (*RATES, "rate_normal")
    word = _rate_word(evidence)
    share = evidence.value("p_beats_percent")
    is_called = bool(evidence.positive(SINUS))
    if "p_present" in evidence.findings or (is_called and (share or 0) >= MANY_P):
        return _part(evidence, f"sinus {word}", SINUS, (*rate_codes, "p_present"))
    if is_called and not evidence.known("p_beats_percent"):
        return _part(evidence, f"sinus {word}", SINUS, ())
    codes = (*rate_codes, "p_absent", "regular", *IRREGULAR)
    is_regular = "regular" in evidence.findings
    is_irregular = not evidence.findings.keys().isdisjoint(IRREGULAR)
    regular = "regular" if is_regular else "irregular"
    words = f"{regular} {word}" if is_regular or is_irregular else word
    if "p_absent" in evidence.findings:
        words = f"{words} without P waves"
    elif words == "rhythm":
        words = "rhythm not determined"
    return _part(evidence, words, (), codes)
