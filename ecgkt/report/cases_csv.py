"""Notes on cases as a table, for programs and for people with a spreadsheet."""

import csv
import io

from ecgkt.results.cases.notes import USE, CaseNotes
from ecgkt.results.cases.table import LABELS, CaseTable

HEADER = (
    *("record_id", "tags", "note", "label", "probability", "likelihood_percent"),
    *("simulated", "model", "use"),
)
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings that a spreadsheet would take for a formula."""


def notes_csv(table: CaseTable, notes: CaseNotes, label: str) -> str:
    """
    Write the notes, one case a line, with what the model and the truth say of a label.

    Parameters
    ----------
    table : CaseTable
        The cases.
    notes : CaseNotes
        On them.
    label : str
        Code of the label.

    Returns
    -------
    str
        CSV; the likelihood is empty where the label was not stated. Text that a
        spreadsheet would take for a formula begins with an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    model = f"{table.head.model.name} {table.head.model.version}"
    said = ("yes" if table.head.simulated else "no", model, USE)
    columns, place = table.columns, LABELS.index(label)
    row_of = {name: row for row, name in enumerate(columns.record_ids.tolist())}
    for name, note in sorted(notes.notes.items()):
        row = row_of.get(name)
        numbers = ("", "")
        if row is not None:
            numbers = (
                _number(columns.probabilities[row, place], 4),
                _number(columns.likelihoods[row, place], 0),
            )
        words = (name, "; ".join(note.tags), note.text)
        writer.writerow([*map(_plain, words), label, *numbers, *said])
    return out.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _number(value: float, decimals: int) -> str:
    return "" if value != value else f"{value:.{decimals}f}"
