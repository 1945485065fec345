"""Two readings of one patient become a comparison."""

from ecgkt.report.impression.critical import critical_of
from ecgkt.report.serial.measured import measured_changes
from ecgkt.report.serial.said import lab_changes, statement_changes
from ecgkt.report.serial.sentence import sentence_of
from ecgkt.results.repeatability import RepeatabilityTable
from ecgkt.types.comparison import Change, Comparison
from ecgkt.types.reading import Reading
from ecgkt.types.record import SIMULATED

WHEN = ("earlier", "later")


def compare(
    before: Reading, after: Reading, table: RepeatabilityTable | None
) -> Comparison:
    """
    Say what changed from one recording to another.

    Parameters
    ----------
    before, after : Reading
        The recording that is held to be the baseline, and the other one.
    table : RepeatabilityTable or None
        How far repeats of one heart lie apart; without it nothing is judged.

    Returns
    -------
    Comparison
        Of a recording that was not measured only the reason.

    References
    ----------
    .. [1] Bland and Altman, "Measuring agreement in method comparison studies", Stat
       Methods Med Res 1999;8:135: 95 % of two repeats differ by less than the
       repeatability coefficient.
    .. [2] Kligfield et al., "Recommendations for the standardization and
       interpretation of the electrocardiogram, part I", Circulation 2007;115:1306: the
       order in which a report speaks, which the changes follow.
    """
    missing = [
        f"Not compared: the {when} recording was not read. {_reason(reading)}"
        for when, reading in zip(WHEN, (before, after), strict=True)
        if not reading.measurements
    ]
    if missing:
        return Comparison(
            sentence=" ".join(missing),
            critical=(),
            measurements=(),
            statements=(),
            labs=(),
            notes=(),
        )
    measured = measured_changes(before, after, table)
    statements = statement_changes(before, after, table)
    changes = {change.name: change for change in (*measured, *statements)}
    sentence, left_out = sentence_of(before, after, changes)
    known = {item.rule for item in critical_of(before)}
    return Comparison(
        sentence=sentence,
        critical=tuple(item for item in critical_of(after) if item.rule not in known),
        measurements=measured,
        statements=statements,
        labs=lab_changes(before, after, table),
        notes=(*left_out, *limits_of(before, after, measured)),
    )


def limits_of(
    before: Reading, after: Reading, measured: tuple[Change, ...]
) -> tuple[str, ...]:
    """
    Say what limits a comparison.

    Parameters
    ----------
    before, after : Reading
        Both measured.
    measured : tuple of Change
        Of them.

    Returns
    -------
    tuple of str
        One sentence each.
    """
    first, second = before.record, after.record
    simulated = SIMULATED in (*first.warnings, *second.warnings)
    notes = [f"{SIMULATED}."] if simulated else []
    if first.fs != second.fs:
        notes.append(
            f"Recorded at {first.fs:g} and {second.fs:g} Hz: the errors of both rates "
            "are in the limits."
        )
    lengths = (first.duration_s, second.duration_s)
    if min(lengths) < 9.5 and max(lengths) >= 9.5:
        notes.append(
            f"{lengths[0]:.1f} and {lengths[1]:.1f} s long: the shorter one has fewer "
            "beats, and a larger error than the limits know."
        )
    for when, reading, other in ((WHEN[0], first, second), (WHEN[1], second, first)):
        absent = [lead for lead in other.leads if lead not in reading.leads]
        if absent:
            notes.append(f"The {when} recording has no {', '.join(absent)}.")
    for when, one in zip(WHEN, (before, after), strict=True):
        notes += _quality_notes(when, one)
    if not any(change.verdict != "unjudged" for change in measured):
        notes.append("No measurement could be held against a repeat error.")
    return tuple(notes)


def _quality_notes(when: str, reading: Reading) -> list[str]:
    notes = []
    if not reading.diagnoses:
        reason = reading.quality.reasons[0] if reading.quality.reasons else ""
        notes.append(
            f"The {when} recording is not scored: no statement, no lab. {reason}"
        )
    elif reading.is_paced:
        notes.append(f"The {when} rhythm is paced: scores are not compared.")
    if "electrodes" in reading.quality.flags:
        notes.append(f"The {when} recording: {reading.quality.flags['electrodes']}")
    return [note.strip() for note in notes]


def _reason(reading: Reading) -> str:
    return reading.quality.reasons[0] if reading.quality.reasons else ""
