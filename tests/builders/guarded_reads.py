"""Hostile files read in a forked process with the limits of the parsing child."""

import json
import os
import resource
import select
import signal
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from ecgkt.errors import RecordError
from ecgkt.io.read_ecg import read_ecg
from ecgkt.types.quoted import without_quoted
from ecgkt.types.upload import StatedMetadata, UploadedFile

SECONDS = 10.0
MEMORY_BYTES = 2 * 2**30


class Outcome(NamedTuple):
    """
    What came of one recording.

    "record", "refused", "crashed" (by what is no `RecordError`) or "ended" (by the
    limits); what was said, and seconds.
    """

    kind: str
    said: str
    seconds: float


def guarded_outcomes(
    recordings: Sequence[Sequence[UploadedFile]], stated: StatedMetadata
) -> list[Outcome]:
    """Read each; one that meets a limit costs its process and not the others."""
    outcomes: list[Outcome] = []
    while len(outcomes) < len(recordings):
        outcomes += _until_ended(recordings[len(outcomes) :], stated)
    return outcomes


def _until_ended(
    recordings: Sequence[Sequence[UploadedFile]], stated: StatedMetadata
) -> list[Outcome]:
    source, sink = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(source)
        _serve(recordings, stated, sink)
    os.close(sink)
    outcomes: list[Outcome] = []
    with os.fdopen(source, "rb", buffering=0) as stream:
        while len(outcomes) < len(recordings):
            is_there, _, _ = select.select([stream], [], [], SECONDS)
            line = stream.readline() if is_there else b""
            if not line:
                outcomes.append(Outcome("ended", "", SECONDS))
                break
            outcomes.append(Outcome(*json.loads(line)))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    return outcomes


def _serve(
    recordings: Sequence[Sequence[UploadedFile]], stated: StatedMetadata, sink: int
) -> None:
    try:
        # What the tests have mapped before, of a library of networks too, counts not.
        pages = Path("/proc/self/statm").read_text(encoding="ascii").split()[0]
        mapped = int(pages) * resource.getpagesize()
        most = mapped + MEMORY_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
        for files in recordings:
            start = time.monotonic()
            kind, said = _read(files, stated)
            line = json.dumps([kind, said, time.monotonic() - start]) + "\n"
            os.write(sink, line.encode())
    finally:
        os._exit(0)


def _read(files: Sequence[UploadedFile], stated: StatedMetadata) -> tuple[str, str]:
    try:
        # A damaged file may state a name as its age or sex. The page quotes what it did
        # not understand, to whoever uploaded it; what is taken away leaves quotes out.
        record = replace(read_ecg(files, stated), unread_age="")
        return "record", without_quoted(repr(record))[:4000]
    except RecordError as error:
        return "refused", str(error)[:4000]
    except BaseException as error:
        return "crashed", type(error).__name__
