"""
The process that meets foreign bytes: limits first, then one job, one answer, the end.

Started as ``python -m ecgkt.serving.parser_worker`` by `ecgkt.serving.parser_pool` and
forked for every job; what a hostile file does in a child costs that child and nothing
else.
"""

import sys
from collections.abc import Sequence
from functools import partial
from importlib import import_module
from typing import Any

from ecgkt.errors import RecordError
from ecgkt.io.formats import load_reader
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.read_ecg import read_ecg, read_layout
from ecgkt.io.unzip_many import unzip_portion
from ecgkt.serving.child_pipes import error_message
from ecgkt.serving.fork_server import fork_for_each_job
from ecgkt.serving.limits import end_if_orphaned, limit_this_process
from ecgkt.serving.protocol import Message, decode_message
from ecgkt.serving.record_message import record_to_message
from ecgkt.serving.stated_message import layout_to_message, stated_from_fields
from ecgkt.types.upload import LIMITS, MEBIBYTE, UploadedFile
from ecgkt.vocab.formats import FORMATS

MAX_JOB_BYTES = LIMITS.batch_bytes + 8 * MEBIBYTE
MAX_NAME = 255
"""Characters of a member's name that travel."""

LOADS = (
    *(partial(load_reader, row) for row in FORMATS),
    partial(import_module, "openpyxl"),  # which its reader loads for workbooks alone
)
"""What takes longer to load than a recording takes to read."""


def main() -> int:
    """
    Have children forked, each of which serves one job.

    Returns
    -------
    int
        0; also when the parent went away before there was a job.
    """
    # A library of ours would load it for downloads, and it opens a socket to do so.
    sys.modules["requests"] = None  # type: ignore[assignment]
    read_exactly, answer = fork_for_each_job(LOADS)
    limit_this_process()
    try:
        job = decode_message(read_exactly, limit=MAX_JOB_BYTES)
    except EOFError:
        return 0
    end_if_orphaned()
    answer(answer_to(job))
    return 0


def answer_to(job: Message) -> Message:
    """
    Do one job.

    Parameters
    ----------
    job : Message
        Of kind "parse" or "layout" (with what is stated), "parse_many" (with the places
        of each recording's files too), "group" or "unzip" (with the first member's
        place); the blobs are the files.

    Returns
    -------
    Message
        Of kind "record", "layout", "records", "groups", "members" or "error".

    Raises
    ------
    ValueError
        If the kind is unknown.
    """
    fields = job.fields
    files = tuple(map(UploadedFile, fields["names"], job.blobs))
    try:
        if fields["kind"] == "parse":
            stated = stated_from_fields(fields["stated"])
            return record_to_message(read_ecg(files, stated), kind="record")
        if fields["kind"] == "layout":
            stated = stated_from_fields(fields["stated"])
            return layout_to_message(read_layout(files, stated))
        if fields["kind"] == "group":
            return _groups(files)
        if fields["kind"] == "parse_many":
            return _records(files, fields)
        if fields["kind"] == "unzip":
            return _members(files[0], int(fields["first"]))
    except (RecordError, MemoryError) as error:
        return error_message(error)
    raise ValueError("expected a job of kind parse, layout, parse_many, group, unzip")


def _groups(files: Sequence[UploadedFile]) -> Message:
    """Name the files of each recording by their place: the parent holds the bytes."""
    places = {id(file): place for place, file in enumerate(files)}
    groups = [
        {
            "name": recording.name,
            "files": [places[id(file)] for file in recording.files],
        }
        for recording in group_recordings(files)
    ]
    return Message({"kind": "groups", "groups": groups})


def _records(files: Sequence[UploadedFile], fields: dict[str, Any]) -> Message:
    """Read several recordings; what is wrong with one is said in its place."""
    stated = stated_from_fields(fields["stated"])
    told: list[dict[str, Any]] = []
    blobs: list[bytes] = []
    for places in fields["groups"]:
        try:
            record = read_ecg([files[place] for place in places], stated)
        except RecordError as error:
            told.append(error_message(error).fields)
            continue
        message = record_to_message(record, kind="record")
        told.append(message.fields)
        blobs += message.blobs
    return Message({"kind": "records", "records": told}, tuple(blobs))


def _members(file: UploadedFile, first: int) -> Message:
    """Unpack some of an archive."""
    portion = unzip_portion(file, first)
    fields = {
        "kind": "members",
        "names": [member.name[:MAX_NAME] for member in portion.files],
        "failures": [(name[:MAX_NAME], text) for name, text in portion.failures],
        "following": portion.following,
    }
    return Message(fields, tuple(member.content for member in portion.files))


if __name__ == "__main__":
    sys.exit(main())
