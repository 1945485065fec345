"""The first lines of a reading: one sentence, its parts by source, what is critical."""

from collections.abc import Iterator
from dataclasses import replace

from ecgkt.report.impression.critical import critical_of
from ecgkt.report.impression.evidence import Evidence
from ecgkt.report.impression.part import Part
from ecgkt.report.impression.rhythm import rhythm_parts
from ecgkt.types.impression import Chip, Critical, Impression
from ecgkt.types.reading import Reading
from ecgkt.vocab.clauses import SLOTS, Row
from ecgkt.vocab.findings import FINDINGS

NORMAL = "normal ECG"
NOTHING = "nothing beyond normal limits measured"


def impression_of(reading: Reading) -> Impression:
    """
    Say first what a cardiologist would say first.

    Rate, intervals and axes are measured ones, always. A statement of the model that a
    measurement contradicts is no part of the sentence; one that the model alone says is
    "possible" there, and one that could not be validated only a chip. "Normal ECG" is
    said where the model says it, no finding contradicts it and nothing is critical.

    Parameters
    ----------
    reading : Reading
        With or without scores.

    Returns
    -------
    Impression
        Of a refused recording the reason why it is not read.

    References
    ----------
    .. [1] Kligfield et al., "Recommendations for the standardization and
       interpretation of the electrocardiogram, part I", Circulation 2007;115:1306: the
       order of a report's statements.
    """
    critical = critical_of(reading)
    if not reading.measurements:
        reasons = reading.quality.reasons
        return Impression(
            sentence=f"Not read. {reasons[0]}" if reasons else "Not read.",
            critical=critical,
        )
    evidence = Evidence(reading)
    parts = parts_of(evidence)
    last, normal = _verdict(evidence, parts, critical)
    clauses = [part.clause for part in parts if part.clause]
    sentence = "; ".join([*clauses, *([last] if last else [])])
    return Impression(
        sentence=f"{sentence[:1].upper()}{sentence[1:]}.",
        chips=(*(part.chip for part in parts), *normal),
        critical=critical,
    )


def parts_of(evidence: Evidence) -> list[Part]:
    """Return all there is to say of a recording, in the order of a report."""
    parts = rhythm_parts(evidence)
    for slot in SLOTS:
        parts += slot_parts(evidence, slot)
    return parts


def slot_parts(evidence: Evidence, rows: tuple[Row, ...]) -> Iterator[Part]:
    """Say what the rows of one slot find; a number that was told is not told again."""
    of_slot = {code for row in rows for code in row.findings}
    told: set[str] = set()
    for row in rows:
        part = _row_part(evidence, row)
        fresh = [f for f in part.findings if f.code in of_slot - told]
        # What a block or a hypertrophy explains is no part of its own.
        if part.scores or fresh:
            yield replace(part, told=tuple(fresh))
            told |= {finding.code for finding in fresh}


def _row_part(evidence: Evidence, row: Row) -> Part:
    called = tuple(evidence.positive(row.statements))
    own = tuple(evidence.findings[c] for c in row.findings if c in evidence.findings)
    if not called:
        return Part(words=row.words, findings=own)
    supporting = evidence.supporting(row.statements)
    support = tuple(f for f in supporting if not FINDINGS[f.code].is_normal)
    against = tuple(evidence.contradicting(row.statements))
    return Part(
        words=row.words, scores=called, findings=own or support, against=against
    )


def _verdict(
    evidence: Evidence, parts: list[Part], critical: tuple[Critical, ...]
) -> tuple[str, tuple[Chip, ...]]:
    """Say whether the ECG is normal, or who says so and who does not."""
    abnormal = [part for part in parts[1:] if part.clause]
    called = tuple(evidence.positive(("NORM",)))
    if not called:
        is_quiet = not abnormal and not critical and not _is_rhythm_off(parts[0])
        return (NOTHING if is_quiet else ""), ()
    against = tuple(evidence.contradicting(("NORM",)))
    if against or critical:
        part = Part(words=NORMAL, scores=called, against=against)
        chip = part.chip
        if not against:
            chip = Chip(
                text=f"{chip.text}, but see what is critical",
                source="disagree",
                codes=chip.codes,
            )
        return "", (chip,)
    words = f"otherwise {NORMAL}" if abnormal or _is_rhythm_off(parts[0]) else NORMAL
    return words, (Part(words=words, scores=called).chip,)


def _is_rhythm_off(rhythm: Part) -> bool:
    return any(not FINDINGS[finding.code].is_normal for finding in rhythm.findings)
