import json

import numpy as np
import pytest

from ecgkt.dataset.pack_signals import MISSING
from ecgkt.dataset.store import open_store
from ecgkt.dataset.store_record import find_store_record, store_record
from ecgkt.errors import RecordError
from ecgkt.vocab.leads import INDEPENDENT_LEADS, LEADS

HASH = "0" * 64


def test_leads_are_completed_by_einthoven():
    raw = np.random.default_rng(0).integers(-900, 900, (8, 1000)).astype(np.int16)
    raw[3, 10:13] = MISSING
    record = store_record(raw, 100.0, record_id="a", age=50.0, sex="female")
    lead = dict(zip(LEADS, record.signal, strict=True))
    for place, name in enumerate(INDEPENDENT_LEADS):
        known = raw[place] != MISSING
        np.testing.assert_allclose(lead[name][known], raw[place][known] / 1000)
    np.testing.assert_allclose(lead["I"] + lead["III"], lead["II"], atol=1e-6)
    total = lead["aVR"] + lead["aVL"] + lead["aVF"]
    np.testing.assert_allclose(total, 0, atol=1e-6)
    assert np.isfinite(record.signal).all()
    assert (record.fs, record.age, record.sex) == (100.0, 50.0, "female")


def test_row_is_found_without_the_tables(small_store):
    found = find_store_record(small_store, 7, data_hash=HASH, record_id="7")
    stored = open_store(small_store).signals[7]
    np.testing.assert_allclose(found.signal[0], stored[0] / 1000, atol=1e-6)


def test_store_that_changed_or_is_gone_is_refused(small_store, tmp_path):
    with pytest.raises(RecordError, match="prepared anew"):
        find_store_record(small_store, 7, data_hash="other", record_id="7")
    with pytest.raises(RecordError, match="expected a row below 180"):
        find_store_record(small_store, 180, data_hash=HASH, record_id="7")
    with pytest.raises(RecordError, match="not where it was"):
        find_store_record(tmp_path, 7, data_hash=HASH, record_id="7")
    (tmp_path / "manifest.json").write_text(json.dumps({"data_hash": HASH}))
    (tmp_path / "signals.npy").write_bytes(b"no array")
    with pytest.raises(RecordError, match="not where it was"):
        find_store_record(tmp_path, 7, data_hash=HASH, record_id="7")
