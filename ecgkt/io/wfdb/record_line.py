"""The lines of a WFDB header, and the first of them: name, signals, rate, samples."""

import re
from typing import NamedTuple

from ecgkt.errors import RecordError
from ecgkt.io.stated import check_fs
from ecgkt.io.wfdb.numbers import plain_number, whole_number
from ecgkt.types.upload import LIMITS

NAME = re.compile(r"[\w.\-]{1,80}")
"""Of a record, a segment or a data file: no folder."""

_COUNT = re.compile(r"\d{1,9}")
_MASTER = re.compile(r"[^\s/]{1,80}/\d{1,9}(?:\s.*)?")


class HeaderLines(NamedTuple):
    """Comments without their mark, the record line, and the lines below it."""

    comments: tuple[str, ...]
    first: str
    others: list[str]


class RecordLine(NamedTuple):
    """What the record line says; `fs` (Hz) and `n_samples` are None where left out."""

    name: str
    n_signals: int
    fs: float | None
    n_samples: int | None


def is_master(line: str) -> bool:
    """Tell whether a record line is that of a record made of segments."""
    return _MASTER.fullmatch(line) is not None


def split_lines(text: bytes | str, max_lines: int) -> HeaderLines:
    """
    Take a header apart into its lines.

    Parameters
    ----------
    text : bytes or str
        The whole header.
    max_lines : int
        Lines below the record line that are allowed.

    Returns
    -------
    HeaderLines

    Raises
    ------
    RecordError
        If it, or a line of it, is too long, or there is none.
    """
    lines = _lines(text)
    comments = tuple(line[1:].strip() for line in lines if line.startswith("#"))
    content = [line for line in lines if not line.startswith("#")]
    if not content or len(content) > max_lines + 1:
        raise RecordError(
            f"A WFDB header has a record line and up to {max_lines} lines below it; "
            f"this one has {len(content)} lines."
        )
    return HeaderLines(comments, content[0], content[1:])


def _lines(text: bytes | str) -> list[str]:
    if len(text) > LIMITS.header_bytes:
        kilobytes = LIMITS.header_bytes // 1024
        raise RecordError(
            f"A WFDB header holds at most {kilobytes} kB; this one is longer."
        )
    if isinstance(text, bytes):
        text = _decoded(text)
    text = text.removeprefix("\ufeff")
    # Not splitlines(): it also breaks at letters that a comment may hold.
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if any(len(line) > LIMITS.header_line for line in lines):
        raise RecordError(
            f"A line of a WFDB header holds at most {LIMITS.header_line} characters; "
            "this header has a longer one and is refused."
        )
    return lines


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        # It never fails; beyond ASCII a header holds comments and the micro sign only.
        return content.decode("latin-1")


def record_line(line: str) -> RecordLine:
    """
    Read a record line.

    Parameters
    ----------
    line : str
        Without what stands behind the slash of a record of segments.

    Returns
    -------
    RecordLine

    Raises
    ------
    RecordError
        If it is damaged or beyond the limits.
    """
    name, *fields = line.split()
    if "/" in name:
        raise RecordError(
            "The WFDB header names its record with a folder. Write the name alone."
        )
    if not fields or not NAME.fullmatch(name) or not _COUNT.fullmatch(fields[0]):
        raise RecordError(
            "A WFDB header begins with the record's name and the number of signals; "
            "this one does not. It is damaged or no header: copy it again."
        )
    n_signals = int(fields[0])
    if not 0 < n_signals <= LIMITS.max_leads:
        raise RecordError(
            f"A recording has 1 to {LIMITS.max_leads} signals; the header states "
            f"{n_signals}."
        )
    fs = _frequency(fields[1]) if len(fields) > 1 else None
    n_samples = (
        whole_number(fields[2], "number of samples") if len(fields) > 2 else None
    )
    if n_samples is not None and n_samples < 0:
        raise RecordError(f"The WFDB header states {n_samples} samples: it is damaged.")
    return RecordLine(name, n_signals, fs, n_samples or None)


def _frequency(token: str) -> float:
    # A counter frequency may follow the slash; it says nothing about the samples.
    return check_fs(plain_number(token.split("/")[0], "sampling frequency"))
