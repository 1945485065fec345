import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.pipeline.reader import Reader


@pytest.fixture
def reading(tiny_model, record):
    return Reader(load_bundle(tiny_model)).read(record)
