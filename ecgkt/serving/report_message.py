"""A report's wish as a message, and its files as the answer."""

import msgspec

from ecgkt.report.reading_json import reading_from_dict, reading_to_dict
from ecgkt.serving.protocol import Message
from ecgkt.serving.record_message import record_from_message, record_to_message
from ecgkt.types.reading import Reading
from ecgkt.types.record import EcgRecord
from ecgkt.types.report_wish import ReportWish

Files = dict[str, bytes]


def report_to_message(record: EcgRecord, reading: Reading, wish: ReportWish) -> Message:
    """
    Pack what a report is made of.

    Parameters
    ----------
    record : EcgRecord
        The whole recording.
    reading : Reading
        Of this recording.
    wish : ReportWish
        Formats, text, and whether names stay.

    Returns
    -------
    Message
        Of kind "report".
    """
    return record_to_message(
        record,
        kind="report",
        reading=reading_to_dict(reading),
        wish=msgspec.to_builtins(wish),
    )


def report_from_message(job: Message) -> tuple[EcgRecord, Reading, ReportWish]:
    """
    Unpack what a report is made of.

    Parameters
    ----------
    job : Message
        What `report_to_message` gave.

    Returns
    -------
    tuple of EcgRecord, Reading and ReportWish

    Raises
    ------
    ValueError
        If a field is missing, of another type or beyond its limits.
    """
    reading = job.fields.get("reading")
    if not isinstance(reading, dict):
        raise ValueError("expected a reading")
    wish = msgspec.convert(job.fields.get("wish"), ReportWish)
    return record_from_message(job), reading_from_dict(reading), wish


def files_to_message(files: Files) -> Message:
    """Pack files, as the answer."""
    return Message({"kind": "report", "names": list(files)}, tuple(files.values()))


def files_from_message(answer: Message) -> Files:
    """
    Unpack files.

    Raises
    ------
    ValueError
        If names and contents do not belong together.
    """
    names = msgspec.convert(answer.fields.get("names"), list[str])
    return dict(zip(names, answer.blobs, strict=True))
