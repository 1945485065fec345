"""Which column of a table or an array is which lead: as detected, or as answered."""

import json
from typing import Literal, TypeAlias

import msgspec

from ecgkt.errors import RecordError

SCHEMA: Literal["ecgkt.map/1"] = "ecgkt.map/1"
Side: TypeAlias = Literal["columns", "rows"]
"""Whether a lead stands in a column, its samples below each other, or in a row."""


class MappedColumn(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """
    One column, or one row where leads lie in rows.

    Attributes
    ----------
    column : int
        Its place, counted from 1.
    lead : str or None
        One of the twelve leads, in any spelling that is read; None if it is not used.
    name : str
        What the file calls it; if it is given, the file must call it so.
    """

    column: int
    lead: str | None = None
    name: str = ""


class TableMap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """
    How a file without a plain row of lead names is read: schema ``ecgkt.map/1``.

    What is left out stays as it is detected.

    Attributes
    ----------
    schema : str
        Always ``ecgkt.map/1``.
    columns : tuple of MappedColumn
        Columns that are not named here are not used; none at all stands for those that
        are detected.
    fs : float or None
        Hz; goes before what the file states.
    unit : str or None
        "mV", "uV" or "V"; goes before what the file states.
    leads_in : str or None
        "columns" or "rows".
    skip_lines : int or None
        Lines of a text, rows of a sheet, before the first sample.
    delimiter : str
        Of a text: one character, " " for any number of blanks; empty if detected.
    decimal : str
        "." or ","; empty if detected.
    part : str
        Sheet of a workbook or array of a file; empty if detected.
    """

    schema: Literal["ecgkt.map/1"] = SCHEMA
    columns: tuple[MappedColumn, ...] = ()
    fs: float | None = None
    unit: str | None = None
    leads_in: Side | None = None
    skip_lines: int | None = None
    delimiter: str = ""
    decimal: Literal["", ".", ","] = ""
    part: str = ""


class ColumnPicture(msgspec.Struct, frozen=True, kw_only=True):
    """
    What a column holds, small enough to be looked at.

    Attributes
    ----------
    name : str
        As in the file; untrusted text.
    unit : str
        As in the file, empty if it states none.
    low, high : float or None
        Least and greatest number; None if it holds none.
    is_time : bool
        Whether it counts or tells the time: it is no lead.
    n_missing, n_words : int
        Cells without a number, and cells that hold something else.
    points : tuple of (float or None)
        Its course from the first sample on: least and greatest number of each piece.
    """

    name: str = ""
    unit: str = ""
    low: float | None = None
    high: float | None = None
    is_time: bool = False
    n_missing: int = 0
    n_words: int = 0
    points: tuple[float | None, ...] = ()


class TableLayout(msgspec.Struct, frozen=True, kw_only=True):
    """
    What was detected of a file, for the user to confirm or correct.

    Attributes
    ----------
    map : TableMap
        Whole but for what the file does not state.
    kind : str
        Name of the format, from `vocab.formats`.
    n_samples : int
        Of each column.
    columns : tuple of ColumnPicture
        In their order.
    parts : tuple of str
        Sheets or arrays to choose from; untrusted text, empty if there is one.
    head : tuple of str
        First lines of a text, cut.
    doubts : tuple of str
        What had to be guessed or is missing, a sentence each; empty if all is sure.
    notes : tuple of str
        What speaks for it.
    """

    map: TableMap
    kind: str
    n_samples: int
    columns: tuple[ColumnPicture, ...]
    parts: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def map_from_json(content: bytes) -> TableMap:
    """
    Read a map that was written, or edited, by hand.

    Parameters
    ----------
    content : bytes
        JSON.

    Returns
    -------
    TableMap

    Raises
    ------
    RecordError
        If it is no such document; it names the place.

    Examples
    --------
    >>> map_from_json(b'{"schema": "ecgkt.map/1", "fs": 500}').fs
    500.0
    """
    try:
        return msgspec.json.decode(content, type=TableMap)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecordError(
            f"The mapping is not as it must be: {error}. `predict --show-map FILE` "
            "prints one to begin with."
        ) from error


def map_to_json(answer: TableMap) -> str:
    """Write a map so that it can be edited: a line for each column."""
    lines = []
    for name, value in msgspec.to_builtins(answer).items():
        text = json.dumps(value, ensure_ascii=False)
        if name == "columns":
            columns = (json.dumps(column, ensure_ascii=False) for column in value)
            text = "[\n  " + ",\n  ".join(columns) + "\n ]"
        lines.append(f' "{name}": {text}')
    return "{\n" + ",\n".join(lines) + "\n}\n"
