"""The joint model: who is compared with whom, and what is left out."""

import pytest
import torch

from ecgkt.config import ModelConfig
from ecgkt.models.clinical_encoder import ClinicalEncoder, StaticEncoder
from ecgkt.models.fusion import FusedClassifier
from ecgkt.models.joint import FUSED, JointConfig, JointModel, TableBatch
from ecgkt.models.projector import Projector

MODEL = ModelConfig(kernels=(5,), channels=((4, 8),), blocks=1, n_outputs=3)
SIZES = JointConfig(expert_hidden=8, expert_width=6, projector_hidden=10, projection=12)
COLUMNS = {"labs": 4, "biometrics": 2}


def draw(*shape, seed=0):
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed))


def table(n, n_columns, present, seed=1):
    return TableBatch(
        draw(n, n_columns, seed=seed), torch.zeros(n, n_columns), torch.tensor(present)
    )


def tables(n=6):
    half = [place < n // 2 for place in range(n)]
    return {"labs": table(n, 4, half), "biometrics": table(n, 2, [True] * n)}


def joint(**options):
    torch.manual_seed(0)
    return JointModel(MODEL, SIZES, COLUMNS, **options)


def test_each_modality_is_compared_where_it_is_known_and_all_together():
    pairs = joint()(draw(6, 8, 250), tables())
    assert set(pairs) == {"labs", "biometrics", FUSED}
    assert pairs["labs"].rows.tolist() == [0, 1, 2]
    assert pairs["labs"].ecg.shape == pairs["labs"].clinical.shape == (3, 12)
    assert pairs[FUSED].rows.tolist() == [0, 1, 2, 3, 4, 5]


def test_single_modality_needs_no_fusion():
    model = JointModel(MODEL, SIZES, {"biometrics": 2})
    pairs = model(draw(6, 8, 250), {"biometrics": tables()["biometrics"]})
    assert set(pairs) == {"biometrics"}


def test_fused_features_are_the_mean_of_the_known_experts():
    model = joint().eval()
    batch = tables()
    features = {
        name: model.experts[name](one.values, one.missing)
        for name, one in batch.items()
    }
    expected = features["biometrics"].clone()
    expected[:3] = (features["biometrics"][:3] + features["labs"][:3]) / 2
    pairs = model(draw(6, 8, 250), batch)
    torch.testing.assert_close(
        pairs[FUSED].clinical, model.clinical_projectors[FUSED](expected)
    )


def test_modality_known_once_is_left_out():
    batch = tables() | {"labs": table(6, 4, [True] + [False] * 5)}
    assert "labs" not in joint()(draw(6, 8, 250), batch)


def test_every_parameter_gets_a_gradient():
    model = joint(has_views=True, n_regressed=6)
    embedding = model.encoder(draw(12, 8, 250))
    pairs = [*model.pairs(embedding[:6], tables()).values()]
    pairs.append(model.views(embedding[:6], embedding[6:]))
    total = sum((one.ecg**2).sum() + (one.clinical**3).sum() for one in pairs)
    (total + model.regressor(embedding).square().sum()).backward()
    for name, value in model.named_parameters():
        assert value.grad is not None, name
        assert value.grad.abs().sum() > 0, name


def test_row_ignores_other_rows():
    model = joint().eval()
    x, batch = draw(6, 8, 250), tables()
    other = torch.cat([x[:1], draw(5, 8, 250, seed=9)])
    changed = {
        name: one._replace(values=torch.cat([one.values[:1], one.values[1:] + 1]))
        for name, one in batch.items()
    }
    before, after = model(x, batch), model(other, changed)
    for name in before:
        torch.testing.assert_close(before[name].ecg[0], after[name].ecg[0])
        torch.testing.assert_close(before[name].clinical[0], after[name].clinical[0])


def test_views_need_their_projector():
    with pytest.raises(KeyError, match="view"):
        joint().views(draw(3, 16), draw(3, 16))


@pytest.mark.parametrize(
    ("model", "inputs", "width"),
    [
        (ClinicalEncoder(4, 8, 6), (draw(5, 4), draw(5, 4)), 6),
        (StaticEncoder(4), (draw(5, 4), draw(5, 4)), 128),
        (Projector(4, 8, 6), (draw(5, 4),), 6),
        (FusedClassifier(MODEL, 4), (draw(5, 8, 250), draw(5, 4), draw(5, 4)), 3),
    ],
)
def test_parts_have_the_stated_shapes_and_rows_are_independent(model, inputs, width):
    out = model.eval()(*inputs)
    assert out.shape == (5, width)
    alone = model(*(one[2:3] for one in inputs))
    torch.testing.assert_close(alone, out[2:3], rtol=1e-4, atol=1e-5)


def test_every_parameter_of_the_fused_classifier_gets_a_gradient():
    model = FusedClassifier(MODEL, 4)
    model(draw(8, 8, 250), draw(8, 4), draw(8, 4)).square().sum().backward()
    for name, value in model.named_parameters():
        assert value.grad is not None, name
        assert value.grad.abs().sum() > 0, name


def test_fused_classifier_needs_both_sides():
    model = FusedClassifier(MODEL, 4).eval()
    x, values, missing = draw(5, 8, 250), draw(5, 4), torch.zeros(5, 4)
    logits = model(x, values, missing)
    assert not torch.allclose(logits, model(x, values + 1, missing))
    assert not torch.allclose(logits, model(x + 0.1 * draw(5, 8, 250), values, missing))
