"""Every format through the real parsing child: no trace of a person, no long wait."""

import logging
import re
import tempfile
from pathlib import Path

import numpy as np
import pytest

from ecgkt.errors import RecordError
from ecgkt.serving.client import ServingClient
from ecgkt.types.upload import UploadedFile
from tests.builders.binary_files import SECRET
from tests.builders.cart_files import WRITERS

KINDS = sorted(WRITERS)


@pytest.fixture(scope="module")
def client():
    with ServingClient() as one:
        yield one


@pytest.fixture(scope="module")
def signal() -> np.ndarray:
    """Ten seconds at 500 Hz, in mV, that obey Einthoven."""
    rng = np.random.default_rng(3)
    signal = np.cumsum(rng.normal(0, 0.01, (12, 5000)), axis=1)
    one, two = signal[:2]
    signal[2:6] = two - one, -(one + two) / 2, one - two / 2, two - one / 2
    return signal


def temporary_files() -> set[Path]:
    return set(Path(tempfile.gettempdir()).iterdir())


def holds_secret(path: Path) -> bool:
    if SECRET in path.name:
        return True
    try:
        return path.is_file() and SECRET.encode() in path.read_bytes()
    except OSError:
        return False


@pytest.mark.parametrize("kind", KINDS)
def test_identity_leaves_no_trace(kind, client, signal, caplog):
    content = WRITERS[kind](signal)
    before = temporary_files()
    texts = []
    with caplog.at_level(logging.DEBUG):
        record = client.parse([UploadedFile(f"{SECRET}.x", content)])
        assert (record.n_samples, record.absent_leads) == (5000, ())
        # The name of a file is its record's, and shown; nothing else of it is.
        texts.append(repr(record).replace(f"record_id='{SECRET}'", ""))
        with pytest.raises(RecordError) as caught:
            client.parse([UploadedFile("a", content[: len(content) // 2])])
        texts.append(str(caught.value))
    assert SECRET not in caplog.text
    assert not [text for text in texts if SECRET in text]
    assert not [path for path in temporary_files() - before if holds_secret(path)]
    assert len(re.findall("parse: ", caplog.text)) == 2


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"xlsx", "scp"}))
def test_two_minutes_pass_in_every_format(kind, client, signal):
    # SCP-ECG 1 and 2 hold 32,767 samples; a workbook of so many rows takes its writer
    # longer than all others together.
    long = np.tile(signal, 12)
    record = client.parse([UploadedFile("a", WRITERS[kind](long))])
    assert (record.n_samples, record.duration) == (60_000, 120)
    assert np.abs(record.signal - long).max() <= 5e-3
