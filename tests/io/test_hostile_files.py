"""Mutated files: a record or a `RecordError`, never anything else."""

import random
import zipfile
from io import BytesIO

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.io.group_recordings import group_recordings
from ecgkt.io.read_ecg import read_ecg
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import StatedMetadata, UploadedFile
from ecgkt.vocab.leads import LEADS
from tests.builders.mutate import mutate

N_MUTATIONS = 10_000


def small_files(kind: str, wfdb_files) -> list[UploadedFile]:
    signal = np.random.default_rng(0).normal(0, 0.3, (12, 20))
    if kind == "npy":
        stream = BytesIO()
        np.save(stream, signal)
        return [UploadedFile("a.npy", stream.getvalue())]
    if kind == "csv":
        rows = ["# fs: 500", "time (s)," + ",".join(f"{lead} (mV)" for lead in LEADS)]
        for at, row in enumerate(signal.T):
            rows.append(",".join([f"{at / 500:.3f}", *(f"{cell:.3f}" for cell in row)]))
        return [UploadedFile("a.csv", "\n".join(rows).encode())]
    if kind == "wfdb":
        return wfdb_files()
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in wfdb_files():
            packed.writestr(file.name, file.content)
    return [UploadedFile("a.zip", stream.getvalue())]


def outcome(files: list[UploadedFile]) -> EcgRecord | RecordError:
    try:
        return read_ecg(files, StatedMetadata(fs=500, unit="mV"))
    except RecordError as error:
        return error


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["wfdb", "csv", "npy", "zip"])
def test_mutated_files_give_a_record_or_a_record_error(kind, wfdb_files):
    draw = random.Random(kind)
    first, *rest = small_files(kind, wfdb_files)
    outcomes = []
    for _ in range(N_MUTATIONS):
        files = [first._replace(content=mutate(first.content, draw)), *rest]
        assert len(group_recordings(files)) >= 1
        outcomes.append(outcome(files))
    errors = [str(given) for given in outcomes if isinstance(given, RecordError)]
    assert 0 < len(errors) < N_MUTATIONS
    assert all(20 < len(text) < 600 for text in errors)


def test_patient_text_reaches_no_error(wfdb_files):
    """The canary stands where files carry identity; every way of failing is tried."""
    secret = "ZZPHI4711"
    draw = random.Random(1)
    header, data = wfdb_files(comments=f"# Name: {secret}\n# {secret}")
    for _ in range(500):
        spoilt = header._replace(content=mutate(header.content, draw))
        result = outcome([spoilt, data])
        said = str(result) if isinstance(result, RecordError) else repr(result.warnings)
        assert secret not in said
