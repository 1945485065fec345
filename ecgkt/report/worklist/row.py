"""A reading in one row of a worklist, with how soon it needs eyes."""

from ecgkt.report.impression.impression import NORMAL, NOTHING, impression_of
from ecgkt.report.measured_words import is_off
from ecgkt.types.doubt import Doubt
from ecgkt.types.impression import Impression
from ecgkt.types.reading import Reading
from ecgkt.types.record import SIMULATED
from ecgkt.types.worklist import Level, Row
from ecgkt.vocab.critical import RULES

MEASURES = {
    "heart_rate": "heart_rate_bpm",
    "qrs": "qrs_ms",
    "qtc": "qtc_fridericia_ms",
}
"""A row's numbers, and what they are called where they are measured."""
QUIET = tuple(f"{words[:1].upper()}{words[1:]}." for words in (NORMAL, NOTHING))
"""How a sentence ends, or is, where nothing else was found."""


def row_of(key: str, name: str, reading: Reading) -> Row:
    """
    Sum a reading up.

    Critical rules go first, in their own order and then by how many of them are met;
    then what was not scored, for nothing has looked at it; then findings, first those
    where model and measurement disagree, or the model is undecided.

    Parameters
    ----------
    key : str
        Of the recording.
    name : str
        Of its file.
    reading : Reading
        With or without scores.

    Returns
    -------
    Row
    """
    impression = impression_of(reading)
    level = level_of(reading, impression)
    record = reading.record

    values = {
        name: reading.measurements[measure]
        for name, measure in MEASURES.items()
        if measure in reading.measurements
    }
    known = {name: measured.value for name, measured in values.items()}
    off = tuple(n for n, m in values.items() if is_off(MEASURES[n], m, record.sex))
    return Row(
        key=key,
        name=name,
        level=level,
        rank=_rank(level, impression, reading.doubt),
        sentence=impression.sentence,
        critical=tuple(RULES[item.rule].title for item in impression.critical),
        age=record.age_years,
        sex=record.sex,
        heart_rate=known.get("heart_rate"),
        qrs=known.get("qrs"),
        qtc=known.get("qtc"),
        off=off,
        statements=tuple(score.code for score in reading.diagnoses if score.positive),
        is_simulated=SIMULATED in record.warnings or record.format == "simulated",
    )


def error_row(key: str, name: str, text: str) -> Row:
    """Return the row of a file that could not be read, with the reason."""
    return Row(key=key, name=name, level="error", sentence=text)


def level_of(reading: Reading, impression: Impression) -> Level:
    """Tell how soon a reading needs eyes; what the model says is never critical."""
    if impression.critical:
        return "critical"
    if reading.quality.verdict == "refuse":
        return "refused"
    last = impression.sentence.rpartition("; ")[2]
    return "normal" if f"{last[:1].upper()}{last[1:]}" in QUIET else "findings"


def _rank(level: Level, impression: Impression, doubt: Doubt | None) -> int:
    if level == "critical":
        rules = [list(RULES).index(item.rule) for item in impression.critical]
        return len(RULES) * min(rules) - len(rules)
    disagrees = any(chip.source == "disagree" for chip in impression.chips)
    return 0 if disagrees or (doubt and doubt.is_referred) else 1
