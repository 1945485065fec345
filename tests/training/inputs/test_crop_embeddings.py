"""What a frozen model sees is asked once, and damage is named."""

import numpy as np
import pytest

from ecgkt.bundle.classifier import load_bundle
from ecgkt.errors import CheckpointError
from ecgkt.models.predict import predict_with_crops
from ecgkt.training.inputs import crop_embeddings as module
from ecgkt.training.inputs.crop_embeddings import view_frozen
from ecgkt.training.inputs.prepared_signals import PreparedSignals

ROWS = np.arange(0, 40)


@pytest.fixture
def frozen(tiny_model, store):
    bundle = load_bundle(tiny_model)
    return bundle, PreparedSignals(store, bundle.input_config)


def test_view_is_what_the_model_says(frozen, tmp_path):
    bundle, prepared = frozen
    view = view_frozen(bundle, prepared, ROWS, folder=tmp_path)
    seen = predict_with_crops(bundle.model, prepared.whole(ROWS), bundle.input_config)
    expected = bundle.decision.statements.calibrate(seen.logits)
    assert view.crops.shape == (40, 7, sum(bundle.model.encoder.widths))
    np.testing.assert_allclose(view.log_odds, expected, rtol=1e-5)
    np.testing.assert_allclose(view.crops, seen.crops, rtol=1e-3, atol=1e-5)


def test_a_run_that_goes_on_asks_for_the_rest_only(frozen, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 16)
    whole = view_frozen(*frozen, ROWS, folder=tmp_path)
    (tmp_path / "crops-0001.npz").unlink()
    asked = []

    def count(model, signals, config):
        asked.append(len(signals))
        return predict_with_crops(model, signals, config)

    monkeypatch.setattr(module, "predict_with_crops", count)
    again = view_frozen(*frozen, ROWS, folder=tmp_path)
    assert asked == [16]
    assert all(map(np.array_equal, whole, again))


def test_damage_and_other_rows_are_named(frozen, tmp_path):
    view_frozen(*frozen, ROWS, folder=tmp_path)
    with pytest.raises(CheckpointError, match="expected 30 recordings, found 40"):
        view_frozen(*frozen, ROWS[:30], folder=tmp_path)
    (tmp_path / "crops-0000.npz").write_bytes(b"no archive")
    with pytest.raises(CheckpointError, match=r"crops-0000\.npz is damaged"):
        view_frozen(*frozen, ROWS, folder=tmp_path)
