"""Cases are read one after another; what is done need not be done again."""

import hashlib
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import EcgktError, RecordError
from ecgkt.evaluation.cases.sources import Cases
from ecgkt.files import write_atomically
from ecgkt.pipeline.read_case import read_case
from ecgkt.pipeline.reader import Reader
from ecgkt.types.case import CaseRow

PARTS = ".parts"
STEP = 64
"""ECGs in one part: an interruption loses at most so many."""


class Part(NamedTuple):
    """
    Some rows of a table to be.

    Attributes
    ----------
    rows : list of CaseRow
        In the order of the source; what could not be read is missing.
    embeddings : numpy.ndarray of shape (n, D), float32
        NaN where there are no scores.
    """

    rows: list[CaseRow]
    embeddings: NDArray[np.float32]


def collect(
    reader: Reader, cases: Cases, out: Path, say: Callable[[str], None]
) -> Part:
    """
    Read every case, going on where an earlier run was interrupted.

    Parameters
    ----------
    reader : Reader
        The model.
    cases : Cases
        What to read.
    out : pathlib.Path
        Folder of the table; parts are kept in it until `forget_parts`.
    say : callable
        Told of the progress, and of what could not be read.

    Returns
    -------
    Part
        All rows.

    Raises
    ------
    EcgktError
        If nothing could be read.
    """
    folder = out / PARTS / _key(reader, cases)
    folder.mkdir(parents=True, exist_ok=True)
    n = len(cases.truths)
    begun, fresh = monotonic(), 0
    parts = []
    for first in range(0, n, STEP):
        numbers = range(first, min(first + STEP, n))
        path = folder / f"{first:07d}"
        part = _load(path)
        if part is None:
            part = _read(reader, cases, numbers, say)
            _save(path, part)
            fresh += len(numbers)
            each = (monotonic() - begun) / fresh
            left = each * (n - numbers.stop)
            say(f"{numbers.stop} of {n} ECGs, {left / 60:.1f} min left")
        parts.append(part)
    rows = [row for part in parts for row in part.rows]
    if not rows:
        raise EcgktError("expected ECGs that can be read, found none")
    return Part(rows, np.concatenate([part.embeddings for part in parts]))


def forget_parts(out: Path) -> None:
    """Remove what was kept of a table that is whole now."""
    shutil.rmtree(out / PARTS, ignore_errors=True)


def _key(reader: Reader, cases: Cases) -> str:
    """Name what the parts are of: another model or source begins anew."""
    source = cases.source
    places = "\n".join(truth.place for truth in cases.truths)
    parts = (
        *(reader.bundle.identity.sha256, source.folder, source.data_hash),
        *(cases.split, places),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _read(
    reader: Reader, cases: Cases, numbers: range, say: Callable[[str], None]
) -> Part:
    rows: list[CaseRow] = []
    found: list[NDArray[np.float32] | None] = []
    for number in numbers:
        truth = cases.truths[number]
        try:
            record = cases.load(number)
        except RecordError as error:
            say(f"{truth.place}: {error}")
            continue
        if cases.source.kind == "folder":
            # A header says who it is of in words that only its reader knows.
            truth = replace(truth, age=record.age, sex=record.sex)
        row, embedding = read_case(reader, record, truth)
        rows.append(row)
        found.append(embedding)
    width = sum(reader.bundle.model.encoder.widths)
    nothing = np.full(width, np.nan, dtype=np.float32)
    embeddings = [nothing if one is None else one for one in found]
    return Part(rows, np.array(embeddings, dtype=np.float32).reshape(len(rows), width))


def _save(path: Path, part: Part) -> None:
    write_atomically({path.with_suffix(".bin"): part.embeddings.tobytes()})
    # Last, for it says that the part is whole.
    write_atomically({path.with_suffix(".json"): msgspec.json.encode(part.rows)})


def _load(path: Path) -> Part | None:
    try:
        content = path.with_suffix(".json").read_bytes()
        values = np.frombuffer(path.with_suffix(".bin").read_bytes(), np.float32)
    except OSError:
        return None
    rows = msgspec.json.decode(content, type=list[CaseRow])
    return Part(rows, values.reshape(len(rows), -1) if rows else values.reshape(0, 0))
