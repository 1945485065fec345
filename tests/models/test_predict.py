import numpy as np
import pytest
import torch

from ecgkt.config import InputConfig, ModelConfig
from ecgkt.models.build import build_model
from ecgkt.models.predict import crop_starts, predict_logits, predict_with_embeddings

RNG = np.random.default_rng(5)
CONFIG = InputConfig()
SIGNALS = RNG.normal(0, 0.3, (3, 8, CONFIG.n_samples)).astype(np.float32)


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(0)
    sizes = ModelConfig(channels=((8, 16), (4, 8)), kernels=(5, 9), blocks=1)
    return build_model(sizes)


def test_logits_are_those_of_the_plain_prediction(model):
    found = predict_with_embeddings(model, SIGNALS, CONFIG)
    assert np.array_equal(found.logits, predict_logits(model, SIGNALS, CONFIG))


def test_embedding_is_the_mean_over_the_crops(model):
    found = predict_with_embeddings(model, SIGNALS, CONFIG).embeddings
    starts, length = crop_starts(CONFIG), CONFIG.crop_samples
    model.eval()
    with torch.inference_mode():
        plain = [
            model.encoder(torch.from_numpy(SIGNALS[:, :, s : s + length])).numpy()
            for s in starts
        ]
    assert found.shape == (3, sum(model.encoder.widths))
    np.testing.assert_allclose(found, np.mean(plain, axis=0), atol=1e-5)


def test_model_is_left_as_it_was(model):
    model.train()
    predict_with_embeddings(model, SIGNALS, CONFIG)
    assert model.training
    assert not model.encoder._forward_hooks


def test_hook_is_removed_after_an_error_too(model):
    with pytest.raises(ValueError, match="expected signals"):
        predict_with_embeddings(model, SIGNALS[:, :, :10], CONFIG)
    assert not model.encoder._forward_hooks
