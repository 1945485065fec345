"""
The process that meets foreign bytes: limits first, then one job, one answer, the end.

Started as ``python -m ecgkt.serving.parser_worker`` by `ecgkt.serving.parser_pool`;
what a hostile file does in here costs this process and nothing else.
"""

import sys
from collections.abc import Sequence

from ecgkt.errors import RecordError
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.read_ecg import read_ecg
from ecgkt.serving.child_pipes import claim_pipes, error_message
from ecgkt.serving.limits import end_if_orphaned, limit_this_process
from ecgkt.serving.protocol import Message, decode_message
from ecgkt.serving.record_message import record_to_message
from ecgkt.types.upload import LIMITS, MEBIBYTE, StatedMetadata, UploadedFile

MAX_JOB_BYTES = LIMITS.batch_bytes + 8 * MEBIBYTE


def main() -> int:
    """
    Serve one job from stdin.

    Returns
    -------
    int
        0; also when the parent went away before it had a job.
    """
    limit_this_process()
    read_exactly, answer = claim_pipes()
    answer(Message({"kind": "ready"}))
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
        Of kind "parse" (with what is stated) or "group"; the blobs are the files.

    Returns
    -------
    Message
        Of kind "record", "groups" or "error".

    Raises
    ------
    ValueError
        If the kind is unknown.
    """
    fields = job.fields
    files = tuple(map(UploadedFile, fields["names"], job.blobs))
    try:
        if fields["kind"] == "parse":
            stated = StatedMetadata(**fields["stated"])
            return record_to_message(read_ecg(files, stated), kind="record")
        if fields["kind"] == "group":
            return _groups(files)
    except (RecordError, MemoryError) as error:
        return error_message(error)
    raise ValueError("expected a job of kind parse or group")


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


if __name__ == "__main__":
    sys.exit(main())
