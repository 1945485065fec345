"""Recordings read from the integers are what the app's reader would make of them."""

import numpy as np
import pandas as pd
import pytest

from ecgkt.config import InputConfig
from ecgkt.dataset import store_signals as module
from ecgkt.dataset.pack_signals import MISSING
from ecgkt.dataset.store import PreparedStore
from ecgkt.dataset.store_signals import StoreSignals
from ecgkt.errors import EcgktError
from ecgkt.preprocess.gaps import fill_gaps
from ecgkt.preprocess.model_input import model_input, prepare_leads
from ecgkt.types.record import EcgRecord
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

ROWS = np.array([4, 3, 9, 3])


def make_store(fs=100.0):
    rng = np.random.default_rng(0)
    signals = rng.normal(0, 100, (12, 8, 1000)).astype(np.int16)
    signals[3, 2, 100:160] = MISSING
    signals[3, 5, :7] = MISSING
    signals[4, 0, 500] = 30_000  # beyond the clip
    return PreparedStore(
        signals=signals,
        records=pd.DataFrame({"record_id": [f"r{row}" for row in range(12)]}),
        likelihoods=np.zeros((12, 0), np.float32),
        names=(),
        manifest={"fs": fs},
    )


@pytest.fixture
def store():
    return make_store()


def plain(store, rows):
    filled = [fill_gaps(signal) for signal in store.millivolts(rows)]
    return prepare_leads(np.stack(filled), InputConfig())


def test_recordings_are_equal_to_the_bit(store):
    found = StoreSignals(store, InputConfig()).whole(ROWS)
    assert found.dtype == np.float32
    assert (found == plain(store, ROWS)).all()


def test_where_nothing_is_missing_no_policy_matters(store):
    rows = np.array([0, 1, 4])
    zeros = prepare_leads(np.nan_to_num(store.millivolts(rows)), InputConfig())
    assert (StoreSignals(store, InputConfig()).whole(rows) == zeros).all()


def test_a_gap_is_bridged_as_in_the_app(store):
    signal = np.full((12, 1000), 0, np.float32)
    signal[[LEADS.index(lead) for lead in INDEPENDENT_LEADS]] = store.millivolts(ROWS)[
        1
    ]
    record = EcgRecord(record_id="r3", signal=signal, fs=100, format="npy")
    found = StoreSignals(store, InputConfig()).whole(ROWS)[1]
    np.testing.assert_array_equal(found, model_input(record, InputConfig()))


def test_chunks_are_the_whole_in_pieces(store, monkeypatch):
    signals = StoreSignals(store, InputConfig())
    whole = signals.whole(ROWS)
    monkeypatch.setattr(module, "CHUNK", 3)
    chunks = list(StoreSignals(make_store(), InputConfig()).chunks(ROWS))
    assert [len(chunk) for chunk in chunks] == [3, 1]
    assert (np.concatenate(chunks) == whole).all()


def test_a_lead_without_samples_is_found_and_refused(store, monkeypatch):
    store.signals[9, 4] = MISSING
    signals = StoreSignals(store, InputConfig())
    monkeypatch.setattr(module, "CHUNK", 3)
    assert signals.has_all_leads(ROWS).tolist() == [True, True, False, True]
    with pytest.raises(EcgktError, match="none in 1 leads of r9"):
        signals.whole(ROWS)


def test_readers_of_one_store_share_what_they_found_out(store):
    one = StoreSignals(store, InputConfig())
    one.whole(np.arange(3))
    two = StoreSignals(store, InputConfig())
    assert two._baselines is one._baselines


def test_a_store_of_another_rate_is_refused():
    with pytest.raises(EcgktError, match="1000 samples at 100 Hz, found 1000 at 250"):
        StoreSignals(make_store(250.0), InputConfig())
