"""LUDB's layout: twelve leads, and in each where cardiologists saw the waves."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ecgkt.errors import EcgktError
from ecgkt.io.read_path import read_path
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import LEADS

WAVE_NAMES = ("p", "qrs", "t")
ONSET, OFFSET = 39, 40
"""Annotation codes of the standard: "(" and ")" around each wave."""
WAVE_OF_CODE = {24: "p", 1: "qrs", 27: "t"}
"""The wave between them; LUDB marks every QRS as a normal beat, N."""
_SKIP, _NUMBER, _SUBTYPE, _CHANNEL, _TEXT = 59, 60, 61, 62, 63

Floats = NDArray[np.float64]


class MarkedLead(NamedTuple):
    """
    What was marked in one lead.

    Attributes
    ----------
    waves : dict of str to numpy.ndarray of shape (n_waves, 2), float64
        "p", "qrs" and "t": onset and end in seconds, ascending.
    span : tuple of two floats
        Seconds from the first mark to the last: the first and last beats of the
        recording are not marked, so that nothing outside the span can be judged.
    """

    waves: dict[str, Floats]
    span: tuple[float, float]


class MarkedRecord(NamedTuple):
    """One recording with the marks of its leads, in the order of `LEADS`."""

    record: EcgRecord
    leads: tuple[MarkedLead, ...]


def read_ludb(folder: Path) -> list[MarkedRecord]:
    """
    Read all recordings of a folder in LUDB's layout.

    Parameters
    ----------
    folder : pathlib.Path
        Holds RECORDS, and for each recording a WFDB header, its data and one
        annotation file per lead, named by the lead in lower case.

    Returns
    -------
    list of MarkedRecord
        In the order of RECORDS.

    Raises
    ------
    EcgktError
        If there is no RECORDS, it is empty, or a lead's marks are missing or damaged.
    RecordError
        If a recording cannot be read.

    References
    ----------
    .. [1] Kalyakulina et al., "LUDB: A new open-access validation tool for
       electrocardiogram delineation algorithms", IEEE Access 2020,
       doi:10.1109/ACCESS.2020.3029211.
    """
    try:
        names = (folder / "RECORDS").read_text(encoding="utf-8").split()
    except OSError as error:
        raise EcgktError(
            f"expected LUDB's layout in {folder}, found no RECORDS: name the folder "
            "that holds RECORDS and data"
        ) from error
    if not names:
        raise EcgktError(f"expected recordings in {folder / 'RECORDS'}, found none")
    return [_read_record(folder / name) for name in names]


def _read_record(stem: Path) -> MarkedRecord:
    record = read_path(Path(f"{stem}.hea"))
    leads = []
    for lead in LEADS:
        path = Path(f"{stem}.{lead.lower()}")
        try:
            content = path.read_bytes()
        except OSError as error:
            raise EcgktError(
                f"expected the marks {path}, found none to read"
            ) from error
        marked = parse_marks(content, record.fs)
        if marked is None:
            raise EcgktError(f"expected marked waves in {path}, found none")
        leads.append(marked)
    return MarkedRecord(record, tuple(leads))


def parse_marks(content: bytes, fs: float) -> MarkedLead | None:
    """
    Read one annotation file.

    A wave without both boundaries is left out: 0.8 % of QRS marks lack one.

    Parameters
    ----------
    content : bytes
        In the standard's "MIT" format.
    fs : float
        Samples per second.

    Returns
    -------
    MarkedLead or None
        None if nothing is marked.

    References
    ----------
    .. [1] "WFDB applications guide, annot(5)", PhysioNet.
    """
    marks = list(_marks(content))
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in WAVE_NAMES}
    for (first, before), (_, code), (last, after) in zip(
        marks, marks[1:], marks[2:], strict=False
    ):
        name = WAVE_OF_CODE.get(code)
        if name is not None and before == ONSET and after == OFFSET and first < last:
            found[name].append((first / fs, last / fs))
    if not any(found.values()):
        return None
    waves = {
        name: np.array(pairs, float).reshape(-1, 2) for name, pairs in found.items()
    }
    samples = [sample for sample, _ in marks]
    return MarkedLead(waves, (min(samples) / fs, max(samples) / fs))


def _marks(content: bytes) -> Iterator[tuple[int, int]]:
    """Yield sample and code of each mark."""
    words: NDArray[Any] = np.frombuffer(content[: len(content) // 2 * 2], "<u2")
    place = sample = 0
    while place < len(words):
        code, value = divmod(int(words[place]), 1 << 10)
        place += 1
        if code == 0 and value == 0:
            return
        if code == _SKIP and place + 2 <= len(words):
            # A long step: two words, the high one first.
            step = (int(words[place]) << 16) + int(words[place + 1])
            sample += step - (1 << 32) if step >= 1 << 31 else step
            place += 2
        elif code == _TEXT:
            place += (value + 1) // 2
        elif code not in (_NUMBER, _SUBTYPE, _CHANNEL):
            sample += value
            yield sample, code
