"""Mutated files of every format: a record or a `RecordError`, within the limits."""

import random
import zipfile
from io import BytesIO

import numpy as np
import pytest

from ecgkt.io.group_recordings import group_recordings
from ecgkt.types.upload import StatedMetadata, UploadedFile
from tests.builders.binary_files import SECRET
from tests.builders.cart_files import WRITERS, written
from tests.builders.guarded_reads import SECONDS, guarded_outcomes
from tests.builders.mutate import mutate

STATED = StatedMetadata(fs=500, unit="mV")
ENDED_BY_LIMITS = {"hdf5": 0.002}
"""Share of files in which a library asks for more memory than a recording needs."""


def a_npy(signal: np.ndarray) -> list[UploadedFile]:
    stream = BytesIO()
    np.save(stream, signal)
    return [UploadedFile("a.npy", stream.getvalue())]


def a_zip(files: list[UploadedFile]) -> list[UploadedFile]:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files:
            packed.writestr(file.name, file.content)
    return [UploadedFile("a.zip", stream.getvalue())]


def members(content: bytes) -> list[UploadedFile]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        found = [UploadedFile(name, packed.read(name)) for name in packed.namelist()]
    return sorted(found, key=lambda file: file.suffix, reverse=True)


def small_files(kind: str, signal: np.ndarray) -> list[UploadedFile]:
    """Return a recording whose first file is to be damaged."""
    if kind == "npy":
        return a_npy(signal)
    if kind == "zip":
        return a_zip(members(WRITERS["wfdb"](signal)))
    if kind.startswith("wfdb"):
        # The archive would hide what is in it behind a check sum.
        return members(WRITERS[kind](signal))
    return [written(kind, signal)]


@pytest.mark.parametrize("kind", [*sorted(WRITERS), "npy", "zip"])
def test_mutated_files_give_a_record_or_a_record_error(kind, signal_mv, n_signals):
    """300 of each kind, or `make fuzz`: 10,000."""
    draw = random.Random(kind)
    files = small_files(kind, signal_mv[:, :100])
    recordings = []
    for n in range(n_signals):
        # Every third damages one of the other files, where there are any.
        at = n // 3 % len(files) if n % 3 == 0 else 0
        spoilt = files[at]._replace(content=mutate(files[at].content, draw))
        recordings.append([*files[:at], spoilt, *files[at + 1 :]])
    outcomes = guarded_outcomes(recordings, STATED)
    kinds = [outcome.kind for outcome in outcomes]
    assert kinds.count("crashed") == 0
    assert kinds.count("ended") <= ENDED_BY_LIMITS.get(kind, 0) * n_signals + 1 * (
        kind in ENDED_BY_LIMITS
    )
    assert 0 < kinds.count("refused") < len(kinds)
    assert max(outcome.seconds for outcome in outcomes) <= SECONDS
    refusals = [outcome.said for outcome in outcomes if outcome.kind == "refused"]
    assert all(20 < len(text) < 900 for text in refusals)
    assert not any(SECRET in outcome.said for outcome in outcomes)


def test_mutated_headers_are_grouped(signal_mv):
    draw = random.Random(5)
    first, *rest = members(WRITERS["wfdb, segments"](signal_mv[:, :40]))
    for _ in range(200):
        spoilt = first._replace(content=mutate(first.content, draw))
        assert len(group_recordings([spoilt, *rest])) >= 1
