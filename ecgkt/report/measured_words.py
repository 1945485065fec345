"""Measurements and findings in words, the same on the page and on the terminal."""

from collections.abc import Iterable, Mapping, Sequence

from ecgkt.types.measurements import Finding, Measurement
from ecgkt.types.record import Sex
from ecgkt.vocab.finding_kinds import Range
from ecgkt.vocab.findings import (
    FINDINGS,
    MEASURES,
    find_measure,
    normal_range,
    number_text,
    with_unit,
)
from ecgkt.vocab.leads import LEADS
from ecgkt.vocab.statements import DIAGNOSES

HEADLINE = (
    "heart_rate_bpm",
    "pr_ms",
    "qrs_ms",
    "qt_ms",
    "qtc_fridericia_ms",
    "axis_degrees",
)
"""What a reader of ECGs looks for first."""
OVERREAD = "Measured by software: needs over-reading by a physician."
STATES = {"absent": "absent", "not_measurable": "not measurable"}
NAMES = {diagnosis.code: diagnosis.name for diagnosis in DIAGNOSES}


def value_text(name: str, measurement: Measurement) -> str:
    """
    Print a value with its unit, or its state.

    Parameters
    ----------
    name : str
        Of the measurement.
    measurement : Measurement
        Measured or not.

    Returns
    -------
    str

    Examples
    --------
    >>> value_text("qrs_ms", Measurement(value=93.7)), value_text(
    ...     "axis_degrees", Measurement(value=-31.2))
    ('94 ms', '−31°')
    """
    if measurement.value is None:
        return STATES[measurement.state]
    return with_unit(name, measurement.value, measurement.error_ms)


def is_off(name: str, measured: Measurement, sex: Sex | None) -> bool:
    """Tell whether a value lies outside its normal range, by more than its error."""
    low, high = normal_range(name, sex)
    if measured.value is None:
        return False
    value = measured.value
    if all(finding.measure != name for finding in FINDINGS.values()):
        # No finding says so in words: a 75 that is 75.3 is not beside 0 to 75.
        value = round(value, find_measure(name).decimals)
    error = measured.error_ms or 0.0
    is_low = low is not None and value < low - error
    return is_low or (high is not None and value > high + error)


def spread_text(name: str, measurement: Measurement) -> str:
    """Print the spread over the beats; empty without one, or beside an error."""
    spread = measurement.spread
    if spread is None or measurement.error_ms is not None:
        return ""
    return f"± {with_unit(name, spread)}"


def range_text(name: str, limits: Range) -> str:
    """
    Print the normal range of a measurement.

    Parameters
    ----------
    name : str
        Of the measurement.
    limits : tuple of two floats, each or None
        Both still normal.

    Returns
    -------
    str
        Empty if there is none.

    Examples
    --------
    >>> range_text("pr_ms", (120, 200)), range_text("sokolow_lyon_mv", (None, 3.5))
    ('120–200 ms', 'up to 3.50 mV')
    """
    low, high = limits
    if low is not None and high is not None:
        # A dash between negative numbers cannot be read.
        mark = " to " if low < 0 else "–"
        return f"{number_text(name, low)}{mark}{with_unit(name, high)}"
    if high is not None:
        return f"up to {with_unit(name, high)}"
    return "" if low is None else f"from {with_unit(name, low)}"


def statement_names(codes: Iterable[str]) -> str:
    """Return the names of statements, as one text."""
    return ", ".join(NAMES[code] for code in codes)


def disagreement_text(finding: Finding) -> str:
    """
    Say in which way a finding and the model contradict each other.

    Parameters
    ----------
    finding : Finding
        Compared with a model.

    Returns
    -------
    str
        Empty if they do not.
    """
    called = [code for code in finding.disagrees if code in finding.contradicts]
    missed = [code for code in finding.disagrees if code not in finding.contradicts]
    parts = []
    if called:
        parts.append(f"the model calls {statement_names(called)}")
    if missed:
        parts.append(f"the model does not see {statement_names(missed)}")
    if not parts:
        return ""
    return f"Measured evidence disagrees with the model: {'; '.join(parts)}."


def coverage_text(measurements: Mapping[str, Measurement]) -> str:
    """
    Say in how many leads something could be measured, and why not in the others.

    Parameters
    ----------
    measurements : mapping of str to Measurement
        Of one recording.

    Returns
    -------
    str
        One sentence.

    Examples
    --------
    >>> level = Measurement.of(0)
    >>> coverage_text({f"st_{lead.lower()}_mv": level for lead in LEADS})
    'Read in 12 of 12 leads.'
    """
    levels = {lead: measurements[f"st_{lead.lower()}_mv"] for lead in LEADS}
    unread = [
        f"{lead}: {level.reason}"
        for lead, level in levels.items()
        if level.value is None
    ]
    n_read = len(LEADS) - len(unread)
    why = f" ({'; '.join(unread)})" if 0 < len(unread) < len(LEADS) else ""
    return f"Read in {n_read} of {len(LEADS)} leads{why}."


def measured_lines(
    measurements: Mapping[str, Measurement],
    findings: Sequence[Finding],
    *,
    sex: Sex | None = None,
) -> list[str]:
    """
    Put measurements and findings into lines for the terminal.

    Parameters
    ----------
    measurements : mapping of str to Measurement
        Empty if nothing was measured.
    findings : sequence of Finding
        In the order in which they are listed.
    sex : str or None
        Of whom the normal ranges are printed.

    Returns
    -------
    list of str
        Per-lead values are left to the JSON.
    """
    if not measurements:
        return []
    return [
        f"  Measurements. {OVERREAD}",
        *_value_lines(measurements, sex),
        "  Findings",
        *_finding_lines(findings),
    ]


def _value_lines(measurements: Mapping[str, Measurement], sex: Sex | None) -> list[str]:
    """Return a line for each value, and one for each reason why there is none."""
    lines: list[str] = []
    missing: dict[str, list[str]] = {}
    for name, measure in MEASURES.items():
        measured = measurements.get(name)
        if measured is None:
            continue
        if measured.value is None:
            reason = f"{STATES[measured.state]}, {measured.reason}"
            missing.setdefault(reason, []).append(measure.title)
            continue
        normal = range_text(name, normal_range(name, sex))
        facts = (
            spread_text(name, measured),
            f"{measured.n_beats} beats" if measured.n_beats else "",
            f"normal {normal}" if normal else "",
            measured.note,
        )
        value, rest = value_text(name, measured), "  ".join(filter(None, facts))
        lines.append(f"    {measure.title:<34} {value:<10} {rest}")
    lines += [f"    {', '.join(names)}: {why}" for why, names in missing.items()]
    return [line.rstrip() for line in lines]


def _finding_lines(findings: Sequence[Finding]) -> list[str]:
    """Return a line for each finding beyond normal limits, and count the others."""
    lines = []
    quiet = 0
    for finding in findings:
        if FINDINGS[finding.code].is_normal and not finding.disagrees:
            quiet += 1
            continue
        words = [finding.text]
        if finding.supports:
            words.append(f"Supports {statement_names(finding.supports)}.")
        lines.append("    " + " ".join([*words, disagreement_text(finding)]).strip())
    return [*lines, f"    {quiet} within normal limits: see --json"]
