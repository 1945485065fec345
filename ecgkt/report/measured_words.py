"""Measurements and findings in words, the same on the page and on the terminal."""

from collections.abc import Iterable, Mapping, Sequence

from ecgkt.types.measurements import Finding, Measurement
from ecgkt.vocab.findings import FINDINGS, MEASURES, Range, find_measure, number_text
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


def value_text(name: str, one: Measurement) -> str:
    """
    Print a value with its unit, or its state.

    Parameters
    ----------
    name : str
        Of the measurement.
    one : Measurement
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
    if one.value is None:
        return STATES[one.state]
    return _with_unit(name, one.value)


def spread_text(name: str, one: Measurement) -> str:
    """Print the spread over the beats; empty where there is none."""
    return "" if one.spread is None else f"± {_with_unit(name, one.spread)}"


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
        unit = _with_unit(name, high)
        return f"{number_text(name, low)}{mark}{unit}"
    if high is not None:
        return f"up to {_with_unit(name, high)}"
    return "" if low is None else f"from {_with_unit(name, low)}"


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
    denied = [code for code in finding.disagrees if code not in finding.contradicts]
    parts = []
    if called:
        parts.append(f"the model calls {statement_names(called)}")
    if denied:
        parts.append(f"the model does not see {statement_names(denied)}")
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
    >>> from ecgkt.measured import measured
    >>> coverage_text({f"st_{lead.lower()}_mv": measured(0) for lead in LEADS})
    'Read in 12 of 12 leads.'
    """
    levels = {lead: measurements[f"st_{lead.lower()}_mv"] for lead in LEADS}
    unread = [
        f"{lead}: {one.reason}" for lead, one in levels.items() if one.value is None
    ]
    n_read = len(LEADS) - len(unread)
    why = f" ({'; '.join(unread)})" if 0 < len(unread) < len(LEADS) else ""
    return f"Read in {n_read} of {len(LEADS)} leads{why}."


def measured_lines(
    measurements: Mapping[str, Measurement], findings: Sequence[Finding]
) -> list[str]:
    """
    Put measurements and findings into lines for the terminal.

    Parameters
    ----------
    measurements : mapping of str to Measurement
        Empty if nothing was measured.
    findings : sequence of Finding
        In the order in which they are told.

    Returns
    -------
    list of str
        Per-lead values are left to the JSON.
    """
    if not measurements:
        return []
    return [
        f"  Measurements. {OVERREAD}",
        *_value_lines(measurements),
        "  Findings",
        *_finding_lines(findings),
    ]


def _value_lines(measurements: Mapping[str, Measurement]) -> list[str]:
    """Return a line for each value, and one for each reason why there is none."""
    lines: list[str] = []
    missing: dict[str, list[str]] = {}
    for name, measure in MEASURES.items():
        one = measurements.get(name)
        if one is None:
            continue
        if one.value is None:
            missing.setdefault(f"{STATES[one.state]}, {one.reason}", []).append(
                measure.title
            )
            continue
        normal = range_text(name, measure.normal)
        facts = (
            spread_text(name, one),
            f"{one.n_beats} beats" if one.n_beats else "",
            f"normal {normal}" if normal else "",
            one.note,
        )
        told = "  ".join(fact for fact in facts if fact)
        lines.append(f"    {measure.title:<34} {value_text(name, one):<10} {told}")
    lines += [f"    {', '.join(names)}: {why}" for why, names in missing.items()]
    return [line.rstrip() for line in lines]


def _finding_lines(findings: Sequence[Finding]) -> list[str]:
    """Return a line for each finding that is news, and count the others."""
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


def _with_unit(name: str, value: float) -> str:
    unit = find_measure(name).unit
    return f"{number_text(name, value)}{unit if unit == '°' else f' {unit}'}"
