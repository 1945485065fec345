"""One recording through every format: the same samples, and the same scores."""

from dataclasses import replace

import numpy as np
import pytest

from ecgkt.io.read_ecg import read_ecg
from ecgkt.io.read_path import read_path
from ecgkt.pipeline.reader import Reader
from ecgkt.results.model_card import BUNDLED
from ecgkt.simulate.example import simulate_example
from ecgkt.types.record import EcgRecord
from ecgkt.types.upload import UploadedFile
from tests.builders.cart_files import WRITERS, written
from tests.builders.made_files import MADE

MICROVOLTS = 5.0
PROBABILITY = 1e-3
LARGE_STEPS = {"ecgtoolkit_muse_8leads_avm4.88.xml": (10.0, 5e-3)}
"""Cut to steps of 4.88 uV by its writer, and another four leads derived from these."""


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader.load(BUNDLED)


def probabilities(reader: Reader, record: EcgRecord) -> np.ndarray:
    scores = reader.read(record).diagnoses
    assert scores, "the record was refused"
    return np.array([score.probability for score in scores])


@pytest.fixture(scope="module")
def ours(reader) -> tuple[EcgRecord, np.ndarray]:
    """An example of ours as a WFDB record, and its scores."""
    signal = simulate_example("rbbb", fs=500, seed=2).signal
    record = read_ecg([written("wfdb", signal)])
    return record, probabilities(reader, record)


@pytest.mark.parametrize("kind", sorted(set(WRITERS) - {"wfdb"}))
def test_our_example_scores_alike_in_every_format(kind, reader, ours):
    truth, expected = ours
    record = read_ecg([written(kind, truth.signal)])
    assert np.abs(record.signal - truth.signal).max() * 1000 <= MICROVOLTS
    assert np.abs(probabilities(reader, record) - expected).max() <= PROBABILITY


@pytest.fixture(scope="module")
def theirs(reader, cart_formats) -> tuple[EcgRecord, np.ndarray]:
    """The known ECG that other programs wrote, without its last samples."""
    record = shortened(read_path(cart_formats / "made" / "source" / "r.hea"))
    return record, probabilities(reader, record)


def shortened(record: EcgRecord) -> EcgRecord:
    """Leave out the samples that some writers lose; of a child nothing is scored."""
    return replace(record, signal=record.signal[:, :4998], age=40.0)


@pytest.mark.parametrize(("name", "stated"), [row[:2] for row in MADE])
def test_known_ecg_scores_alike_from_every_program(
    name, stated, reader, theirs, cart_formats
):
    truth, expected = theirs
    path = cart_formats / "made" / name
    record = shortened(read_ecg([UploadedFile(name, path.read_bytes())], stated))
    microvolts, most = LARGE_STEPS.get(name, (MICROVOLTS, PROBABILITY))
    off = np.abs(record.signal - truth.signal).max() * 1000
    apart = np.abs(probabilities(reader, record) - expected).max()
    print(f"{name}: {off:.2f} uV, {apart:.1e}")  # noqa: T201
    assert off <= microvolts
    assert apart <= most
