"""A reading as a few lines of text, for the terminal."""

from ecgkt.record import Reading, Score
from ecgkt.report.reading_json import INTENDED_USE


def reading_text(reading: Reading) -> str:
    """
    Put a reading into words: what was detected first, then the super-classes.

    Parameters
    ----------
    reading : Reading
        With or without scores.

    Returns
    -------
    str
        Lines without a closing line break.

    Raises
    ------
    AttributeError
        If it is no reading.
    """
    record, model = reading.record, reading.model
    lines = [
        f"{reading.file or record.id}: {record.format}, {record.fs:g} Hz, "
        f"{record.duration_s:.1f} s, quality: {reading.quality.verdict}",
        *(f"  note: {text}" for text in (*reading.quality.reasons, *record.warnings)),
    ]
    if reading.quality.verdict == "refuse":
        lines.append("  Not assessed.")
    else:
        detected = [one for one in reading.diagnoses if one.positive and one.validated]
        detected.sort(key=lambda one: -one.probability)
        lines += ["  Super-classes", *map(_line, reading.superclasses)]
        lines += ["  Statements detected", *map(_line, detected)]
        unsure = sum(one.positive and not one.validated for one in reading.diagnoses)
        if unsure:
            lines.append(f"    and {unsure} that are not validated: see --json")
    lines.append(f"  {model.name} {model.version}, weights {model.sha256[:12]}")
    lines.append(f"  {INTENDED_USE}")
    return "\n".join(lines)


def _line(score: Score) -> str:
    verdict = "detected" if score.positive else "not detected"
    measured = "AUROC not measured"
    if score.auroc is not None and score.auroc_ci is not None:
        low, high = score.auroc_ci
        measured = f"AUROC {score.auroc:.3f} ({low:.3f}–{high:.3f})"
    return (
        f"    {score.name:<50} {score.probability:.2f}  {verdict:<12} "
        f"threshold {score.threshold:.2f}  {measured}"
    )
