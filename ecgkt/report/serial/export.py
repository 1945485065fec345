"""A comparison to take away: a table for programs, and a text for people."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ecgkt.report.reading_json import INTENDED_USE
from ecgkt.results.repeatability import SOURCES, RepeatabilityTable
from ecgkt.types.comparison import Change, Comparison
from ecgkt.types.reading import ModelIdentity

COLUMNS = (
    *("baseline", "recording", "kind", "name", "title", "before", "after"),
    *("difference", "repeat_error", "verdict", "error_from", "reason", "validity"),
)
"""Differences of measurements are in the unit of their name, those of statements and
labs in log odds and log likelihood ratios."""
SAID = {"beyond": "beyond", "within": "within", "unjudged": "not judged"}


class Compared(NamedTuple):
    """A comparison, and what its two recordings are called in the export."""

    baseline: str
    recording: str
    comparison: Comparison

    @property
    def changes(self) -> tuple[Change, ...]:
        """All changes, in the order of their tables."""
        one = self.comparison
        return (*one.measurements, *one.statements, *one.labs)


def comparison_csv(compared: Sequence[Compared]) -> str:
    """
    Write all changes as CSV.

    Parameters
    ----------
    compared : sequence of Compared
        One for each recording that is held against the baseline.

    Returns
    -------
    str
        A notice as a comment, a line of `COLUMNS`, a line per change.
    """
    target = io.StringIO()
    target.write(f"# {INTENDED_USE}\n")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in compared:
        for change in one.changes:
            writer.writerow(
                (
                    *(one.baseline, one.recording, change.kind, change.name),
                    *(change.title, change.before, change.after),
                    _number(change.difference),
                    _number(change.limit),
                    SAID[change.verdict],
                    *(SOURCES.get(change.by, ""), change.reason, change.validity),
                )
            )
    return target.getvalue()


def comparison_markdown(
    compared: Sequence[Compared],
    model: ModelIdentity,
    table: RepeatabilityTable | None,
    *,
    warnings: Sequence[str] = (),
) -> str:
    """
    Write a comparison as text.

    Parameters
    ----------
    compared : sequence of Compared
        One for each recording that is held against the baseline.
    model : ModelIdentity
        Whose statements these are.
    table : RepeatabilityTable or None
        Says what repeat error is.
    warnings : sequence of str
        What speaks against one patient.

    Returns
    -------
    str
        Markdown.
    """
    lines = ["# Comparison of ECGs", "", f"> {INTENDED_USE}", ""]
    lines += [f"**{_escaped(warning)}**\n" for warning in warnings]
    for one in compared:
        lines += _section(one)
    lines += [
        "## How this was judged",
        "",
        f"Model {_escaped(model.name)} {_escaped(model.version)}, weights "
        f"`{model.sha256[:12]}`.",
        "",
        table.rule if table else "No repeat errors are shipped: nothing was judged.",
        "",
    ]
    return "\n".join(lines)


def _section(one: Compared) -> Iterator[str]:
    yield from (f"## {_escaped(one.recording)} against {_escaped(one.baseline)}", "")
    yield from (_escaped(one.comparison.sentence), "")
    for item in one.comparison.critical:
        yield from (f"**Critical, and not before: {_escaped(item.text)}**", "")
    for note in one.comparison.notes:
        yield f"- {_escaped(note)}"
    for title, changes in (
        ("Measurements", one.comparison.measurements),
        ("Statements of the model", one.comparison.statements),
        ("Shifts of laboratory values (estimated)", one.comparison.labs),
    ):
        if changes:
            yield from ("", f"### {title}", "")
            yield "| | Before | After | Change | Repeat error | |"
            yield "|---|---|---|---|---|---|"
            for change in changes:
                said = change.reason or f"{SAID[change.verdict]} repeat error"
                cells = (
                    *(change.title, change.before, change.after),
                    *(change.change or "–", change.error or "–", said),
                )
                yield f"| {' | '.join(map(_escaped, cells))} |"
    yield ""


def _escaped(text: str) -> str:
    for mark in "\\|*_`<>[]":
        text = text.replace(mark, f"\\{mark}")
    return text


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.6g}"
