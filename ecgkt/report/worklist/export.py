"""A worklist to take away: a table, and the document of ``predict`` with over-reads."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ecgkt.report.reading_json import INTENDED_USE, SCHEMA
from ecgkt.types.quoted import without_quoted
from ecgkt.types.worklist import LEVELS, NOT_OVERREAD, OverRead, Row

COLUMNS = (
    "name",
    "urgency",
    "age_years",
    "sex",
    "heart_rate_bpm",
    "qrs_ms",
    "qtc_fridericia_ms",
    "reading",
    "critical",
    "statements",
    "over_read",
    "over_read_text",
    "simulated",
    "model_sha256",
    "intended_use",
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""


def without_names(rows: Sequence[Row]) -> list[Row]:
    """
    Give each recording a number for a name: a file's name may be a patient's.

    Parameters
    ----------
    rows : sequence of Row
        In the order in which they are exported.

    Returns
    -------
    list of Row
    """
    return [
        replace(row, name=f"recording-{number}", sentence=without_quoted(row.sentence))
        for number, row in enumerate(rows, start=1)
    ]


def worklist_csv(
    rows: Iterable[Row], over_reads: Mapping[str, OverRead], model_sha256: str
) -> str:
    r"""
    Write a worklist as a table.

    Parameters
    ----------
    rows : iterable of Row
        In order.
    over_reads : mapping of str to OverRead
        By the rows' keys.
    model_sha256 : str
        Of the weights that read them.

    Returns
    -------
    str
        CSV with `COLUMNS`; a cell that a spreadsheet would compute begins with an
        apostrophe.

    Examples
    --------
    >>> row = Row(key="k", name="=1+1", level="error", sentence="no ECG")
    >>> worklist_csv([row], {}, "").splitlines()[1][:20]
    "'=1+1,Not readable,,"
    """
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(COLUMNS)
    for row in rows:
        over_read = over_reads.get(row.key, NOT_OVERREAD)
        cells = (
            row.name,
            LEVELS[row.level],
            _number(row.age),
            row.sex or "",
            _number(row.heart_rate),
            _number(row.qrs),
            _number(row.qtc),
            row.sentence,
            "; ".join(row.critical),
            " ".join(row.statements),
            over_read.mark or "",
            over_read.text,
            "yes" if row.is_simulated else "",
            "" if row.level == "error" else model_sha256,
            INTENDED_USE,
        )
        table.writerow([escape_cell(cell) for cell in cells])
    return stream.getvalue()


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def escape_cell(text: str) -> str:
    """Return a cell that no spreadsheet computes."""
    return f"'{text}" if text.startswith(FORMULA) else text


def worklist_document(
    items: Iterable[tuple[Row, dict[str, Any] | None]],
    over_reads: Mapping[str, OverRead],
) -> dict[str, Any]:
    """
    Put a worklist into the document of ``predict --json``, over-reads beside it.

    Parameters
    ----------
    items : iterable of (Row, dict or None)
        In order, each with what `reading_to_dict` gave; None where there is an error.
        The rows' names are those that are written.
    over_reads : mapping of str to OverRead
        By the rows' keys.

    Returns
    -------
    dict
        Schema ecgkt.reading/1 with one more field, ``over_reads``: of each recording
        that was over-read its ``file``, its place in ``readings``, ``mark`` and
        ``text``.
    """
    readings: list[dict[str, Any]] = []
    errors: list[dict[str, str]] = []
    told: list[dict[str, Any]] = []
    for row, reading in items:
        if reading is None:
            errors.append({"file": row.name, "error": row.sentence})
            continue
        over_read = over_reads.get(row.key, NOT_OVERREAD)
        if over_read != NOT_OVERREAD:
            place = {"file": row.name, "reading": len(readings)}
            told.append({**place, **over_read._asdict()})
        if reading["file"] != row.name:
            reading = _without_names(reading, row.name)
        readings.append(reading)
    return {
        "schema": SCHEMA,
        "readings": readings,
        "errors": errors,
        "over_reads": told,
    }


def _without_names(reading: dict[str, Any], name: str) -> dict[str, Any]:
    """Do with a written reading what `deidentify.without_names` does with one."""
    record, quality = reading["record"], reading["quality"]
    warnings = list(map(without_quoted, record["warnings"]))
    reasons = list(map(without_quoted, quality["reasons"]))
    return {
        **reading,
        "file": name,
        "record": {**record, "id": name, "warnings": warnings},
        "quality": {**quality, "reasons": reasons},
    }
