"""A reading as a few lines of text, for the terminal."""

from collections.abc import Sequence

from ecgkt.report.fewer_leads_words import (
    SECOND_RANK,
    heading,
    reach_text,
    sentence,
    told,
    validity_text,
)
from ecgkt.report.impression.impression import impression_of
from ecgkt.report.lab_groups import by_strength
from ecgkt.report.lab_words import (
    ESTIMATED,
    lab_auroc_text,
    normal_text,
    ratio_text,
)
from ecgkt.report.measured_words import measured_lines
from ecgkt.report.model_words import AS_SHIPPED, model_text
from ecgkt.report.reading_json import INTENDED_USE
from ecgkt.report.refer_words import refer_text
from ecgkt.report.vendor_words import vendor_lines
from ecgkt.types.impression import SOURCES
from ecgkt.types.reading import (
    FewerLeadsReading,
    LabScore,
    Quality,
    Reading,
    Score,
)
from ecgkt.vocab.labs import lab_title


def reading_text(reading: Reading) -> str:
    """
    Put a reading into words: measured facts, what was detected, laboratory values.

    Parameters
    ----------
    reading : Reading
        With or without scores.

    Returns
    -------
    str
        Lines without a closing line break.
    """
    record, model = reading.record, reading.model
    lines = [
        f"{reading.file or record.id}: {record.format}, {record.fs:g} Hz, "
        f"{record.duration_s:.1f} s, quality: {verdict_text(reading.quality)}",
        *(f"  note: {text}" for text in (*reading.quality.reasons, *record.warnings)),
    ]
    lines += _impression_lines(reading)
    lines += measured_lines(reading.measurements, reading.findings, sex=record.sex)
    lines += vendor_lines(reading)
    if reading.quality.verdict == "refuse":
        is_partial = reading.quality.measured_only
        lines.append("  Not scored." if is_partial else "  Not assessed.")
        lines += _fewer_leads_lines(reading.fewer_leads)
    else:
        positive = [score for score in reading.diagnoses if score.positive]
        detected = [score for score in positive if score.validated]
        detected.sort(key=lambda score: -score.probability)
        lines += ["  Super-classes", *map(_line, reading.superclasses)]
        lines += ["  Statements detected", *map(_line, detected)]
        if n_unsure := len(positive) - len(detected):
            lines.append(f"    and {n_unsure} that are not validated: see --json")
        lines += _lab_lines(reading.labs)
    lines.append(f"  {model_text(model)}")
    if model.adapter:
        lines.append(f"  {AS_SHIPPED}")
    lines.append(f"  {INTENDED_USE}")
    return "\n".join(lines)


def _impression_lines(reading: Reading) -> list[str]:
    """Return the sentence, what is critical, and each part with who says it."""
    impression = impression_of(reading)
    return [
        f"  {impression.sentence}",
        *(f"  CRITICAL: {item.text} [{item.source}]" for item in impression.critical),
        *([f"  {referred}"] if (referred := refer_text(reading.doubt)) else []),
        *(f"    {SOURCES[chip.source]:<18} {chip.text}" for chip in impression.chips),
    ]


def verdict_text(quality: Quality) -> str:
    """Return the verdict, told apart where a refused recording is still measured."""
    return f"{quality.verdict}{' to score' if quality.measured_only else ''}"


def not_scored_text(quality: Quality) -> str:
    """
    Say why a recording is not scored, in one line.

    Parameters
    ----------
    quality : Quality
        Of a recording that was refused.

    Returns
    -------
    str

    Examples
    --------
    >>> not_scored_text(Quality(verdict="refuse", reasons=("Noise.",)))
    'not scored. Noise.'
    """
    # What is measured for all that says so itself.
    mark = "" if quality.measured_only else "not scored. "
    return mark + " ".join(quality.reasons)


def _line(score: Score) -> str:
    verdict = "detected" if score.positive else "not detected"
    auroc = "AUROC not measured"
    if score.auroc is not None and score.auroc_ci is not None:
        low, high = score.auroc_ci
        auroc = f"AUROC {score.auroc:.3f} ({low:.3f}–{high:.3f})"
    return (
        f"    {score.name:<50} {score.probability:.2f}  {verdict:<12} "
        f"threshold {score.threshold:.2f}  {auroc}"
    )


def _fewer_leads_lines(fewer: FewerLeadsReading | None) -> list[str]:
    if fewer is None:
        return []
    return [
        f"  {heading(fewer)}. {SECOND_RANK}",
        f"    {sentence(fewer)} {reach_text(fewer)}",
        *map(_line, told(fewer)),
        f"    {validity_text(fewer)}",
        f"    {fewer.model.name} {fewer.model.version}, weights "
        f"{fewer.model.sha256[:12]}",
    ]


def _lab_lines(labs: Sequence[LabScore]) -> list[str]:
    if not labs:
        return []
    shown = by_strength(lab for lab in labs if lab.is_shown)
    flagged = [lab for lab in shown if lab.flagged]
    n_against = sum(lab.speaks_against for lab in shown)
    rest = [
        f"{len(shown) - len(flagged) - n_against} not flagged",
        f"{n_against} spoken against",
        f"{len(labs) - len(shown)} not readable or taught by simulation",
    ]
    return [
        f"  {ESTIMATED}: laboratory values that this ECG makes more likely",
        *map(_lab_line, flagged),
        f"    {'and' if flagged else 'none;'} {', '.join(rest)}: see --json",
    ]


def _lab_line(lab: LabScore) -> str:
    parts = [
        lab_auroc_text(lab.auroc, lab.auroc_ci) + f" in {lab.n_patients} patients",
        normal_text(lab),
    ]
    facts = ", ".join(part for part in parts if part)
    return f"    {lab_title(lab):<50} {ratio_text(lab)}  {facts}"
