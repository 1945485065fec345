"""A reading with a site adapter: its statements change, says so, and nothing else."""

from dataclasses import replace

import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import CheckpointError
from ecgkt.pipeline.reader import Reader
from ecgkt.report.reading_json import reading_from_dict, reading_to_dict
from ecgkt.simulate.example import simulate_example
from tests.builders.adapters import save_adapter_of
from tests.builders.lab_heads import invented_heads


@pytest.fixture
def reader(tiny_model, tmp_path):
    save_adapter_of(tmp_path, tiny_model)
    bundle = load_bundle(tiny_model)
    made = Reader(bundle, invented_heads(sum(bundle.model.encoder.widths)))
    made.adapter_folder = tmp_path
    return made


@pytest.fixture
def pair(reader, record):
    return reader.read(record), reader.read(record, is_adapted=True)


def test_switched_off_it_changes_no_bit(pair, record, tiny_model, reader):
    plain = Reader(load_bundle(tiny_model), reader.heads).read(record)
    assert pair[0] == plain
    assert pair[0].model.adapter is None
    assert reading_to_dict(pair[0])["model"]["adapter"] is None


def test_its_statements_change_and_no_other(pair):
    changed = {
        after.code
        for before, after in zip(*(one.diagnoses for one in pair), strict=True)
        if before.probability != after.probability
    }
    assert changed == {"AFIB", "PSVT"}


def test_what_else_reads_the_embedding_sees_the_model_as_shipped(pair):
    before, after = pair
    assert before.labs == after.labs
    assert before.labs
    assert before.quality == after.quality
    assert before.measurements == after.measurements


def test_it_says_whose_adapter_spoke_and_keeps_it_through_json(pair):
    before, after = pair
    adapter = after.model.adapter
    assert (adapter.site, adapter.n_records, adapter.is_better) == ("Ward 7", 120, True)
    assert replace(after.model, adapter=None) == before.model
    assert reading_from_dict(reading_to_dict(after)) == after


def test_refused_recording_has_no_adapted_scores(reader):
    lively = simulate_example("normal", seed=1, fs=500.0)
    flat = replace(lively, signal=lively.signal * 0)
    reading = reader.read(flat, is_adapted=True)
    assert reading.quality.verdict == "refuse"
    assert not reading.diagnoses


def test_damaged_adapter_closes_nothing_else(reader, record):
    (reader.adapter_folder / "adapter.json").write_text("{")
    assert reader.read(record).diagnoses
    with pytest.raises(CheckpointError, match="expected JSON, found a damaged file"):
        reader.read(record, is_adapted=True)


def test_without_a_folder_there_is_none(tiny_model, record):
    with pytest.raises(CheckpointError, match="expected a site adapter, found none"):
        Reader(load_bundle(tiny_model)).read(record, is_adapted=True)
