import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.measure.measured_values import VALUES
from ecgkt.pipeline.reader import Reader
from ecgkt.pipeline.value_parts import LEAST_LOG_ODDS, MOST, strongest_parts
from ecgkt.results.model_card import BUNDLED
from ecgkt.simulate.example import simulate_example
from ecgkt.vocab.statements import CODES


@pytest.fixture(scope="module")
def reader():
    return Reader.load(BUNDLED)


def test_the_strongest_stand_first_and_the_weak_are_left_out(reader):
    record = simulate_example("lbbb", seed=3)
    reading = reader.read(record)
    told = reading.value_parts
    assert set(told) <= set(CODES)
    assert told["CLBBB"]
    for parts in told.values():
        sizes = [abs(one.log_odds) for one in parts]
        assert len(sizes) <= MOST
        assert sizes == sorted(sizes, reverse=True)
        assert sizes[-1] >= LEAST_LOG_ODDS


def test_a_block_is_moved_by_its_wide_qrs(reader):
    parts = reader.read(simulate_example("lbbb", seed=3)).value_parts["CLBBB"]
    assert all(one.log_odds > 0 for one in parts)


def test_networks_alone_tell_of_no_value(tiny_model):
    bundle = load_bundle(tiny_model)
    assert strongest_parts(bundle, np.zeros((1, len(VALUES)))) == {}
