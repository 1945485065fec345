"""Answers out of what was measured."""

from ecgkt.report.draft.draft_text import told_findings
from ecgkt.report.finding_words import title_of
from ecgkt.report.measured_words import is_off, range_text, spread_text, value_text
from ecgkt.report.questions.answer import Answer
from ecgkt.types.measurements import Finding
from ecgkt.types.reading import Reading
from ecgkt.vocab.findings import FINDINGS, MEASURES, normal_range

NOTHING = "Nothing was measured of this recording."


def not_measured(reading: Reading) -> Answer:
    """Say why there is no measurement at all."""
    reasons = " ".join(reading.quality.reasons)
    return Answer(f"{NOTHING} {reasons}".strip(), "quality", "Quality gates")


def measured_answer(reading: Reading, names: tuple[str, ...]) -> Answer:
    """
    Tell measurements, the first one with its normal range and what is found of it.

    Parameters
    ----------
    reading : Reading
        Any.
    names : tuple of str
        Of measurements, the one asked for first.

    Returns
    -------
    Answer
    """
    known = [name for name in names if name in reading.measurements]
    if not known:
        return not_measured(reading)
    first = known[0]
    texts = [_sentence(reading, first)]
    rest = [
        f"{MEASURES[name].title} {value_text(name, reading.measurements[name])}"
        for name in known[1:]
        if reading.measurements[name].value is not None
    ]
    if rest:
        texts.append(f"{', '.join(rest)}.")
    texts += [
        finding.text
        for finding in reading.findings
        if FINDINGS[finding.code].measure in known[:1]
    ][:1]
    return Answer(" ".join(texts), "measured", _source(reading, first))


def _sentence(reading: Reading, name: str) -> str:
    measured, title = reading.measurements[name], MEASURES[name].title
    if measured.value is None:
        return f"{title}: {value_text(name, measured)} ({measured.reason})."
    limits = normal_range(name, reading.record.sex)
    value, normal = value_text(name, measured), range_text(name, limits)
    if not normal:
        return f"{title} {value}."
    low, _ = limits
    side = "below" if low is not None and measured.value < low else "above"
    is_out = is_off(name, measured, reading.record.sex)
    verdict = f"{side} the normal range" if is_out else "within the normal range"
    return f"{title} {value}, {verdict} ({normal})."


def _source(reading: Reading, name: str) -> str:
    measured, measure = reading.measurements[name], MEASURES[name]
    parts = (
        measure.title,
        f"{measured.n_beats} beats" if measured.n_beats else "",
        spread_text(name, measured),
        measure.source,
    )
    return ", ".join(filter(None, parts))


def lead_answer(reading: Reading, prefixes: tuple[str, ...], asked: str) -> Answer:
    """
    Tell the findings of single leads of one kind.

    Parameters
    ----------
    reading : Reading
        Any.
    prefixes : tuple of str
        What their codes begin with.
    asked : str
        What was asked for, in words.

    Returns
    -------
    Answer
    """
    if not reading.measurements:
        return not_measured(reading)
    found = [f for f in reading.findings if f.code.startswith(prefixes) and f.leads]
    if not found:
        read = sum(
            measured.value is not None
            for name, measured in reading.measurements.items()
            if name.startswith("st_")
        )
        text = (
            f"None beyond its limit was measured in two neighbouring leads; {read} of "
            "12 leads could be read."
        )
        return Answer(text, "measured", f"{asked}: no finding")
    text = " ".join(finding.text for finding in found)
    return Answer(f"Yes. {text}", "measured", "; ".join(f.source for f in found))


def _measure(finding: Finding) -> str:
    return FINDINGS[finding.code].measure


def leads_answer(reading: Reading) -> Answer:
    """Tell which findings are of which leads."""
    if not reading.measurements:
        return not_measured(reading)
    found = [f for f in told_findings(reading) if f.leads and "{}" in _measure(f)]
    if not found:
        return Answer("No finding is of single leads.", "measured", "Findings")
    text = "; ".join(f"{title_of(f)}" for f in found)
    return Answer(f"{text}.", "measured", "; ".join(f.source for f in found))
