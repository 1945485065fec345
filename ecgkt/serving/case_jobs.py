"""What the inference worker does for tables of cases: find a signal, make a cohort."""

from pathlib import Path

import msgspec
import numpy as np

from ecgkt.dataset.store_record import find_store_record
from ecgkt.pipeline.read_case import case_thresholds, read_case
from ecgkt.pipeline.reader import Reader
from ecgkt.serving.protocol import Message, encode_signal
from ecgkt.serving.record_message import record_to_message
from ecgkt.simulate.known_case import simulate_known_case
from ecgkt.types.record import Sex

MAX_CASES = 32
"""Simulated ECGs in one job, so that it ends long before its deadline."""


class StoreCase(msgspec.Struct, forbid_unknown_fields=True):
    """
    Which ECG of which store is wanted.

    `data_hash` is what the store's manifest must say; the other fields are those of
    `find_store_record`.
    """

    folder: str
    row: int
    data_hash: str
    record_id: str
    age: float | None = None
    sex: Sex | None = None


class KnownCases(msgspec.Struct, forbid_unknown_fields=True):
    """Which simulated patients are wanted: a seed, and numbers of patients."""

    seed: int
    numbers: list[int]


def find_case(job: Message, _reader: Reader) -> Message:
    """
    Return one ECG of a store.

    Parameters
    ----------
    job : Message
        With the fields of `StoreCase` under "case".

    Returns
    -------
    Message
        Of kind "case", with a recording.

    Raises
    ------
    RecordError
        If the store is not what it was.
    """
    wanted = msgspec.convert(job.fields["case"], StoreCase)
    record = find_store_record(
        Path(wanted.folder),
        wanted.row,
        data_hash=wanted.data_hash,
        record_id=wanted.record_id,
        age=wanted.age,
        sex=wanted.sex,
    )
    return record_to_message(record, kind="case")


def make_case(job: Message, _reader: Reader) -> Message:
    """Return one simulated ECG, made anew from its numbers; as `find_case`."""
    wanted = msgspec.convert(job.fields["cases"], KnownCases)
    (number,) = wanted.numbers
    record = simulate_known_case(wanted.seed, number).record
    return record_to_message(record, kind="case")


def read_cases(job: Message, reader: Reader) -> Message:
    """
    Make some simulated ECGs and read them.

    Parameters
    ----------
    job : Message
        With the fields of `KnownCases` under "cases".
    reader : Reader
        The model.

    Returns
    -------
    Message
        Of kind "cases": rows, the model with its thresholds, and as the only blob what
        the encoder put out, NaN where the model could not be asked.

    Raises
    ------
    ValueError
        If more than `MAX_CASES` are wanted.
    """
    wanted = msgspec.convert(job.fields["cases"], KnownCases)
    if not 0 < len(wanted.numbers) <= MAX_CASES:
        raise ValueError(f"expected 1 to {MAX_CASES} cases, got {len(wanted.numbers)}")
    known = [simulate_known_case(wanted.seed, number) for number in wanted.numbers]
    read = [read_case(reader, record, truth) for record, truth in known]
    width = sum(reader.bundle.model.encoder.widths)
    nothing = np.full(width, np.nan, dtype=np.float32)
    embeddings = [nothing if one.embedding is None else one.embedding for one in read]
    fields = {
        "kind": "cases",
        "rows": [msgspec.to_builtins(one.row) for one in read],
        "model": msgspec.to_builtins(reader.bundle.identity),
        "thresholds": case_thresholds(reader),
    }
    return Message(fields, (encode_signal(np.stack(embeddings)),))
