"""The report in words, as a first draft: the same for the same reading, always."""

from collections.abc import Iterator

from ecgkt.report.fewer_leads_words import heading, sentence, told
from ecgkt.report.finding_words import title_of
from ecgkt.report.impression.impression import impression_of
from ecgkt.report.lab_groups import by_strength
from ecgkt.report.lab_words import ESTIMATED, lab_auroc_text, ratio_text
from ecgkt.report.measured_words import STATES, disagreement_text, value_text
from ecgkt.report.refer_words import REFERRED
from ecgkt.types.measurements import Finding
from ecgkt.types.reading import LabScore, Reading, Score
from ecgkt.vocab.critical import RULES
from ecgkt.vocab.findings import FINDINGS, MEASURES
from ecgkt.vocab.labs import lab_title

REPORTED = (
    "heart_rate_bpm",
    "p_ms",
    "pr_ms",
    "qrs_ms",
    "qt_ms",
    "qtc_fridericia_ms",
    "qtc_bazett_ms",
    "qtc_framingham_ms",
    "qtc_hodges_ms",
    "p_axis_degrees",
    "axis_degrees",
    "t_axis_degrees",
)
"""Measurements of a report, in its order."""
BETWEEN = " · "
VERDICTS = {
    "accept": "Accepted.",
    "warn": "Accepted with warnings.",
    "refuse": "Not scored.",
}
NOT_RULED_OUT = (
    "What is not named here was not looked for, or lies below its threshold: it is not "
    "ruled out."
)
LABORATORY = f"Laboratory. {ESTIMATED}"
NOTHING_MEASURED = "Nothing was measured."


def draft_text(reading: Reading) -> str:
    """
    Write the report of a reading.

    Parameters
    ----------
    reading : Reading
        With or without scores.

    Returns
    -------
    str
        Headings on lines of their own, without a closing line break. Every number in it
        is one of the reading's (`trace_numbers` says which).
    """
    parts = {
        "Reading": list(_reading(reading)),
        "Measurements": list(_measurements(reading)),
        "Findings": [finding_line(finding) for finding in told_findings(reading)],
        "Statements of the model": [score_line(score) for score in detected(reading)],
        LABORATORY: [lab_line(lab) for lab in flagged_labs(reading)],
        **_fewer_leads(reading),
        "Quality": list(quality_lines(reading)),
        "Not assessed": [*_not_assessed(reading), NOT_RULED_OUT],
    }
    return "\n\n".join(
        "\n".join((title, *lines)) for title, lines in parts.items() if lines
    )


def told_findings(reading: Reading) -> list[Finding]:
    """Return what was measured beyond its limits, or against what the model says."""
    return [
        f for f in reading.findings if not FINDINGS[f.code].is_normal or f.disagrees
    ]


def detected(reading: Reading) -> list[Score]:
    """Return the statements above their thresholds: the validated and surest first."""
    return sorted(
        (score for score in reading.diagnoses if score.positive),
        key=lambda score: (not score.validated, -score.probability),
    )


def flagged_labs(reading: Reading) -> list[LabScore]:
    """Return the laboratory abnormalities that this ECG speaks for, strongest first."""
    return [lab for lab in by_strength(reading.labs) if lab.flagged]


def finding_line(finding: Finding) -> str:
    """Name a finding, then say it in its sentence."""
    words = (f"{title_of(finding)}: {finding.text}", disagreement_text(finding))
    return " ".join(filter(None, words))


def score_line(score: Score) -> str:
    """
    Say how sure the model is of a statement, and how often it is right.

    Examples
    --------
    >>> score_line(Score(code="SR", name="Sinus rhythm", group="Rhythm",
    ...     probability=0.98, threshold=0.6, positive=True, validated=True, auroc=0.931,
    ...     auroc_ci=(0.92, 0.945)))
    'Sinus rhythm: 0.98, threshold 0.60, AUROC 0.931 [0.920–0.945]'
    """
    validity = auroc_text(score)
    doubt = "" if score.validated else ", likely, not validated"
    return (
        f"{score.name}: {score.probability:.2f}, threshold {score.threshold:.2f}, "
        f"{validity}{doubt}"
    )


def auroc_text(score: Score) -> str:
    """Return the measured validity of a statement, with its interval."""
    if score.auroc is None:
        return "AUROC not measured"
    if score.auroc_ci is None:
        return f"AUROC {score.auroc:.3f}"
    low, high = score.auroc_ci
    return f"AUROC {score.auroc:.3f} [{low:.3f}–{high:.3f}]"


def lab_line(lab: LabScore) -> str:
    """Say by how much an ECG shifts the odds of a laboratory abnormality."""
    validity = lab_auroc_text(lab.auroc, lab.auroc_ci)
    return f"{lab_title(lab)}: odds {ratio_text(lab)}, {validity}"


def quality_lines(reading: Reading) -> Iterator[str]:
    """Yield the verdict, its reasons, and what the file's reader noticed."""
    yield verdict_text(reading)
    yield from reading.quality.reasons
    yield from reading.record.warnings
    if reading.doubt and reading.doubt.is_referred:
        yield REFERRED


def verdict_text(reading: Reading) -> str:
    """Say what the gates decided."""
    quality = reading.quality
    return (
        "Measured, not scored." if quality.measured_only else VERDICTS[quality.verdict]
    )


def _reading(reading: Reading) -> Iterator[str]:
    impression = impression_of(reading)
    yield impression.sentence
    for item in impression.critical:
        title = RULES[item.rule].title
        # Some titles hold the limit: a number that nobody measured.
        known = "" if any(map(str.isdigit, title)) else f"{title}: "
        yield f"Critical: {known}{item.text}"


def _measurements(reading: Reading) -> Iterator[str]:
    found = {n: reading.measurements[n] for n in REPORTED if n in reading.measurements}
    if not found:
        return
    told = [
        f"{MEASURES[name].title} {value_text(name, measured)}"
        for name, measured in found.items()
        if measured.value is not None
    ]
    if told:
        yield BETWEEN.join(told)


def _fewer_leads(reading: Reading) -> dict[str, list[str]]:
    fewer = reading.fewer_leads
    if fewer is None:
        return {}
    return {heading(fewer): [sentence(fewer), *map(score_line, told(fewer))]}


def _not_assessed(reading: Reading) -> Iterator[str]:
    if not reading.measurements:
        yield NOTHING_MEASURED
    missing: dict[str, list[str]] = {}
    for name in REPORTED:
        measured = reading.measurements.get(name)
        if measured is not None and measured.value is None:
            why = f"{STATES[measured.state]} ({measured.reason})"
            missing.setdefault(why, []).append(MEASURES[name].title)
    for why, titles in missing.items():
        yield f"{', '.join(titles)}: {why}."
    if not reading.diagnoses:
        yield "Statements of the model and laboratory values: not estimated."
