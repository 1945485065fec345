"""Changes of measurements, each held against its repeat error."""

from collections.abc import Iterator

from ecgkt.report.measured_words import value_text
from ecgkt.results.repeatability import RATES, RepeatabilityTable
from ecgkt.types.comparison import Change
from ecgkt.types.measurements import Measurement
from ecgkt.types.reading import Reading
from ecgkt.vocab.findings import LEAD_MEASURES, MEASURES, find_measure, with_unit
from ecgkt.vocab.leads import LEADS

COMPARED = (
    *("heart_rate_bpm", "pr_ms", "qrs_ms", "qt_ms", "qtc_fridericia_ms"),
    *("qtc_bazett_ms", "qtc_framingham_ms", "qtc_hodges_ms", "jt_ms", "p_ms"),
    *("axis_degrees", "p_axis_degrees", "t_axis_degrees"),
    *("sokolow_lyon_mv", "cornell_mv", "limb_voltage_mv", "chest_voltage_mv"),
    *("rr_variation_percent", "p_beats_percent"),
)
"""What the table holds of the whole recording, in its order."""
OF_LEADS = ("st_{}_mv", "t_{}_mv", "q_{}_ms", "q_{}_mv")
"""What it holds of each lead."""
BY_ELECTRODES = ("_degrees", "_mv")
"""Endings of what another place of the electrodes changes."""
TOO_SLOW = f"below {RATES[-1]:g} Hz no repeat error was measured"
UNKNOWN = "no repeat error was measured"
NOT_SHIPPED = "no repeat errors are shipped with this model"
SWAPPED = "exchanged electrodes are suspected in {}"


def measured_changes(
    before: Reading, after: Reading, table: RepeatabilityTable | None
) -> tuple[Change, ...]:
    """
    Compare what was measured of two recordings.

    Parameters
    ----------
    before, after : Reading
        Of one patient; one without measurements compares nothing.
    table : RepeatabilityTable or None
        Without it nothing is judged.

    Returns
    -------
    tuple of Change
        Of the whole recording, then of each lead.
    """
    names = [name for name in COMPARED if name in MEASURES]
    names += [name.format(lead.lower()) for name in OF_LEADS for lead in LEADS]
    both = before.measurements.keys() & after.measurements.keys()
    return tuple(_change(name, before, after, table) for name in names if name in both)


def difference_of(name: str, before: float, after: float) -> float:
    """
    Return how far a value moved; an angle goes the shorter way round.

    Parameters
    ----------
    name : str
        Of the measurement.
    before, after : float
        In its unit.

    Returns
    -------
    float

    Examples
    --------
    >>> difference_of("axis_degrees", 170, -170), difference_of("pr_ms", 160, 150)
    (20, -10)
    """
    change = after - before
    if find_measure(name).unit != "°":
        return change
    return (change + 180) % 360 - 180


def signed_text(name: str, change: float) -> str:
    """Print a change with its sign and its unit; a change of nothing has no sign."""
    text = with_unit(name, change)
    is_positive = change > 0 and any(digit in text for digit in "123456789")
    return f"+{text}" if is_positive else text


def _change(
    name: str, before: Reading, after: Reading, table: RepeatabilityTable | None
) -> Change:
    first, second = before.measurements[name], after.measurements[name]
    known = {
        "kind": "measurement",
        "name": name,
        "title": find_measure(name).title,
        "before": value_text(name, first),
        "after": value_text(name, second),
    }
    if first.value is None or second.value is None:
        return Change(**known, reason=_why_missing(first, second))  # type: ignore[arg-type]
    difference = difference_of(name, first.value, second.value)
    known |= {"difference": difference, "change": signed_text(name, difference)}  # type: ignore[dict-item]
    fs = (before.record.fs, after.record.fs)
    limit = table.measured_limit(name, *fs) if table else None
    reason = _why_unjudged(name, before, after, table)
    if limit is None or reason:
        return Change(**known, reason=reason or UNKNOWN)  # type: ignore[arg-type]
    return Change(
        **known,  # type: ignore[arg-type]
        limit=limit.value,
        error=f"±{with_unit(name, limit.value)}",
        by=limit.by,
        verdict="beyond" if abs(difference) > limit.value else "within",
    )


def _why_missing(first: Measurement, second: Measurement) -> str:
    told = (("before", first), ("after", second))
    return "; ".join(f"{when}: {one.reason}" for when, one in told if one.reason)


def _why_unjudged(
    name: str, before: Reading, after: Reading, table: RepeatabilityTable | None
) -> str:
    if table is None:
        return NOT_SHIPPED
    if min(before.record.fs, after.record.fs) < RATES[-1]:
        return TOO_SLOW
    if not name.endswith(BY_ELECTRODES):
        return ""
    swapped = [
        when for when, one in _both(before, after) if "electrodes" in one.quality.flags
    ]
    return SWAPPED.format(" and ".join(swapped)) if swapped else ""


def _both(before: Reading, after: Reading) -> Iterator[tuple[str, Reading]]:
    yield "the earlier recording", before
    yield "the later recording", after


def lead_of_measure(name: str) -> str:
    """Return the lead of ``st_v2_mv`` as it is written; empty for a whole recording."""
    kind, _, rest = name.partition("_")
    lead, _, unit = rest.rpartition("_")
    known = {lead.lower(): lead for lead in LEADS}
    is_of_lead = f"{kind}_{{}}_{unit}" in LEAD_MEASURES
    return known.get(lead, "") if is_of_lead else ""
