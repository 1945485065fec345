"""From a store and from a folder of records to a table, with an untrained model."""

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.dataset.store import open_store
from ecgkt.errors import EcgktError
from ecgkt.evaluation.cases import collect as collecting
from ecgkt.evaluation.cases.evaluate_cases import evaluate_cases, lay_out
from ecgkt.evaluation.cases.sources import cases_of_folder, cases_of_store
from ecgkt.evaluation.predict_split import predict_split
from ecgkt.io.wfdb.write_wfdb import write_wfdb
from ecgkt.results.cases.files import load_cases
from ecgkt.results.cases.table import LABELS
from ecgkt.simulate.example import simulate_example


def test_scores_and_labels_are_those_of_evaluate_bundled(
    small_store, tiny_model, tmp_path
):
    out = tmp_path / "cases"
    made = evaluate_cases(out, store=small_store, model=tiny_model)
    table = load_cases(out)
    assert table.head == made.head
    expected = predict_split(load_bundle(tiny_model), open_store(small_store), "tuning")
    np.testing.assert_allclose(table.columns.scores[:, :71], expected.logits, atol=1e-4)
    assert (table.columns.truth[:, :71] == expected.labels).all()
    assert table.head.source.data_hash == "0" * 64
    assert table.head.model.sha256 == load_bundle(tiny_model).identity.sha256
    assert not (out / ".parts").exists()
    assert table.head.split == "tuning"


def test_interrupted_run_goes_on_where_it_was(
    small_store, tiny_model, tmp_path, monkeypatch
):
    monkeypatch.setattr(collecting, "STEP", 8)
    real, read = collecting.read_case, []

    def failing(reader, record, truth):
        if len(read) == 20:
            raise KeyboardInterrupt
        read.append(truth.record_id)
        return real(reader, record, truth)

    monkeypatch.setattr(collecting, "read_case", failing)
    arguments = {"store": small_store, "model": tiny_model}
    with pytest.raises(KeyboardInterrupt):
        evaluate_cases(tmp_path, **arguments)
    first, again = set(read[:16]), []

    def counting(reader, record, truth):
        again.append(truth.record_id)
        return real(reader, record, truth)

    monkeypatch.setattr(collecting, "read_case", counting)
    table = evaluate_cases(tmp_path, **arguments)
    assert not first & set(again)
    assert len(again) == table.head.n_records - 16


@pytest.fixture
def challenge(tmp_path):
    """Three records with diagnoses and one without, in folders as challenges have."""
    folder = tmp_path / "challenge"
    (folder / "g1").mkdir(parents=True)
    dx = {"A1": "164889003,39732003", "A2": "426783006", "A3": "164909002"}
    for name, example in {
        "A1": "af",
        "A2": "normal",
        "A3": "lbbb",
        "A4": "rbbb",
    }.items():
        header = write_wfdb(simulate_example(example), folder / "g1", name)
        if name in dx:
            text = header.read_text() + f"#Dx: {dx[name]}\n#Sex: Female\n"
            header.write_text(text)
    return folder


def test_challenge_records_state_their_truth_in_snomed(challenge, tiny_model, tmp_path):
    told = []
    table = evaluate_cases(
        tmp_path / "out", challenge=challenge, model=tiny_model, say=told.append
    )
    columns = table.columns
    assert columns.record_ids.tolist() == ["g1/A1", "g1/A2", "g1/A3"]
    stated = [{LABELS[at] for at in np.flatnonzero(row)} for row in columns.truth]
    assert stated == [{"AFIB"}, {"SR"}, {"CLBBB"}]
    assert columns.groups["sex"].levels == ("female",)
    assert columns.places.tolist()[0] == "g1/A1.hea"
    assert table.head.source.kind == "folder"
    assert any("1 headers without" in text for text in told)
    # At the recording's own 500 Hz durations are measured, if not by a tiny model.
    assert columns.measures["heart_rate_bpm"][1] == pytest.approx(68, abs=4)


def test_source_that_holds_nothing_is_named(small_store, tmp_path):
    with pytest.raises(EcgktError, match="a line #Dx:"):
        cases_of_folder(tmp_path, print)
    with pytest.raises(ValueError, match="split must be one of"):
        cases_of_store(small_store, "train")
    with pytest.raises(ValueError, match="either a store or a folder"):
        evaluate_cases(tmp_path)


def test_layout_is_the_same_on_every_run_and_leaves_out_the_unscored():
    cloud = np.random.default_rng(3).normal(size=(130, 12)).astype(np.float32)
    cloud[:60] += 8
    cloud[5] = np.nan
    points, rule = lay_out(cloud)
    assert rule == "t-sne"
    assert np.isnan(points[5]).all()
    np.testing.assert_array_equal(points, lay_out(cloud)[0])
    known = np.delete(points, 5, axis=0)
    apart = np.linalg.norm(known[:59].mean(axis=0) - known[59:].mean(axis=0))
    assert apart > 2 * known[:59].std()
    assert lay_out(cloud[:40])[1] == "pca"
